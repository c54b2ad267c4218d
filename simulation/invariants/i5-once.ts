import type { Incident } from '../../lambdas/domain/incident.ts';
import type { EndpointName } from '../../lambdas/domain/policy.ts';
import { MAX_ATTEMPTS } from '../../lambdas/domain/settle.ts';
import { desiredWeights, sameTraffic } from '../../lambdas/domain/weights.ts';
import type { Asked } from '../facts.ts';
import type { Invocation } from '../function/invocation.ts';
import type { Fault } from '../plan/faults.ts';
import type { Invariant } from './invariant.ts';
import { type At, isHead, isOurs, makeIntents, type Wrote } from './shared.ts';

/**
 * A look asks for one change at the most, and under an incident of the very endpoint config that it read. Of one
 * incident and config at most three calls change anything: each after the first only because something took the change
 * back, and then a person has to look. A repetition of what is asked for already changes nothing. What a look could not
 * count is excused: because it neither read the endpoint's head nor remembers it, and then what it opens under the same
 * name begins a count of its own; or because another container asked and the ledger has not taken that yet, not in any
 * head that this container wrote since.
 */
export const i5: Invariant = {
  code: 'I5',
  promise: 'one change per look, and at most three per incident and endpoint config',
  watch: () => {
    const intents = makeIntents();
    const looks = new Map<string, number>();
    const changes = makeChanges();
    const tooOften = (by: Invocation, endpoint: EndpointName): string | undefined => {
      const look = `${by.id} ${endpoint}`;
      const calls = (looks.get(look) ?? 0) + 1;
      looks.set(look, calls);
      return calls > 1 ? `${endpoint}: ${calls} calls in one look` : undefined;
    };
    const tooMany = (fact: At<Asked>): string | undefined => {
      const often = tooOften(fact.by, fact.endpoint);
      if (often !== undefined) return often;
      const intent = intents.of(fact.by, fact.endpoint);
      const seen = fact.by.reads.get(fact.endpoint)?.fleet?.value;
      if (intent === undefined || seen === undefined) return undefined;
      const { incident } = intent.step;
      if (incident.config !== seen.config)
        return `${fact.endpoint}: an incident of ${incident.config} moved ${seen.config}`;
      const unread = fact.by.reads.get(fact.endpoint)?.head?.stale === true;
      if (!isChange(fact) || unread) return undefined;
      const made = changes.count(intent);
      return made > MAX_ATTEMPTS ? `${incident.id}: ${made} changes of ${seen.config}` : undefined;
    };
    return (fact) => {
      intents.on(fact);
      if (fact.kind === 'wrote') changes.wrote(fact);
      if (fact.kind === 'fault' && fact.endpoint !== undefined && NEVER_ARRIVES.includes(fact.fault))
        return tooOften(fact.by, fact.endpoint);
      return isOurs(fact) ? tooMany(fact) : undefined;
    };
  },
};

/** `isKept`: a head of the ledger that its container wrote, with the intent or since, counts it. */
type Change = { readonly container: number; isKept: boolean };

const makeChanges = () => {
  const made = new Map<string, Change[]>();
  /** Opened by who could not read that there was one of this name. */
  const anew = new Set<string>();
  const key = ({ id, openedAt, config }: Incident): string =>
    anew.has(`${id} ${openedAt}`) ? `${id} ${openedAt} ${config}` : `${id} ${config}`;
  return {
    wrote: (fact: Wrote): void => {
      const { by, step } = fact;
      const { id, endpoint, openedAt } = step.incident;
      const head = by.reads.get(endpoint)?.head;
      if (head?.stale === true && head.value.incident === undefined) anew.add(`${id} ${openedAt}`);
      if (!isHead(fact)) return;
      for (const one of made.get(key(step.incident)) ?? []) if (one.container === by.container.id) one.isKept = true;
    },
    /** How many of them the look could know of, with this one. */
    count: (intent: Wrote): number => {
      const { incident } = intent.step;
      const container = intent.by.container.id;
      const before = made.get(key(incident)) ?? [];
      made.set(key(incident), [...before, { container, isKept: isHead(intent) }]);
      return before.filter((one) => one.isKept || one.container === container).length + 1;
    },
  };
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
