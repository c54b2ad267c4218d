import { type Instant, MINUTE } from '../../lambdas/domain/model.ts';
import { type Incident, incidentAt } from './incident.ts';
import { breachesAt, type Watch } from './watch.ts';

/** What an alarm would have done at another threshold. */
export type Candidate = {
  readonly threshold: number;
  /** Alarms that belong to no incident, one an hour at most: one that never ends must not seem to be rare. */
  falseAlarms: number;
  /** Minutes from an incident's start until the alarm, by the incident's place. */
  readonly found: Map<number, number>;
  countedAt: Instant;
};

/** Alarms less far apart than this are one. */
export const QUIET = 60 * MINUTE;

/** Steps per decade, and how many decades either way. */
const STEPS = 8;
const DECADES = 2;

/** Around what is configured, in figures that a person would write. */
export const candidatesOf = ({ threshold, unit }: Pick<Watch, 'threshold' | 'unit'>): Candidate[] => {
  const steps = Array.from({ length: 2 * STEPS * DECADES + 1 }, (_, place) => place - STEPS * DECADES);
  const around = steps.map((step) => Number((threshold * 10 ** (step / STEPS)).toPrecision(2)));
  return [...new Set([...around, threshold])]
    .filter((one) => Math.sign(one) === Math.sign(threshold) && (unit !== 'share' || one < 1))
    .toSorted((one, other) => one - other)
    .map((one) => ({
      threshold: one,
      falseAlarms: 0,
      found: new Map(),
      countedAt: Number.NEGATIVE_INFINITY,
    }));
};

/**
 * The alarm with a threshold less bad than this is in ALARM: the figure that is M-th worst of those it looks at. Periods
 * without data count as the alarm says; `missing` and `ignore` count as not breaching.
 */
export const levelOf = (figures: readonly (number | undefined)[], { worse, rule }: Watch): number => {
  const real = figures.filter((figure) => figure !== undefined).slice(-rule.outOfPeriods);
  const [best, worst] = worse === 'above' ? [-Infinity, Infinity] : [Infinity, -Infinity];
  const made = rule.missing === 'breaching' ? rule.outOfPeriods - real.length : 0;
  if (made >= rule.breachingPeriods) return worst;
  const sorted = real.toSorted((one, other) => (worse === 'above' ? other - one : one - other));
  return sorted[rule.breachingPeriods - made - 1] ?? best;
};

type Moment = { readonly at: Instant; readonly level: number; readonly incidents: readonly Incident[] };

/** One period on, for all of them. */
export const tryAll = (candidates: readonly Candidate[], watch: Watch, { at, level, incidents }: Moment): void => {
  for (const candidate of candidates)
    if (breachesAt(watch, candidate.threshold, level)) count(candidate, incidents, { at, variant: watch.variant });
};

const count = (
  candidate: Candidate,
  incidents: readonly Incident[],
  alarm: { readonly at: Instant; readonly variant: string | undefined },
): void => {
  const place = incidentAt(incidents, alarm);
  if (place !== undefined) {
    if (!candidate.found.has(place))
      candidate.found.set(place, (alarm.at - (incidents[place]?.from ?? alarm.at)) / MINUTE);
  } else if (alarm.at - candidate.countedAt >= QUIET) {
    candidate.countedAt = alarm.at;
    candidate.falseAlarms += 1;
  }
};
