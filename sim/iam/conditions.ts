import type { Statement } from '../types.ts';
import { arnLike, like } from './wildcard.ts';

/** Values of the request's condition keys, by lower-cased key: IAM compares the names of keys regardless of case. */
export type Context = ReadonlyMap<string, string>;

/** Keys that a request may carry. A policy that asks for another one would silently never apply, so it is refused. */
const KEYS = [
  'aws:PrincipalAccount',
  'aws:PrincipalArn',
  'aws:ResourceAccount',
  'aws:SecureTransport',
  'aws:SourceAccount',
  'aws:SourceArn',
  'dynamodb:LeadingKeys',
];

type Test = (wanted: string, given: string) => boolean;
type Operator = { readonly test: Test; readonly negated?: true };

const OPERATORS: Readonly<Record<string, Operator>> = {
  StringEquals: { test: (wanted, given) => wanted === given },
  StringNotEquals: { test: (wanted, given) => wanted === given, negated: true },
  StringLike: { test: like },
  StringNotLike: { test: like, negated: true },
  ArnEquals: { test: arnLike },
  ArnLike: { test: arnLike },
  ArnNotEquals: { test: arnLike, negated: true },
  ArnNotLike: { test: arnLike, negated: true },
  Bool: { test: (wanted, given) => wanted.toLowerCase() === given.toLowerCase() },
};

/** Whether all the statement's conditions hold. A key that the request lacks fails every operator but the negated. */
export const conditionsHold = (condition: Statement['Condition'], context: Context): boolean =>
  tests(condition).every(({ operator, key, values }) => holds(operator, values, context.get(key.toLowerCase())));

/** Sentences about operators and keys that are not known here. */
export const conditionProblems = (condition: Statement['Condition']): string[] =>
  tests(condition).flatMap(({ operator, key, raw }) => [
    ...(operator === 'Null' || OPERATORS[parse(operator).name] !== undefined
      ? []
      : [`condition operator ${operator} is unknown (known: Null, ${Object.keys(OPERATORS).join(', ')})`]),
    ...(KEYS.some((known) => known.toLowerCase() === key.toLowerCase())
      ? []
      : [`condition key ${key} is unknown (known: ${KEYS.join(', ')})`]),
    ...(raw.length > 0 && raw.every(isScalar) ? [] : [`condition ${operator} ${key} is ${JSON.stringify(raw)}`]),
  ]);

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

const holds = (name: string, values: readonly string[], given: string | undefined): boolean => {
  if (name === 'Null') return values.includes(String(given === undefined));
  const { name: plain, ifExists, forAll } = parse(name);
  const operator = OPERATORS[plain];
  if (operator === undefined) throw new Error(`condition operator ${name} is unknown`);
  if (given === undefined) return ifExists || forAll || operator.negated === true;
  const found = values.some((wanted) => operator.test(wanted, given));
  return operator.negated === true ? !found : found;
};

const parse = (name: string) => ({
  forAll: name.startsWith('ForAllValues:'),
  ifExists: name.endsWith('IfExists'),
  name: name.replace(/^ForA(ll|ny)Value(s)?:/, '').replace(/IfExists$/, ''),
});
