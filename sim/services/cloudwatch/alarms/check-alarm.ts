import { type Account, Refusal } from '../../../types.ts';
import type { AlarmProperties, MetricQueryProperties } from '../alarm-schema.ts';
import { parseStat } from '../statistics.ts';
import { checkAction } from './actions.ts';
import { checkBar, checkReturned } from './check-band.ts';

/** Refuses what PutMetricAlarm refuses, in its words where they are known. */
export const checkAlarm = (given: AlarmProperties, account: Account): void => {
  checkOneMetricOrMany(given);
  if (given.Metrics === undefined) checkOneMetric(given);
  else checkMetrics(given.Metrics, given.ThresholdMetricId);
  checkOptions(given);
  const actions = [given.AlarmActions, given.OKActions, given.InsufficientDataActions].flatMap((list) => list ?? []);
  for (const action of actions) checkAction(action, account);
};

/** N periods may make a day; of an hour or longer, a week. */
export const checkWindow = ({ EvaluationPeriods, DatapointsToAlarm }: AlarmProperties, periodSeconds: number): void => {
  const seconds = EvaluationPeriods * periodSeconds;
  if (periodSeconds < HOUR && seconds > DAY) {
    throw invalid(
      `Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= ${DAY}) for alarms using period < ${HOUR}`,
    );
  }
  if (seconds > WEEK) {
    throw invalid(
      `Metrics cannot be checked across more than a week (EvaluationPeriods * Period must be <= ${WEEK}) for alarms using period >= ${HOUR}`,
    );
  }
  if ((DatapointsToAlarm ?? 0) > EvaluationPeriods) {
    throw invalid('DatapointsToAlarm must be less than or equal to EvaluationPeriods');
  }
};

const HOUR = 3600;
const DAY = 86_400;
const WEEK = 604_800;
const MOST_QUERIES = 10;

const invalid = (text: string): Refusal => new Refusal('ValidationError', text);

const OF_ONE_METRIC = [
  'MetricName',
  'Namespace',
  'Dimensions',
  'Period',
  'Unit',
  'Statistic',
  'ExtendedStatistic',
] as const;

const checkOneMetricOrMany = (given: AlarmProperties): void => {
  const both = given.Metrics && OF_ONE_METRIC.find((key) => given[key] !== undefined);
  if (both !== undefined) throw invalid(`${both} should not be set if list of Metrics is set.`);
  checkBar(given);
};

const checkOneMetric = (given: AlarmProperties): void => {
  const { Namespace = '', Period, Statistic, ExtendedStatistic } = given;
  const absent = (['MetricName', 'Namespace', 'Period'] as const).find((key) => given[key] === undefined);
  if (absent !== undefined) throw invalid(`${absent} must not be null`);
  if (hasNonAscii(Namespace)) throw invalid('Namespace must not contain Non-ASCII characters.');
  checkPeriod(Period);
  if (Statistic === undefined && ExtendedStatistic === undefined) throw invalid('Statistic must not be null');
  if (Statistic !== undefined && ExtendedStatistic !== undefined) {
    throw invalid('Statistic and ExtendedStatistic cannot both be set');
  }
  if (ExtendedStatistic !== undefined && !isExtended(ExtendedStatistic)) {
    throw new Refusal(
      'InvalidParameterValueException',
      `The value ${ExtendedStatistic} for parameter ExtendedStatistic is not supported.`,
    );
  }
};

const checkPeriod = (seconds: number | undefined): void => {
  if (seconds === undefined) throw invalid('Period must not be null');
  if (![10, 20, 30].includes(seconds) && !(seconds >= 60 && seconds % 60 === 0)) {
    throw invalid('Period must be 10, 20, 30 or a multiple of 60');
  }
};

const hasNonAscii = (text: string): boolean => /[^ -~]/.test(text);

const isExtended = (text: string): boolean => {
  const kind = parseStat(text)?.kind;
  return kind !== undefined && !['sum', 'average', 'minimum', 'maximum', 'sample-count'].includes(kind);
};

const checkMetrics = (metrics: readonly MetricQueryProperties[], band: string | undefined): void => {
  const [stats, expressions] = [metrics.filter(({ MetricStat }) => MetricStat), metrics.filter(hasExpression)];
  if (stats.length > MOST_QUERIES) throw invalid(`Too many metrics in alarm, maximum is ${MOST_QUERIES}`);
  if (expressions.length > MOST_QUERIES) throw invalid(`Too many expressions in alarm, maximum is ${MOST_QUERIES}`);
  if (metrics.some((query) => query.MetricStat && hasExpression(query))) {
    throw new Refusal(
      'InvalidParameterCombinationException',
      'The parameters MetricDataQuery Expression and MetricStat are mutually exclusive and you have specified both.',
    );
  }
  if (metrics.some((query) => !query.MetricStat && !hasExpression(query))) throw invalid('Period must not be null');
  if (expressions.some(({ Expression = '' }) => /\bSEARCH\s*\(/i.test(Expression))) {
    throw invalid('SEARCH is not supported on Metric Alarms.');
  }
  for (const { MetricStat } of stats) {
    checkPeriod(MetricStat?.Period);
    if (parseStat(MetricStat?.Stat ?? '') === undefined) throw invalid('Invalid metrics list');
  }
  checkReturned(metrics, band);
};

const hasExpression = ({ Expression }: MetricQueryProperties): boolean => Expression !== undefined;

const checkOptions = (given: AlarmProperties): void => {
  const { EvaluateLowSampleCountPercentile: low, Statistic, Metrics, TreatMissingData: missing } = given;
  if (low !== undefined && !['evaluate', 'ignore'].includes(low)) {
    throw invalid(
      `Option ${String(low)} is not supported. Supported options for parameter EvaluateLowSampleCountPercentile are evaluate and ignore.`,
    );
  }
  if (low !== undefined && (Statistic !== undefined || Metrics !== undefined)) {
    const of = Statistic === undefined ? 'a list of Metrics' : `statistic ${Statistic}`;
    throw invalid(`Option evaluateLowSampleCountPercentile can not be applied with ${of}.`);
  }
  if (missing !== undefined && !['breaching', 'notBreaching', 'ignore', 'missing'].includes(missing)) {
    throw invalid(
      `Option ${String(missing)} is not supported. Supported options for parameter TreatMissingData are breaching, notBreaching, ignore and missing.`,
    );
  }
};
