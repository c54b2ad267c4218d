import type { Instant, MetricRead } from '../../types.ts';
import type { Policy, Target } from './target.ts';

const MINUTE = 60_000;

/** Consecutive minutes above the target until it scales out, and below nine tenths of it until it scales in. */
const MINUTES_HIGH = 3;
const MINUTES_LOW = 15;
const LOW = 0.9;

export type Wish = { readonly capacity: number; readonly alarm: 'AlarmHigh' | 'AlarmLow' };

type Tracked = { readonly target: Target; readonly policy: Policy; readonly capacity: number; readonly now: Instant };

/** What one policy wants of a variant with this many instances; undefined: nothing else. */
export const wishOf = (read: (what: MetricRead) => number | undefined, tracked: Tracked): Wish | undefined => {
  const { target, policy, capacity, now } = tracked;
  const goal = Number(policy.config.TargetValue);
  const values = lastMinutes(read, target, now);
  const latest = values[0] ?? 0;
  const ideal = Math.ceil((Math.max(1, capacity) * latest) / goal);
  if (values.slice(0, MINUTES_HIGH).every((value) => value !== undefined && value > goal)) {
    return { capacity: Math.max(ideal, capacity + 1), alarm: 'AlarmHigh' };
  }
  // Without any request there is no datapoint, and yet an idle variant goes down to its minimum.
  if (policy.config.DisableScaleIn !== true && values.every((value) => (value ?? 0) < goal * LOW)) {
    return { capacity: Math.min(ideal, capacity), alarm: 'AlarmLow' };
  }
  return undefined;
};

/** Invocations per instance, newest first; undefined where there were none. */
const lastMinutes = (
  read: (what: MetricRead) => number | undefined,
  { endpoint, variant }: Target,
  now: Instant,
): readonly (number | undefined)[] => {
  const end = Math.floor(now / MINUTE) * MINUTE;
  return Array.from({ length: MINUTES_LOW }, (_, index) =>
    read({
      namespace: 'AWS/SageMaker',
      name: 'InvocationsPerInstance',
      dimensions: { EndpointName: endpoint, VariantName: variant },
      stat: 'Sum',
      from: end - (index + 1) * MINUTE,
      to: end - index * MINUTE,
    }),
  );
};
