import { type Account, Refusal } from '../../types.ts';
import type { AlarmProperties, MetricQueryProperties, MissingData } from './alarm-schema.ts';
import { checkAlarm, checkWindow } from './alarms/check-alarm.ts';
import { checkBand } from './alarms/check-band.ts';
import { type Bar, barOf } from './bar.ts';
import { metricsBehind, parseQueries, periodOf, type Query } from './queries.ts';
import { parseStat } from './statistics.ts';

/** An alarm as it was put: what it watches and when it alarms. `given` is what was said, for replies. */
export type AlarmDefinition = {
  readonly name: string;
  readonly arn: string;
  readonly given: AlarmProperties;
  readonly queries: readonly Query[];
  /** Id of the query whose result is held against the bar. */
  readonly watched: string;
  readonly periodSeconds: number;
  readonly bar: Bar;
  readonly treatMissing: MissingData;
  /** M and N. */
  readonly breachesToAlarm: number;
  readonly periodsToLookAt: number;
  /** Fewer samples than this hold the state, with `EvaluateLowSampleCountPercentile: ignore`. */
  readonly fewestSamples: number | undefined;
};

export type AlarmNames = {
  readonly name: string;
  readonly arn: string;
  /** Id of the only query of an alarm on one metric: AWS generates a UUID. */
  readonly queryId: string;
};

/** Refuses what PutMetricAlarm refuses; throws an Error for what this small AWS could only pretend to do. */
export const defineAlarm = (
  { name, arn, queryId }: AlarmNames,
  given: AlarmProperties,
  account: Account,
): AlarmDefinition => {
  checkAlarm(given, account);
  const { queries, watched, periodSeconds } = watchedBy(given, queryId);
  checkWindow(given, periodSeconds);
  return {
    name,
    arn,
    given,
    queries,
    watched,
    periodSeconds,
    bar: barOf(given),
    treatMissing: given.TreatMissingData ?? (onTablesOnly(queries) ? 'ignore' : 'missing'),
    breachesToAlarm: given.DatapointsToAlarm ?? given.EvaluationPeriods,
    periodsToLookAt: given.EvaluationPeriods,
    fewestSamples: fewestSamplesOf(given),
  };
};

type Watched = Pick<AlarmDefinition, 'queries' | 'watched' | 'periodSeconds'>;

const watchedBy = (given: AlarmProperties, queryId: string): Watched => {
  const { Metrics, ThresholdMetricId: band } = given;
  return refusingMetrics(() => {
    const yields = band === undefined ? 'one-series' : 'one-series-or-a-band';
    const queries = Metrics === undefined ? [onlyQuery(given, queryId)] : parseQueries(Metrics, yields);
    const returned = queries.find(({ id, returnData }) => returnData && id !== band);
    const watched = returned?.id ?? queryId;
    if (band !== undefined && returned !== undefined) checkBand(queries, band, returned);
    const hasPeriod = Metrics?.some(({ Id, Period }) => Id === watched && Period !== undefined);
    if (metricsBehind(queries, watched).length === 0 && !hasPeriod) {
      throw new Refusal('ValidationError', 'Period must not be null');
    }
    return { queries, watched, periodSeconds: periodOf(queries, watched) };
  });
};

/** What is wrong with metrics is the caller's fault, but for what the small AWS says that it does not know. */
const refusingMetrics = <T>(parse: () => T): T => {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof Error) || error instanceof Refusal || error.message.includes('the small AWS')) throw error;
    throw new Refusal('ValidationError', `Invalid metrics list: ${error.message}`);
  }
};

/** A generated id may start with a digit, which an id that somebody writes may not. */
const onlyQuery = (given: AlarmProperties, id: string): Query => {
  const [query] = parseQueries([onlyMetric(given)]);
  if (query === undefined) throw new Error('it watches no metric');
  return { ...query, id };
};

const onlyMetric = (given: AlarmProperties): MetricQueryProperties => {
  const { Namespace = '', MetricName = '', Dimensions, Period = 0, Statistic, ExtendedStatistic = '', Unit } = given;
  const Stat = Statistic ?? ExtendedStatistic;
  return {
    Id: 'm1',
    ReturnData: true,
    MetricStat: { Metric: { Namespace, MetricName, Dimensions }, Period, Stat, Unit },
  };
};

/** Alarms on AWS/DynamoDB alone ignore missing data unless they say otherwise. */
const onTablesOnly = (queries: readonly Query[]): boolean => {
  const metrics = queries.filter((query) => query.kind === 'metric');
  return metrics.length > 0 && metrics.every(({ metric }) => metric.namespace === 'AWS/DynamoDB');
};

/** CloudWatch user guide: 10 / (1 - percentile), and 10 / percentile below the median. */
const fewestSamplesOf = (given: AlarmProperties): number | undefined => {
  if (given.EvaluateLowSampleCountPercentile !== 'ignore') return undefined;
  const stat = parseStat(given.ExtendedStatistic ?? '');
  if (stat?.kind !== 'percentile') return undefined;
  const share = stat.percent / 100;
  return 10 / (share >= 0.5 ? 1 - share : share) - 1e-6;
};
