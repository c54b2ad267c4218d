import type { Statement } from '../types.ts';
import { type Context, KEYS } from './context.ts';
import { OPERATORS, readOperator } from './operators.ts';
import { unknownVariables } from './variables.ts';

/** Whether all the statement's conditions hold. */
export const conditionsHold = (condition: Statement['Condition'], context: Context): boolean =>
  tests(condition).every(({ operator, key, values }) => {
    const given = context.get(key.toLowerCase()) ?? [];
    return operator === 'Null' ? values.includes(String(given.length === 0)) : holds(operator, values, { key, given });
  });

type Given = { readonly key: string; readonly given: readonly string[] };

/** A key that the request lacks fails every operator but the negated, those that ask `IfExists`, and `ForAllValues`. */
const holds = (name: string, wanted: readonly string[], { key, given }: Given): boolean => {
  const { plain, set, ifExists } = readOperator(name);
  const operator = OPERATORS[plain];
  if (operator === undefined) throw new Error(`condition operator ${name} is unknown`);
  const matches = (value: string): boolean =>
    wanted.some((one) => operator.test(one, value)) !== (operator.negated ?? false);
  if (given.length === 0 && ifExists) return true;
  if (set === 'ForAllValues') return given.every(matches);
  if (set === 'ForAnyValue') return given.some(matches);
  const [value, ...more] = given;
  if (more.length > 0) throw new Error(`condition ${name} on ${key}: a key with several values needs a set operator`);
  return value === undefined ? operator.negated === true : matches(value);
};

/** Sentences about what IAM refuses, and what is not known here. */
export const conditionProblems = (condition: Statement['Condition']): readonly string[] =>
  tests(condition).flatMap(({ operator, key, raw, values }) => [
    ...operatorProblems(operator),
    ...(KEYS.some((known) => known.toLowerCase() === key.toLowerCase())
      ? []
      : [`condition key ${key} is unknown (known: ${KEYS.join(', ')})`]),
    ...(raw.length > 0 && raw.every(isScalar) ? [] : [`condition ${operator} ${key} is ${JSON.stringify(raw)}`]),
    ...values.flatMap((value) => valueProblems(operator, key, value)),
  ]);

const operatorProblems = (name: string): readonly string[] =>
  name === 'Null' || OPERATORS[readOperator(name).plain] !== undefined
    ? []
    : [`condition operator ${name} is unknown (known: Null, ${Object.keys(OPERATORS).join(', ')})`];

const valueProblems = (name: string, key: string, value: string): readonly string[] => {
  if (name === 'Null') return ['true', 'false'].includes(value) ? [] : [`condition Null ${key} is ${value}`];
  const operator = OPERATORS[readOperator(name).plain];
  if (operator?.takes?.(value) === false) return [`condition ${name} ${key} cannot be ${JSON.stringify(value)}`];
  if (operator?.values !== 'plain') return unknownVariables(value);
  return value.includes('${') ? [`condition ${name} takes no policy variables such as ${value}`] : [];
};

const isScalar = (value: unknown): boolean => ['string', 'boolean', 'number'].includes(typeof value);

const tests = (condition: Statement['Condition']) =>
  Object.entries(condition ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => ({
      operator,
      key,
      raw: [values].flat(),
      values: [values].flat().map(String),
    })),
  );
