import type { Metric } from '../domain/alarm-definition.ts';
import { blindIn, type Counted, type Hours, hoursBack, type Sight, serving, sightsOf } from '../domain/blind.ts';
import { REQUESTS } from '../domain/guards/kind.ts';
import { SAMPLES } from '../domain/guards/metric.ts';
import { type Fleet, MINUTE } from '../domain/model.ts';
import type { Policy, VariantName } from '../domain/policy.ts';
import type { Gap } from '../domain/unguarded.ts';
import type { Asked, History } from '../ports.ts';
import type { World } from './step.ts';

const HOUR = 60 * MINUTE;
const HOUR_SECONDS = 3_600;

/** What of the endpoint's guards sees nothing; undefined: CloudWatch did not answer, or nothing is to be asked. */
export const blindOf = async (
  { ports, deployment }: World,
  policy: Policy,
  fleet: Fleet | undefined,
): Promise<readonly Gap[] | undefined> => {
  const { history } = ports;
  if (history === undefined || fleet?.status !== 'InService') return undefined;
  const variants = serving(policy, fleet);
  const sights = sightsOf(deployment.name, policy, variants);
  const counted = await count(history, { policy, variants, sights, now: ports.clock() });
  return counted && blindIn(sights, { endpoint: policy.endpoint, fleet, counted });
};

type Counting = {
  readonly policy: Policy;
  readonly variants: readonly VariantName[];
  readonly sights: readonly Sight[];
  readonly now: number;
};

const count = async (
  history: History,
  { policy: { endpoint }, variants, sights, now }: Counting,
): Promise<Counted | undefined> => {
  const until = now - (now % MINUTE);
  const asked = [
    ...variants.map((variant): Asked => ({ ...REQUESTS, endpoint, variant, per: 1, periodSeconds: HOUR_SECONDS })),
    ...sights.map(({ metric }) => samplesOf(metric)),
  ];
  const answers = await history(asked, { from: until - hoursBack(sights) * HOUR, until });
  if (answers === 'unreadable') return undefined;
  const at = (place: number): Hours => answers[place] ?? new Map();
  return {
    until,
    requests: new Map(variants.map((variant, place) => [variant, at(place)])),
    samples: new Map(sights.map((sight, place) => [sight, at(variants.length + place)])),
  };
};

/** Its dimensions are all its own. */
const samplesOf = ({ namespace, name, dimensions }: Metric): Asked => ({
  namespace,
  name,
  dimensions,
  isWhole: true,
  stat: SAMPLES,
  per: 1,
  periodSeconds: HOUR_SECONDS,
});
