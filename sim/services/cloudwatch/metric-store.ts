import { COSTS } from '../../costs.ts';
import type { Instant, MetricRead, MetricSample } from '../../types.ts';
import { KEPT, MINUTE, makeSeries, put, read, type Series, type Span } from './metrics/series.ts';
import type { Tally } from './metrics/tally.ts';
import { parseStat, statistic } from './statistics.ts';

export { MINUTE, type Span } from './metrics/series.ts';

/** A metric is its namespace, name and dimensions, each compared case by case. */
export type Metric = {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
};

/** A metric as it is listed. */
export type ListedMetric = Metric & {
  /** When its first data point came, and the time of its newest one. */
  readonly firstPut: Instant;
  readonly newest: Instant;
};

export type MetricStore = {
  readonly put: (sample: MetricSample) => void;
  /**
   * What alarms see now of a metric: whole minutes, or whole seconds of high resolution, some time after they are over.
   * Undefined when there is nothing. Without a unit, the first unit that has data there: units do not add up.
   */
  readonly tally: (metric: Metric, span: Span, unit?: string) => Tally | undefined;
  /** The same, with what is counted so far of the minute under way. */
  readonly tallySoFar: MetricStore['tally'];
  /** The units that have data in a span, in alphabetical order. */
  readonly unitsIn: (metric: Metric, span: Span) => readonly string[];
  /** One statistic as alarms see it. Throws when there is no such statistic. */
  readonly read: (what: MetricRead) => number | undefined;
  readonly everSeen: (metric: Metric) => boolean;
  /** How many samples of a metric came long after their time: whoever keeps sums of old hours has to add up anew. */
  readonly late: (metric: Metric) => number;
  /** The dimensions under which metrics of this namespace and name were ever seen. */
  readonly dimensionsOf: (namespace: string, name: string) => readonly Metric['dimensions'][];
  /** All metrics, in the order in which they were seen first. */
  readonly all: () => readonly ListedMetric[];
};

/** How far back minutes can be seen, in ms. */
export const RETENTION = KEPT.minutes;

/** Samples of the hour under way come all the time. */
const LATE = 60 * MINUTE;

export const makeMetricStore = (now: () => Instant): MetricStore => {
  const book: Book = { entries: new Map(), known: new WeakMap() };
  const seen = (metric: Metric, span: Span, { unit, until }: View): Tally | undefined => {
    const entry = entryOf(book, metric);
    if (entry === undefined) return undefined;
    for (const series of entry.series) {
      const tally = unit === undefined || unit === series.unit ? read(series, span, until) : undefined;
      if (tally !== undefined) return tally;
    }
    return undefined;
  };
  const tally = (metric: Metric, span: Span, unit?: string) =>
    seen(metric, span, { unit, until: now() - COSTS.metricDelay });
  return {
    put: (sample) => record(book, sample, now()),
    tally,
    tallySoFar: (metric, span, unit) => seen(metric, span, { unit, until: Number.POSITIVE_INFINITY }),
    unitsIn: (metric, { from, to }) => {
      const minutes = { from: Math.floor(from / MINUTE) * MINUTE, to: Math.ceil(to / MINUTE) * MINUTE };
      return (entryOf(book, metric)?.series ?? [])
        .filter((series) => read(series, minutes, Number.POSITIVE_INFINITY) !== undefined)
        .map(({ unit }) => unit);
    },
    read: ({ stat: name, from, to, ...metric }) => {
      const stat = parseStat(name);
      if (stat === undefined) throw new Error(`"${name}" is no statistic`);
      const found = tally(metric, { from, to });
      return found && statistic(found, stat);
    },
    everSeen: (metric) => entryOf(book, metric) !== undefined,
    late: (metric) => entryOf(book, metric)?.late ?? 0,
    dimensionsOf: (namespace, name) =>
      [...book.entries.values()]
        .filter(({ metric }) => metric.namespace === namespace && metric.name === name)
        .map(({ metric }) => metric.dimensions),
    all: () => [...book.entries.values()].map(({ metric, firstPut, newest }) => ({ ...metric, firstPut, newest })),
  };
};

/** Data whose slots ended by `until`. */
type View = { readonly unit: string | undefined; readonly until: Instant };

type Entry = {
  readonly metric: Metric;
  readonly firstPut: Instant;
  newest: Instant;
  late: number;
  /** One for each unit, in alphabetical order: CloudWatch keeps units apart. */
  series: readonly Series[];
};
type Book = {
  readonly entries: Map<string, Entry>;
  /** Who asks for a metric asks again and again: the same object needs no key. */
  readonly known: WeakMap<Metric, Entry>;
};

/** Separated by what no name may hold. */
const keyOf = ({ namespace, name, dimensions }: Metric): string => {
  const names = Object.keys(dimensions).sort();
  return [namespace, name, ...names.flatMap((one) => [one, dimensions[one] ?? ''])].join('\u0000');
};

const entryOf = ({ entries, known }: Book, metric: Metric): Entry | undefined => {
  const entry = known.get(metric) ?? entries.get(keyOf(metric));
  if (entry !== undefined) known.set(metric, entry);
  return entry;
};

const record = ({ entries }: Book, sample: MetricSample, now: Instant): void => {
  const { namespace, name, dimensions, values, set, recorded, unit = 'None' } = sample;
  if (values.length === 0 && set === undefined && recorded === undefined) return;
  const key = keyOf(sample);
  const entry = entries.get(key) ?? entryFor({ namespace, name, dimensions }, now);
  const series = entry.series.find((one) => one.unit === unit) ?? addUnit(entry, unit);
  try {
    put(series, sample, now);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`metric ${namespace} ${name} ${JSON.stringify(dimensions)}: ${why}`, { cause });
  }
  entry.newest = Math.max(entry.newest, sample.at);
  if (sample.at < now - LATE) entry.late += 1;
  entries.set(key, entry);
};

const entryFor = (metric: Metric, firstPut: Instant): Entry => ({
  metric,
  firstPut,
  newest: Number.NEGATIVE_INFINITY,
  late: 0,
  series: [],
});

const addUnit = (entry: Entry, unit: string): Series => {
  const series = makeSeries(unit);
  entry.series = [...entry.series, series].sort((a, b) => (a.unit < b.unit ? -1 : 1));
  return series;
};
