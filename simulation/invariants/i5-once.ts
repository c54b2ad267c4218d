import type { EndpointName } from '../../lambdas/domain/policy.ts';
import { MAX_ATTEMPTS } from '../../lambdas/domain/settle.ts';
import { desiredWeights, sameTraffic } from '../../lambdas/domain/weights.ts';
import type { Asked } from '../facts.ts';
import type { Invocation } from '../function/invocation.ts';
import type { Fault } from '../plan/faults.ts';
import type { Invariant } from './invariant.ts';
import { type At, isOurs, makeIntents } from './shared.ts';

/**
 * A look asks for one change at the most, and under an incident of the very endpoint config that it read. Of one
 * incident and config at most three calls change anything: each after the first only because something took the change
 * back, and then a person has to look. A repetition of what is asked for already changes nothing. What a look could not
 * count, because it neither read the endpoint's head nor remembers it, is excused.
 */
export const i5: Invariant = {
  code: 'I5',
  promise: 'one change per look, and at most three per incident and endpoint config',
  watch: () => {
    const intents = makeIntents();
    const looks = new Map<string, number>();
    const changes = new Map<string, number>();
    const tooOften = (by: Invocation, endpoint: EndpointName): string | undefined => {
      const look = `${by.id} ${endpoint}`;
      const calls = (looks.get(look) ?? 0) + 1;
      looks.set(look, calls);
      return calls > 1 ? `${endpoint}: ${calls} calls in one look` : undefined;
    };
    const tooMany = (fact: At<Asked>): string | undefined => {
      const often = tooOften(fact.by, fact.endpoint);
      if (often !== undefined) return often;
      const incident = intents.of(fact.by, fact.endpoint)?.step.incident;
      const seen = fact.by.reads.get(fact.endpoint)?.fleet?.value;
      if (incident === undefined || seen === undefined) return undefined;
      if (incident.config !== seen.config)
        return `${fact.endpoint}: an incident of ${incident.config} moved ${seen.config}`;
      const unread = fact.by.reads.get(fact.endpoint)?.head?.stale === true;
      if (!isChange(fact) || unread) return undefined;
      const key = `${incident.id} ${seen.config}`;
      const made = (changes.get(key) ?? 0) + 1;
      changes.set(key, made);
      return made > MAX_ATTEMPTS ? `${incident.id}: ${made} changes of ${seen.config}` : undefined;
    };
    return (fact) => {
      intents.on(fact);
      if (fact.kind === 'fault' && fact.endpoint !== undefined && NEVER_ARRIVES.includes(fact.fault))
        return tooOften(fact.by, fact.endpoint);
      return isOurs(fact) ? tooMany(fact) : undefined;
    };
  },
};

/** SageMaker gets no call that its own facts would tell of. */
const NEVER_ARRIVES: readonly Fault[] = [
  'throttle',
  'server-error',
  'timeout-before',
  'reset',
  'access-denied',
  'kms-denied',
];

const isChange = ({ taken, before, to }: Asked): boolean =>
  taken && before !== undefined && !sameTraffic({ ...desiredWeights(before), ...to }, desiredWeights(before));
