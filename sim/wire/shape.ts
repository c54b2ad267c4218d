import type { NormalizedSchema } from '@smithy/core/schema';

/** What is wrong with a value, and where: `endpointName` or `desiredWeightsAndCapacities.1.member.variantName`. */
export type Flaw = { readonly path: string; readonly kind: 'missing' | 'type' | 'unknown' };

/** Holds a value against its schema: required members, unknown members, and kinds of scalars. Ranges are not in it. */
export const flawsOf = (schema: NormalizedSchema, value: unknown, path = ''): readonly Flaw[] => {
  if (schema.isDocumentSchema() || schema.isUnitSchema()) return [];
  if (schema.isStructSchema()) return isRecord(value) ? structFlaws(schema, value, path) : [{ path, kind: 'type' }];
  if (schema.isListSchema()) return Array.isArray(value) ? listFlaws(schema, value, path) : [{ path, kind: 'type' }];
  if (schema.isMapSchema()) return isRecord(value) ? mapFlaws(schema, value, path) : [{ path, kind: 'type' }];
  return scalarFits(schema, value) ? [] : [{ path, kind: 'type' }];
};

const structFlaws = (schema: NormalizedSchema, value: Record<string, unknown>, path: string): readonly Flaw[] => {
  const members = new Map(schema.structIterator());
  const missing = requiredMembers(schema).filter((name) => value[name] === undefined);
  const unknown = Object.keys(value).filter((name) => !members.has(name) && value[name] !== undefined);
  return [
    ...missing.map((name): Flaw => ({ path: join(path, name), kind: 'missing' })),
    ...unknown.map((name): Flaw => ({ path: join(path, name), kind: 'unknown' })),
    ...[...members].flatMap(([name, member]) =>
      value[name] === undefined ? [] : flawsOf(member, value[name], join(path, name)),
    ),
  ];
};

const listFlaws = (schema: NormalizedSchema, value: readonly unknown[], path: string): readonly Flaw[] =>
  value.flatMap((item, index) => flawsOf(schema.getValueSchema(), item, `${path}.${index + 1}.member`));

const mapFlaws = (schema: NormalizedSchema, value: Record<string, unknown>, path: string): readonly Flaw[] =>
  Object.entries(value).flatMap(([key, item]) => flawsOf(schema.getValueSchema(), item, `${path}.${key}.member`));

/** Static structure schemas are tuples whose seventh element counts the required members, which come first. */
const requiredMembers = (schema: NormalizedSchema): readonly string[] => {
  const tuple = schema.getSchema();
  if (!Array.isArray(tuple)) return [];
  const [names, count] = [tuple[4] as readonly string[] | undefined, tuple[6] as number | undefined];
  return (names ?? []).slice(0, count ?? 0);
};

const scalarFits = (schema: NormalizedSchema, value: unknown): boolean => {
  if (schema.isTimestampSchema()) return value instanceof Date && !Number.isNaN(value.getTime());
  if (schema.isBlobSchema()) return value instanceof Uint8Array;
  if (schema.isBooleanSchema()) return typeof value === 'boolean';
  if (schema.isNumericSchema()) return typeof value === 'number';
  if (schema.isStringSchema()) return typeof value === 'string';
  return true;
};

/** AWS's validation messages begin member names in lower case. */
const join = (path: string, name: string): string => {
  const lower = name.charAt(0).toLowerCase() + name.slice(1);
  return path === '' ? lower : `${path}.${lower}`;
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
