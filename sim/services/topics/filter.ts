import type { MessageAttributes } from '../../types.ts';
import { compileFilter, type Pattern } from '../events/pattern.ts';
import type { Scope, Sent, Subscription } from './topic.ts';

/** Most names at a policy's top, and most combinations of values, each weighed by how deep its name lies. */
const MOST_KEYS = 5;
const MOST_COMBINATIONS = 150;

/** The error for a policy that SNS does not take. */
type Refuse = (why: string) => Error;

/** Compiles a filter policy; throws what SNS says of one that is not valid. */
export const filterIn = (text: string, invalid: Refuse): { readonly text: string; readonly pattern: Pattern } => {
  checkJson(text, (why) => invalid(`FilterPolicy: ${why}`));
  const pattern = compileFilter(text, (why) => invalid(`FilterPolicy: ${why}`));
  if (keysOf(JSON.parse(text)) > MOST_KEYS) {
    throw invalid(`FilterPolicy: Filter policy can not have more than ${MOST_KEYS} keys`);
  }
  if (pattern.combinations > MOST_COMBINATIONS) throw invalid('FilterPolicy: Filter policy is too complex');
  return { text, pattern };
};

const checkJson = (text: string, invalid: Refuse): void => {
  try {
    JSON.parse(text);
  } catch {
    throw invalid('failed to parse JSON.');
  }
};

type Policy = Readonly<Record<string, unknown>>;

const keysOf = (policy: Policy): number =>
  Object.entries(policy)
    .map(([name, value]) => (name === '$or' && Array.isArray(value) ? sum(value.map((one: Policy) => keysOf(one))) : 1))
    .reduce((total, count) => total + count, 0);

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** Attributes have no members of their own, so that a policy on them must not look for any. */
export const isNested = (text: string): boolean => nested(JSON.parse(text));

const nested = (policy: Policy): boolean =>
  Object.entries(policy).some(([name, value]) =>
    name === '$or' && Array.isArray(value) ? value.some((one: Policy) => nested(one)) : !Array.isArray(value),
  );

/** Whether the subscription wants the message; a body that is no JSON object passes no filter on bodies. */
export const wants = ({ settings: { filter, scope } }: Subscription, sent: Sent): boolean =>
  filter === undefined || filter.pattern.matches(judgedBy(scope, sent));

const judgedBy = (scope: Scope, { message, attributes = {} }: Sent): unknown =>
  scope === 'MessageBody' ? parsed(message) : valuesOf(attributes);

/** Binary attributes are not filtered by. */
const valuesOf = (attributes: MessageAttributes): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(attributes).flatMap(([name, { type, value }]) => {
      if (type.startsWith('Binary')) return [];
      if (type === 'String.Array') return [[name, parsed(value)]];
      return [[name, type.startsWith('Number') ? Number(value) : value]];
    }),
  );

const parsed = (message: string): unknown => {
  try {
    return JSON.parse(message);
  } catch {
    return undefined;
  }
};
