import { isFine } from '../guards/kind.ts';
import { isBeyond } from '../guards/limit.ts';
import { type Instant, MINUTE, SECOND } from '../model.ts';
import type { Guard } from '../policy.ts';
import type { GuardAlarm, Reading, Readings, Situation } from '../situation.ts';
import type { Proof } from './proof.ts';
import { saysBeyond, whyUnproved } from './unproved.ts';

/** What the guard's own metric says, period by period. */
export const readings: Proof = {
  figures: (situation, broken) => {
    const read = badPoints(situation, broken);
    const bad = read.length > 0 ? read : saidPoints(broken);
    const { value, beside, samples } = bad.at(-1) ?? {};
    const against = beside !== undefined && {
      against: { value: beside, since: Math.min(...bad.map(({ start }) => start)) },
    };
    const requests = isFine(broken.guard) && samples !== undefined && { requests: samples };
    return value === undefined ? {} : { value, ...against, ...requests };
  },
  whyNot: (situation, broken) =>
    whyUnproved(broken, {
      isMeasured: () => isMeasured(situation, broken),
      isSaid: () => saysBeyond(broken) || saysMissing(situation, broken),
      isContradicted: (from) => isUnconfirmed(situation, broken, from),
    }) ?? (isBetter(situation, broken) ? { kind: 'better-since' } : undefined),
  brokenSince: (situation, broken, since) => badSince(situation, broken, since).length >= broken.guard.breachingPeriods,
  isMeasured: (situation, broken) => isMeasured(situation, broken),
};

export const periodOf = ({ periodSeconds = 60 }: Guard): number => periodSeconds * SECOND;

/** A datapoint speaks of what happened up to so long before its period. */
export const lagOf = ({ metric }: Guard): number => (metric?.lagSeconds ?? 0) * SECOND;

const readingsOf = ({ readings: read }: Situation, { alarm }: GuardAlarm): Readings | undefined => read?.[alarm.name];

/** The newest datapoint that the alarm names, where nothing better is known. */
const saidPoints = ({ alarm: { evidence } }: GuardAlarm): readonly Reading[] => {
  const [value, beside] = [evidence?.datapoints.at(-1), evidence?.bounds?.at(-1)];
  return evidence === undefined || value === undefined
    ? []
    : [{ start: evidence.from, value, ...(beside !== undefined && { beside }) }];
};

/** Of so few datapoints nothing is said, nor before there is a band to hold them against. */
const isTelling = ({ metric, anomalyBand, minRequests }: Guard, { samples, beside }: Reading): boolean =>
  (samples === undefined || samples >= (metric?.minSamples ?? minRequests)) && (!anomalyBand || beside !== undefined);

const badPoints = (situation: Situation, broken: GuardAlarm): readonly Reading[] =>
  (readingsOf(situation, broken)?.points ?? []).filter(
    (point) =>
      isTelling(broken.guard, point) && isBeyond(broken.guard, point.value, broken.guard.anomalyBand && point.beside),
  );

/** CloudWatch publishes a minute after it ended: the newest may only not be there yet. */
const INGESTION = MINUTE;

/** Starts of the whole periods without a datapoint, of as many as the alarm looks at. */
const missingPeriods = ({ until, points }: Readings, guard: Guard): readonly Instant[] => {
  const period = periodOf(guard);
  const starts = Array.from({ length: guard.outOfPeriods + 1 }, (_, place) => until - (place + 1) * period).reverse();
  return starts.filter(
    (start) =>
      start + period + INGESTION <= until &&
      !points.some((point) => point.start > start - period && point.start < start + period),
  );
};

/** Starts of the bad periods: those beyond the limit, and where the guard takes silence for bad, the silent ones. */
const badPeriods = (situation: Situation, broken: GuardAlarm): readonly Instant[] => {
  const read = readingsOf(situation, broken);
  const silent = read && broken.guard.missing === 'breaching' ? missingPeriods(read, broken.guard) : [];
  return [...badPoints(situation, broken).map(({ start }) => start), ...silent].sort((one, other) => one - other);
};

/** Those that speak only of what happened at that time or later. */
const badSince = (situation: Situation, broken: GuardAlarm, since: Instant): readonly Instant[] =>
  badPeriods(situation, broken).filter((start) => start - lagOf(broken.guard) >= since);

const isMeasured = (situation: Situation, broken: GuardAlarm): boolean => {
  const read = readingsOf(situation, broken);
  if (read === undefined) return false;
  const { breachingPeriods, outOfPeriods } = broken.guard;
  const period = periodOf(broken.guard);
  const late = period < MINUTE ? INGESTION : period;
  const window = read.until - outOfPeriods * period - late;
  return badPeriods(situation, broken).filter((start) => start >= window).length >= breachingPeriods;
};

/** CloudWatch itself names no datapoint where silence is what broke the guard: then the metric has to be silent. */
const saysMissing = (situation: Situation, broken: GuardAlarm): boolean =>
  broken.guard.missing === 'breaching' && isMeasured(situation, broken);

/** Read, and without a bad period that reaches into the alarm's own time. */
const isUnconfirmed = (situation: Situation, broken: GuardAlarm, from: Instant): boolean =>
  readingsOf(situation, broken) !== undefined &&
  !badPeriods(situation, broken).some((start) => start + periodOf(broken.guard) > from);

/** The newest period that can be judged keeps the guard. */
const isBetter = (situation: Situation, broken: GuardAlarm): boolean => {
  const newest = readingsOf(situation, broken)?.points.findLast((point) => isTelling(broken.guard, point));
  return newest !== undefined && !badPeriods(situation, broken).some((start) => start >= newest.start);
};
