import { isDeepStrictEqual } from 'node:util';
import * as v from 'valibot';

/** A statement of a policy, with every list sorted and every single value a list: two ways to write one are one. */
export type Statement = {
  readonly effect: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly principals: readonly string[];
  /** `StringEquals aws:SourceAccount`, with its values. */
  readonly conditions: Readonly<Record<string, readonly string[]>>;
};

const Document = v.looseObject({ Statement: v.union([v.array(v.unknown()), v.looseObject({})]) });

const Names = v.optional(v.union([v.unknown(), v.array(v.unknown())]));
const Written = v.looseObject({
  Effect: v.optional(v.string(), 'Allow'),
  Action: Names,
  Resource: Names,
  Principal: v.optional(v.union([v.string(), v.record(v.string(), v.unknown())])),
  Condition: v.optional(v.record(v.string(), v.record(v.string(), v.unknown()))),
});

/** Undefined: it is no policy that can be read. */
export const statementsOf = (document: unknown): readonly Statement[] | undefined => {
  const parsed = v.safeParse(Document, document);
  if (!parsed.success) return undefined;
  return [parsed.output.Statement].flat().flatMap((one) => {
    const written = v.safeParse(Written, one);
    return written.success ? [toStatement(written.output)] : [];
  });
};

const toStatement = (written: v.InferOutput<typeof Written>): Statement => ({
  effect: written.Effect,
  actions: listed(written.Action),
  resources: listed(written.Resource),
  principals: principalsOf(written.Principal),
  conditions: Object.fromEntries(
    Object.entries(written.Condition ?? {}).flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, values]) => [`${operator} ${key.toLowerCase()}`, listed(values)]),
    ),
  ),
});

/** `*` and `{ AWS: '*' }` are everybody. */
const principalsOf = (principal: string | Readonly<Record<string, unknown>> | undefined): readonly string[] => {
  if (principal === undefined) return [];
  if (typeof principal === 'string') return [principal];
  return Object.entries(principal)
    .flatMap(([kind, names]) => listed(names).map((name) => (name === '*' ? '*' : `${kind}:${name}`)))
    .toSorted();
};

const listed = (value: unknown): readonly string[] =>
  value === undefined ? [] : [value].flat().map(String).toSorted();

export const holds = (statements: readonly Statement[], wanted: Statement): boolean =>
  statements.some((one) => isDeepStrictEqual(comparable(one), comparable(wanted)));

/** Actions are written in any case: SNS answers `SNS:Publish`. */
const comparable = (one: Statement): Statement => ({
  ...one,
  actions: one.actions.map((action) => action.toLowerCase()),
});
