import type { ListShape, MapShape, ScalarShape, Shape, Structure } from '../../models/model.ts';
import { constraintsOf, sizeConstraintsOf } from './constraints.ts';
import { type Entries, isEntries } from './converted.ts';
import type { Place } from './place.ts';

/** What is wrong with a value, and where. */
export type Flaw = {
  readonly place: Place;
  readonly shape: Shape;
  readonly value: unknown;
  /** `unknown`: a member that the structure does not have. */
  readonly kind: 'missing' | 'type' | 'unknown' | 'constraint';
  /** What was asked for: `Member must not be null`. */
  readonly text: string;
};

/** Holds a value against its shape. A value of the wrong type is not looked at further. */
export const flawsOf = (shape: Shape, value: unknown, place: Place = []): readonly Flaw[] => {
  if (!fits(shape, value)) return [{ place, shape, value, kind: 'type', text: `a ${shape.kind}` }];
  if (shape.kind === 'structure') return structureFlaws(shape, value as Entries, place);
  if (shape.kind === 'list') return listFlaws(shape, value as readonly unknown[], place);
  if (shape.kind === 'map') return mapFlaws(shape, value as Entries, place);
  return scalarFlaws(shape, value, place);
};

const structureFlaws = (shape: Structure, value: Entries, place: Place): readonly Flaw[] => {
  const at = (member: string): Place => [...place, { member }];
  const given = Object.keys(value).filter((name) => value[name] !== undefined);
  const strangers = given.filter((name) => !shape.members.some((member) => member.name === name));
  const union: readonly Flaw[] =
    shape.union && given.length !== 1
      ? [{ place, shape, value, kind: 'constraint', text: 'Member must have exactly one member set' }]
      : [];
  return [
    ...union,
    ...strangers.map((name): Flaw => ({ place: at(name), shape, value, kind: 'unknown', text: 'no such member' })),
    ...shape.members.flatMap((member) => {
      const inner = value[member.name];
      if (inner !== undefined) return flawsOf(member.shape, inner, at(member.name));
      return shape.required.includes(member.name) ? [missing(member.shape, at(member.name))] : [];
    }),
  ];
};

const missing = (shape: Shape, place: Place): Flaw => ({
  place,
  shape,
  value: undefined,
  kind: 'missing',
  text: 'Member must not be null',
});

const listFlaws = (shape: ListShape, value: readonly unknown[], place: Place): readonly Flaw[] => {
  const { shape: item } = shape.item;
  const inner = value.flatMap((one, index) => {
    const at: Place = [...place, { index }];
    return one === undefined || one === null ? [missing(item, at)] : flawsOf(item, one, at);
  });
  return [...sizeFlaws(shape, value, place), ...summedUp(inner, item, { place, shape, value }, 'Member')];
};

const mapFlaws = (shape: MapShape, value: Entries, place: Place): readonly Flaw[] => {
  const [key, item] = [shape.key.shape, shape.value.shape];
  const entries = Object.entries(value).map(([name, one]) => ({ at: [...place, { key: name }] as Place, name, one }));
  const keys = entries.flatMap(({ at, name }) => flawsOf(key, name, at));
  const items = entries.flatMap(({ at, one }) =>
    one === undefined || one === null ? [missing(item, at)] : flawsOf(item, one, at),
  );
  const whole = { place, shape, value };
  return [
    ...sizeFlaws(shape, value, place),
    ...summedUp(keys, key, whole, 'Map keys'),
    ...summedUp(items, item, whole, 'Map value'),
  ];
};

/** AWS tells constraints of scalars in a list or a map once for the whole of it, and all of them. */
const summedUp = (
  flaws: readonly Flaw[],
  inner: Shape,
  whole: Pick<Flaw, 'place' | 'shape' | 'value'>,
  subject: string,
): readonly Flaw[] => {
  if (!isScalar(inner)) return flaws;
  const others = flaws.filter(({ kind }) => kind !== 'constraint');
  if (others.length === flaws.length) return others;
  const all = constraintsOf(inner).map(({ text }) => text);
  return [{ ...whole, kind: 'constraint', text: `${subject} must satisfy constraint: [${all.join(', ')}]` }, ...others];
};

const sizeFlaws = (shape: ListShape | MapShape, value: unknown, place: Place): readonly Flaw[] =>
  sizeConstraintsOf(shape)
    .filter(({ holds }) => !holds(value))
    .map(({ text }) => ({ place, shape, value, kind: 'constraint', text }));

/** Several flaws of one value are told with the pattern first. */
const scalarFlaws = (shape: ScalarShape, value: unknown, place: Place): readonly Flaw[] =>
  constraintsOf(shape)
    .filter(({ holds }) => !holds(value))
    .map(({ text }): Flaw => ({ place, shape, value, kind: 'constraint', text }))
    .toReversed();

const isScalar = (shape: Shape): shape is ScalarShape => !['structure', 'list', 'map'].includes(shape.kind);

const INT32 = 2 ** 31;

const fits = ({ kind }: Shape, value: unknown): boolean => {
  switch (kind) {
    case 'structure':
    case 'map':
      return isEntries(value);
    case 'list':
      return Array.isArray(value);
    case 'string':
      return typeof value === 'string';
    case 'integer':
      return Number.isInteger(value) && Number(value) >= -INT32 && Number(value) < INT32;
    case 'long':
      return Number.isSafeInteger(value);
    case 'float':
    case 'double':
      return typeof value === 'number';
    case 'boolean':
      return typeof value === 'boolean';
    case 'timestamp':
      return value instanceof Date && !Number.isNaN(value.getTime());
    case 'blob':
      return value instanceof Uint8Array;
  }
};
