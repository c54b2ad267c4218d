import type { Datapoint, GetMetricStatisticsInput, GetMetricStatisticsOutput } from '@aws-sdk/client-cloudwatch';
import { type Instant, type Random, Refusal } from '../../types.ts';
import type { Metric, MetricStore } from './metric-store.ts';
import type { Span } from './metrics/series.ts';
import type { Tally } from './metrics/tally.ts';
import { isPeriod, startsIn } from './metrics/window.ts';
import { parseStat, type Stat, statistic } from './statistics.ts';

const MOST_DATAPOINTS = 1_440;

/** Where a request is answered. `shuffle` draws the order of the datapoints, which is documented to be none. */
export type Counter = { readonly store: MetricStore; readonly now: Instant; readonly shuffle: Random };

/** One datapoint per period and unit that has data, what is counted so far of the minute under way included. */
export const getMetricStatistics = (input: GetMetricStatisticsInput, at: Counter): GetMetricStatisticsOutput => {
  const { Period: period = 0, Namespace: namespace = '', MetricName: name = '', Dimensions = [] } = input;
  const span = spanOf(input);
  const stats = statsOf(input);
  const dimensions = Object.fromEntries(Dimensions.map(({ Name = '', Value = '' }) => [Name, Value]));
  const metric: Metric = { namespace, name, dimensions };
  const datapoints = startsIn(span, period, at.now).flatMap((from) => {
    const one = { from, to: from + period * 1000 };
    const units = input.Unit === undefined ? at.store.unitsIn(metric, one) : [input.Unit];
    return units.flatMap((unit) => {
      const tally = at.store.tallySoFar(metric, one, unit);
      return (tally && datapointOf(tally, stats, { from, unit })) ?? [];
    });
  });
  return { Label: name, Datapoints: shuffled(datapoints, at.shuffle) };
};

const spanOf = ({ StartTime, EndTime, Period = 0 }: GetMetricStatisticsInput): Span => {
  if (StartTime === undefined) throw missing('The parameter StartTime is required.');
  if (EndTime === undefined) throw missing('The parameter EndTime is required.');
  if (StartTime >= EndTime) throw invalid('The parameter StartTime must be less than the parameter EndTime.');
  const [from, to] = [StartTime.getTime(), EndTime.getTime()];
  const asked = Math.ceil((to - from) / (Period * 1000));
  if (asked > MOST_DATAPOINTS) {
    throw clash(
      `You have requested up to ${asked} datapoints, which exceeds the limit of ${MOST_DATAPOINTS}. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
    );
  }
  if (!isPeriod(Period)) throw invalid('The parameter Period must be 1, 5, 10, 20, 30 or a multiple of 60.');
  return { from, to };
};

const statsOf = ({ Statistics, ExtendedStatistics }: GetMetricStatisticsInput): readonly Stat[] => {
  if ((Statistics === undefined) === (ExtendedStatistics === undefined)) {
    throw clash('Must specify either Statistics or ExtendedStatistics');
  }
  return (Statistics ?? ExtendedStatistics ?? []).map((name) => {
    const stat = parseStat(name);
    if (stat !== undefined && (Statistics !== undefined || stat.kind === 'percentile')) return stat;
    throw invalid(`The value ${name} for parameter ExtendedStatistics is not supported.`);
  });
};

const invalid = (text: string): Refusal => new Refusal('InvalidParameterValueException', text);
const clash = (text: string): Refusal => new Refusal('InvalidParameterCombinationException', text);
const missing = (text: string): Refusal => new Refusal('MissingRequiredParameterException', text);

type Place = { readonly from: Instant; readonly unit: string };

/** Nothing where none of the statistics is known. */
const datapointOf = (tally: Tally, stats: readonly Stat[], { from, unit }: Place): Datapoint | undefined => {
  const values = stats.flatMap((stat) => {
    const value = statistic(tally, stat);
    return value === undefined ? [] : [{ stat, value }];
  });
  if (values.length === 0) return undefined;
  const plain = values.filter(({ stat }) => stat.kind !== 'percentile');
  const extended = values.filter(({ stat }) => stat.kind === 'percentile');
  return {
    Timestamp: new Date(from),
    ...Object.fromEntries(plain.map(({ stat, value }) => [stat.name, value])),
    ...(extended.length > 0 && {
      ExtendedStatistics: Object.fromEntries(extended.map(({ stat, value }) => [stat.name, value])),
    }),
    Unit: unit as NonNullable<Datapoint['Unit']>,
  };
};

const shuffled = (datapoints: readonly Datapoint[], draw: Random): Datapoint[] =>
  datapoints
    .map((datapoint) => ({ datapoint, place: draw() }))
    .sort((a, b) => a.place - b.place)
    .map(({ datapoint }) => datapoint);
