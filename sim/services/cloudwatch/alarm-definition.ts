import type { AlarmProperties, Comparison, MetricQueryProperties, MissingData } from './alarm-schema.ts';
import { RETENTION } from './metric-store.ts';
import { metricsBehind, parseQueries, periodOf, type Query } from './queries.ts';
import { parseStat } from './statistics.ts';

/** An alarm as it was put: what it watches and when it alarms. `given` is what the template says, for replies. */
export type AlarmDefinition = {
  readonly name: string;
  readonly arn: string;
  readonly given: AlarmProperties;
  readonly queries: readonly Query[];
  /** Id of the query whose result is compared with the threshold. */
  readonly watched: string;
  readonly periodSeconds: number;
  readonly compare: (value: number) => boolean;
  readonly treatMissing: MissingData;
  /** M and N. */
  readonly breachesToAlarm: number;
  readonly periodsToLookAt: number;
};

export type AlarmNames = {
  readonly name: string;
  readonly arn: string;
  /** Id of the only query of an alarm on one metric: AWS generates a UUID. */
  readonly queryId: string;
};

/** Refuses what PutMetricAlarm refuses, and what this small AWS could only pretend to do. */
export const defineAlarm = ({ name, arn, queryId }: AlarmNames, given: AlarmProperties): AlarmDefinition => {
  try {
    const queries = given.Metrics ? parseQueries(given.Metrics) : [onlyQuery(given, queryId)];
    const watched = given.Metrics ? watchedId(given.Metrics) : queryId;
    const periodSeconds = periodOf(queries, watched);
    const definition: AlarmDefinition = {
      name,
      arn,
      given,
      queries,
      watched,
      periodSeconds,
      compare: (value) => COMPARE[given.ComparisonOperator](value, given.Threshold),
      treatMissing: missingDataOf(given, queries),
      breachesToAlarm: given.DatapointsToAlarm ?? given.EvaluationPeriods,
      periodsToLookAt: given.EvaluationPeriods,
    };
    refuseBadWindow(definition);
    refuseUnusedQueries(definition);
    refuseOtherActions(given);
    return definition;
  } catch (cause) {
    throw new Error(`alarm ${name}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
};

/** How many periods CloudWatch looks at for N: more than N, so that real datapoints can stand in for missing ones. */
export const evaluationRange = (periodsToLookAt: number): number => periodsToLookAt + 2;

const COMPARE: Readonly<Record<Comparison, (value: number, threshold: number) => boolean>> = {
  GreaterThanThreshold: (value, threshold) => value > threshold,
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

const MAX_METRICS = 10;

/** A generated id may start with a digit, which an id that somebody writes may not. */
const onlyQuery = (given: AlarmProperties, id: string): Query => {
  const [query] = parseQueries([onlyMetric(given)]);
  if (query === undefined) throw new Error('it watches no metric');
  return { ...query, id };
};

const onlyMetric = (given: AlarmProperties): MetricQueryProperties => {
  const { Namespace, MetricName, Dimensions, Period, Statistic, ExtendedStatistic, Unit } = given;
  if (Namespace === undefined || MetricName === undefined || Period === undefined) {
    throw new Error('either Metrics or Namespace, MetricName and Period must be there');
  }
  const Stat = Statistic ?? ExtendedStatistic;
  if (Stat === undefined || (Statistic !== undefined && ExtendedStatistic !== undefined)) {
    throw new Error('either Statistic or ExtendedStatistic must be there');
  }
  if (ExtendedStatistic !== undefined && parseStat(ExtendedStatistic)?.kind !== 'percentile') {
    throw new Error(`ExtendedStatistic "${ExtendedStatistic}" is no percentile`);
  }
  return {
    Id: 'm1',
    ReturnData: true,
    MetricStat: { Metric: { Namespace, MetricName, Dimensions }, Period, Stat, Unit },
  };
};

const watchedId = (metrics: readonly MetricQueryProperties[]): string => {
  const returned = metrics.filter(({ ReturnData }) => ReturnData !== false);
  const [only] = returned;
  if (only === undefined || returned.length !== 1) {
    throw new Error(`exactly one of Metrics must return data, not ${returned.length}`);
  }
  return only.Id;
};

const missingDataOf = (given: AlarmProperties, queries: readonly Query[]): MissingData => {
  const tables = queries.some((query) => query.kind === 'metric' && query.metric.namespace === 'AWS/DynamoDB');
  // Alarms on AWS/DynamoDB ignore missing data whatever they say.
  return tables ? 'ignore' : (given.TreatMissingData ?? 'missing');
};

const refuseBadWindow = ({ given, periodSeconds, breachesToAlarm, periodsToLookAt }: AlarmDefinition): void => {
  if (breachesToAlarm > periodsToLookAt) {
    throw new Error(`DatapointsToAlarm ${breachesToAlarm} is more than EvaluationPeriods ${periodsToLookAt}`);
  }
  if (evaluationRange(periodsToLookAt) * periodSeconds * 1000 > RETENTION) {
    throw new Error(`${periodsToLookAt} periods of ${periodSeconds} s are more than the small AWS remembers (3 h)`);
  }
  const single = ['Namespace', 'MetricName', 'Dimensions', 'Period', 'Unit', 'Statistic', 'ExtendedStatistic'] as const;
  const both = given.Metrics && single.find((key) => given[key] !== undefined);
  if (both) throw new Error(`${both} cannot stand beside Metrics`);
};

const refuseUnusedQueries = ({ given, queries, watched }: AlarmDefinition): void => {
  const metrics = queries.filter(({ kind }) => kind === 'metric').length;
  if (metrics > MAX_METRICS)
    throw new Error(`${metrics} metrics are more than the ${MAX_METRICS} that an alarm may use`);
  if (metricsBehind(queries, watched).length === 0) throw new Error('it watches no metric');
  const low = given.EvaluateLowSampleCountPercentile;
  if (low !== undefined && given.ExtendedStatistic === undefined) {
    throw new Error(`EvaluateLowSampleCountPercentile "${low}" is for alarms on one metric's percentile`);
  }
};

const refuseOtherActions = (given: AlarmProperties): void => {
  const actions = [given.AlarmActions, given.OKActions, given.InsufficientDataActions].flatMap((list) => list ?? []);
  const other = actions.find((action) => !/^arn:[^:]+:sns:[^:]+:\d{12}:[^:]+$/.test(action));
  if (other !== undefined) throw new Error(`action ${other}: the small AWS only knows actions that are SNS topics`);
};
