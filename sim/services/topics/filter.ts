import type { Publication } from '../../types.ts';
import { compilePattern } from '../events/pattern.ts';
import { oneOf, type Properties } from '../properties.ts';
import type { Subscription } from './topic.ts';

/** A filter policy has at most so many attribute names. */
const MOST_KEYS = 5;

export const readFilter = (properties: Properties): Subscription['filter'] => {
  const { FilterPolicy: policy, FilterPolicyScope: given } = properties;
  if (policy === undefined) return undefined;
  const scope = given === undefined ? 'MessageAttributes' : oneOf(properties, 'FilterPolicyScope', SCOPES);
  const pattern = compilePattern(policy);
  if (JSON.stringify(policy).includes('"wildcard"')) throw new Error('FilterPolicy: SNS knows no wildcard');
  const keys = Object.entries(policy as Properties);
  if (keys.length > MOST_KEYS) throw new Error(`FilterPolicy has ${keys.length} names, more than ${MOST_KEYS}`);
  if (scope === 'MessageBody') return { scope, pattern };
  const nested = keys.find(([name, value]) => name !== '$or' && !Array.isArray(value));
  if (nested !== undefined) throw new Error(`FilterPolicy.${nested[0]}: attributes are not nested`);
  return { scope: 'MessageAttributes', pattern };
};

const SCOPES = ['MessageAttributes', 'MessageBody'];

/** Whether the subscription wants the message; a body that is no JSON object passes no filter on bodies. */
export const wants = ({ filter }: Subscription, { message, attributes }: Publication): boolean => {
  if (filter === undefined) return true;
  return filter.pattern.matches(filter.scope === 'MessageBody' ? parsed(message) : (attributes ?? {}));
};

const parsed = (message: string): unknown => {
  try {
    return JSON.parse(message);
  } catch {
    return undefined;
  }
};
