import type { Instant } from '../../types.ts';
import { type AlarmDefinition, evaluationRange } from './alarm-definition.ts';
import { judge } from './judge.ts';
import type { MetricStore } from './metric-store.ts';
import { pointsOf, type Query } from './queries.ts';
import type { Evaluation } from './reason.ts';
import { parseStat, sampleCount } from './statistics.ts';

/** Looks at the newest periods that can be seen now; periods end on the minute, not on a multiple of their length. */
export const evaluateAlarm = (alarm: AlarmDefinition, store: MetricStore, now: Instant): Evaluation => {
  const starts = startsOf(alarm, store.visibleUntil());
  const values = pointsOf(alarm.queries, alarm.watched, { store, starts });
  const counts = sampleCounts(alarm, store, starts);
  const judgement = judge(
    values.map((value) => (value === undefined ? undefined : alarm.compare(value))),
    alarm,
  );
  const held = tooFewSamples(alarm, counts, judgement.judged[0]);
  return {
    at: now,
    starts,
    values,
    ...(counts && { sampleCounts: counts }),
    judgement: held ? { ...judgement, state: 'retain' } : judgement,
  };
};

const startsOf = ({ periodsToLookAt, periodSeconds }: AlarmDefinition, until: Instant): readonly Instant[] => {
  const length = evaluationRange(periodsToLookAt);
  return Array.from({ length }, (_, index) => until - (length - index) * periodSeconds * 1000);
};

const sampleCounts = (
  { given, queries, periodSeconds }: AlarmDefinition,
  store: MetricStore,
  starts: readonly Instant[],
) => {
  const [only]: readonly Query[] = given.Metrics === undefined ? queries : [];
  if (only?.kind !== 'metric') return undefined;
  return starts.map((from) => {
    const tally = store.tally(only.metric, { from, to: from + periodSeconds * 1000 }, only.unit);
    return tally && sampleCount(tally);
  });
};

/** With `ignore`, a percentile of fewer than 10 / (1 - percentile) samples changes nothing. */
const tooFewSamples = (
  { given }: AlarmDefinition,
  counts: readonly (number | undefined)[] | undefined,
  newest: number | undefined,
): boolean => {
  if (given.EvaluateLowSampleCountPercentile !== 'ignore' || newest === undefined) return false;
  const stat = parseStat(given.ExtendedStatistic ?? '');
  if (stat?.kind !== 'percentile') return false;
  const share = stat.percent / 100;
  const needed = 10 / (share >= 0.5 ? 1 - share : share);
  return (counts?.[newest] ?? 0) < needed - 1e-6;
};
