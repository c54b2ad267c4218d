import { type Instant, MINUTE, measure } from '../../lambdas/domain/model.ts';
import { currentWeights, shareOf } from '../../lambdas/domain/weights.ts';
import type { Guarded } from '../aws/account.ts';
import type { Asked } from '../facts.ts';
import type { View } from '../view.ts';
import { type Invariant, NOTHING_TO_WATCH } from './invariant.ts';
import { type At, isOurs, makeIntents } from './shared.ts';

const LOOK_BACK = 16;
/** What figures waver by, and what a look may have seen of another minute. */
const ABOUT = 0.75;

/**
 * Under scale-then-shift, a stable that cannot take the load by its owner's bound gets it only where the canary does more
 * harm already: its share of the traffic times what it fails, in some minute of the last quarter of an hour, is more than
 * the share of all requests that is beyond stable's bound. Unread metrics are no excuse; an
 * inconsistent read of the metrics or of the endpoint, and a drill are.
 */
export const i8Weighed: Invariant = {
  code: 'I8',
  promise: 'a stable that is too small gets the traffic only if the canary does more harm',
  watch: (view) => {
    if (!view.plan.endpoints.some(({ policy }) => policy.strategy)) return NOTHING_TO_WATCH;
    const intents = makeIntents();
    return (fact) => {
      intents.on(fact);
      if (!isOurs(fact) || intents.of(fact.by, fact.endpoint)?.step.incident.drill) return undefined;
      return whyTooSmall(view, fact);
    };
  },
};

const whyTooSmall = (view: View, { by, endpoint, at, to }: At<Asked>): string | undefined => {
  const guarded = view.account.guarded.get(endpoint);
  const { fleet, traffic } = by.reads.get(endpoint) ?? {};
  const { stable, strategy, stableMaxRequestsPerInstance: bound } = guarded?.plan.policy ?? {};
  if (!guarded || strategy === undefined || bound === undefined || stable === undefined) return undefined;
  if (fleet?.value === undefined || fleet.stale || traffic?.stale || !to[stable]) return undefined;
  if (traffic === undefined || traffic.value === 'unreadable') return `${endpoint}: nobody knew the load`;
  const instances = fleet.value.variants.find(({ name }) => name === stable)?.instances ?? 0;
  const totals = minutesBefore(at).map((start) => totalOf(guarded, start));
  const beyond = Math.min(...totals.filter((total) => total > 0)) - bound * instances;
  if (beyond <= 0) return undefined;
  const overload = beyond / (beyond + bound * instances);
  const weights = currentWeights(fleet.value);
  const harm = Math.max(...minutesBefore(at).map((start) => harmOf(guarded, weights, start)));
  return harm >= overload * ABOUT
    ? undefined
    : `${endpoint}: the canary fails ${harm} of all requests, and ${overload} are beyond stable's bound`;
};

const minutesBefore = (at: Instant): readonly Instant[] =>
  Array.from({ length: LOOK_BACK }, (_, place) => Math.floor(at / MINUTE) * MINUTE - (place + 1) * MINUTE);

const totalOf = ({ metrics, plan: { policy } }: Guarded, start: Instant): number =>
  [policy.stable, ...policy.canaries].reduce(
    (sum, variant) => sum + (metrics.minute(variant, start)?.requests ?? 0),
    0,
  );

const harmOf = (
  { metrics, plan: { policy } }: Guarded,
  weights: ReturnType<typeof currentWeights>,
  start: Instant,
): number =>
  Math.max(
    0,
    ...policy.canaries.flatMap((variant) =>
      policy.guards.map((guard) => {
        const minute = metrics.minute(variant, start);
        if (minute === undefined) return 0;
        const fails = guard.percentile === undefined ? measure(guard, minute) : (100 - guard.percentile) / 100;
        return shareOf(variant, weights) * fails;
      }),
    ),
  );
