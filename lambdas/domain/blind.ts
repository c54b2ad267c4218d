import { type Metric, periodIn } from './alarm-definition.ts';
import { REQUESTS } from './guards/kind.ts';
import { guardsOn } from './guards/on.ts';
import { type Fleet, type Instant, MINUTE, SECOND } from './model.ts';
import type { Guard, Policy, VariantName } from './policy.ts';
import { metricsOf } from './promised-alarm.ts';
import type { Gap } from './unguarded.ts';

/** A metric that guards watch, and whose requests it should tell of. */
export type Sight = {
  readonly guards: readonly string[];
  readonly metric: Metric;
  /** Absent: it names no variant. */
  readonly variant?: VariantName;
  /** Requests for so long, and no datapoint, are no coincidence. */
  readonly hours: number;
};

/** What came in each hour, by its start; hours without anything may be missing. */
export type Hours = ReadonlyMap<Instant, number>;

/** What was counted until then, a whole number of hours back. */
export type Counted = {
  readonly until: Instant;
  readonly requests: ReadonlyMap<VariantName, Hours>;
  readonly samples: ReadonlyMap<Sight, Hours>;
};

const HOUR = 60 * MINUTE;
const DAY_HOURS = 24;

/** Requests come in bursts, and whoever deploys looks by himself. */
const FEWEST_HOURS = 3;

/** Those variants that the weights send requests to. */
export const serving = ({ stable, canaries }: Policy, fleet: Fleet): readonly VariantName[] =>
  [stable, ...canaries].filter((name) =>
    fleet.variants.some((variant) => variant.name === name && variant.weight > 0 && variant.desiredWeight > 0),
  );

/** Each metric of the endpoint's guards that should have data while requests come. */
export const sightsOf = (deployment: string, policy: Policy, variants: readonly VariantName[]): readonly Sight[] => {
  const each = [undefined, ...variants].flatMap((variant) =>
    guardsOn(policy, variant)
      .filter(isSilentWhenBlind)
      .flatMap((guard) => {
        const of = { deployment, endpoint: policy.endpoint, ...(variant !== undefined && { variant }) };
        return metricsOf(of, guard)
          .filter(isNotRequests)
          .map((metric) => ({ guard, metric, variant }));
      }),
  );
  return [
    ...Map.groupBy(each, ({ metric, variant }) =>
      JSON.stringify([variant, metric.namespace, metric.name, metric.dimensions]),
    ).values(),
  ].flatMap((same) => sightOf(same));
};

type Watched = { readonly guard: Guard; readonly metric: Metric; readonly variant: VariantName | undefined };

const sightOf = (same: readonly Watched[]): readonly Sight[] =>
  same.slice(0, 1).map(({ metric, variant }) => ({
    guards: [...new Set(same.map(({ guard }) => guard.id))],
    metric,
    ...(variant !== undefined && { variant }),
    hours: Math.max(...same.map(({ guard }) => hoursOf(guard))),
  }));

/** Where missing data is a breach, silence is told as one; and the judge's metric has data only where it compares. */
const isSilentWhenBlind = ({ missing, signal }: Guard): boolean => missing !== 'breaching' && signal !== 'judge';

const isNotRequests = ({ name }: Metric): boolean => name !== REQUESTS.name;

const hoursOf = (guard: Guard): number => {
  const seconds = (guard.outOfPeriods + 1) * periodIn(guard) + (guard.metric?.lagSeconds ?? 0);
  return Math.max(FEWEST_HOURS, Math.ceil((seconds * SECOND) / HOUR));
};

/** How far back to count. */
export const hoursBack = (sights: readonly Sight[]): number => Math.max(DAY_HOURS, ...sights.map(({ hours }) => hours));

/** Guards that cannot fire, because nothing comes of what they watch. */
export const blindIn = (
  sights: readonly Sight[],
  { endpoint, fleet, counted }: { readonly endpoint: string; readonly fleet: Fleet; readonly counted: Counted },
): readonly Gap[] => {
  const all = [...counted.requests.values()];
  const { until } = counted;
  if (all.every((hours) => sumSince(hours, until - DAY_HOURS * HOUR) === 0))
    return until - fleet.lastModifiedAt < DAY_HOURS * HOUR ? [] : [uncalled(endpoint)];
  return sights.filter((sight) => isBlind(sight, counted)).map(gapOf);
};

/** Its requests began before the window's first hour was over: what came first may take a while to be published. */
const isBlind = (sight: Sight, { until, requests, samples }: Counted): boolean => {
  const from = until - sight.hours * HOUR;
  const asked = sight.variant === undefined ? [...requests.values()] : [requests.get(sight.variant) ?? NONE];
  return asked.some((hours) => (hours.get(from) ?? 0) > 0) && sumSince(samples.get(sight) ?? NONE, from) === 0;
};

const NONE: Hours = new Map();

const sumSince = (hours: Hours, from: Instant): number =>
  [...hours].reduce((sum, [start, count]) => (start >= from ? sum + count : sum), 0);

const gapOf = ({ guards, metric, variant, hours }: Sight): Gap => ({
  what: `${guards.join(' and ')} ${guards.length === 1 ? 'has' : 'have'} seen no data ${variant === undefined ? '' : `of ${variant} `}for ${hours} hours, though requests came`,
  mend: `see who publishes ${metric.namespace} ${metric.name} (${dimensionWords(metric)}), or correct the guard in rollback.config.ts and deploy`,
});

const dimensionWords = ({ dimensions }: Metric): string =>
  Object.entries(dimensions)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ');

const uncalled = (endpoint: string): Gap => ({
  what: 'no request was counted for a day, on any variant',
  mend: `if ${endpoint} is called, its metrics do not arrive, and no guard can fire; if nobody calls it, take it out of rollback.config.ts and deploy`,
});
