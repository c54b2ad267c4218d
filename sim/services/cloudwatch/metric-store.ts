import { COSTS } from '../../costs.ts';
import type { Instant, MetricSample } from '../../types.ts';
import type { Tally } from './statistics.ts';

/** A metric is its namespace, name and dimensions, each compared case by case. */
export type Metric = {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
};

/** From `from`, up to but not including `to`. */
export type Span = { readonly from: Instant; readonly to: Instant };

export type MetricStore = {
  readonly put: (sample: MetricSample) => void;
  /** What can be seen now of a metric in whole minutes; undefined when there is nothing. */
  readonly tally: (metric: Metric, span: Span, unit?: string) => Tally | undefined;
  /** The same, with what is counted so far of the minute under way. */
  readonly tallySoFar: MetricStore['tally'];
  /** End of the newest minute whose datapoints can be seen. */
  readonly visibleUntil: () => Instant;
  readonly everSeen: (metric: Metric) => boolean;
  /** The dimensions under which metrics of this namespace and name were ever seen. */
  readonly dimensionsOf: (namespace: string, name: string) => readonly Metric['dimensions'][];
};

export const MINUTE = 60_000;
/** Longer than any window that an alarm of ours may look at. */
export const RETENTION = 3 * 60 * MINUTE;

export const makeMetricStore = (now: () => Instant): MetricStore => {
  const allSeries = new Map<string, Series>();
  const visibleUntil = () => minuteOf(now() - COSTS.metricDelay);
  const known = (metric: Metric, unit: string | undefined): Series | undefined => {
    const series = allSeries.get(keyOf(metric));
    return unit === undefined || unit === series?.unit ? series : undefined;
  };
  return {
    put: (sample) => {
      const series = seriesOf(allSeries, sample);
      record(series, sample);
      forget(series, now() - RETENTION);
    },
    tally: (metric, { from, to }, unit) => {
      const series = known(metric, unit);
      return series && merged(series, { from, to: Math.min(to, visibleUntil()) });
    },
    tallySoFar: (metric, span, unit) => {
      const series = known(metric, unit);
      return series && merged(series, span);
    },
    visibleUntil,
    everSeen: (metric) => allSeries.has(keyOf(metric)),
    dimensionsOf: (namespace, name) =>
      [...allSeries.values()]
        .filter(({ metric }) => metric.namespace === namespace && metric.name === name)
        .map(({ metric }) => metric.dimensions),
  };
};

type Series = {
  readonly metric: Metric;
  readonly unit: string | undefined;
  readonly minutes: Map<Instant, Map<number, number>>;
};

const minuteOf = (time: Instant): Instant => Math.floor(time / MINUTE) * MINUTE;

const keyOf = ({ namespace, name, dimensions }: Metric): string =>
  JSON.stringify([namespace, name, Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1))]);

const seriesOf = (all: Map<string, Series>, sample: MetricSample): Series => {
  const key = keyOf(sample);
  const { namespace, name, dimensions, unit } = sample;
  const series = all.get(key) ?? { metric: { namespace, name, dimensions }, unit, minutes: new Map() };
  if (series.unit !== unit) {
    throw new Error(`metric ${key} comes in ${unit ?? 'no unit'}, and came in ${series.unit ?? 'no unit'} before`);
  }
  all.set(key, series);
  return series;
};

const record = ({ metric, minutes }: Series, sample: MetricSample): void => {
  const minute = minuteOf(sample.at);
  const tally = minutes.get(minute) ?? new Map<number, number>();
  for (const [value, count] of sample.values) {
    if (!Number.isFinite(value) || !(count > 0)) {
      throw new Error(`metric ${keyOf(metric)}: ${count} times the value ${value} is no sample`);
    }
    tally.set(value, (tally.get(value) ?? 0) + count);
  }
  if (tally.size > 0) minutes.set(minute, tally);
};

const forget = ({ minutes }: Series, before: Instant): void => {
  for (const minute of minutes.keys()) if (minute < before) minutes.delete(minute);
};

const merged = ({ minutes }: Series, { from, to }: Span): Tally | undefined => {
  if (to - from === MINUTE) return minutes.get(from);
  const all = new Map<number, number>();
  for (let minute = from; minute + MINUTE <= to; minute += MINUTE) {
    for (const [value, count] of minutes.get(minute) ?? []) all.set(value, (all.get(value) ?? 0) + count);
  }
  return all.size === 0 ? undefined : all;
};
