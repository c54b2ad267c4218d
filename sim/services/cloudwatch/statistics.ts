import { percentileRank, type Range, trimmed, valueAt, winsorizedMean } from './metrics/distribution.ts';
import { samplesIn, type Tally } from './metrics/tally.ts';

/** `Sum`, `p99`, `tm90`, `TM(10%:90%)`, `PR(:300)`, `IQM`: one statistic as CloudWatch names it. */
export type Stat = { /** As it was written. */ readonly name: string } & (
  | { readonly kind: 'sum' | 'average' | 'minimum' | 'maximum' | 'sample-count' }
  | { readonly kind: 'percentile' /** 0 to 100. */; readonly percent: number }
  | { readonly kind: 'trimmed-mean' | 'trimmed-count' | 'trimmed-sum' | 'winsorized-mean'; readonly range: Range }
  | { readonly kind: 'percentile-rank'; readonly range: Range }
);

/** Undefined: no statistic of CloudWatch. */
export const parseStat = (text: string): Stat | undefined => {
  const known = parsed.get(text);
  if (known !== undefined || parsed.has(text)) return known;
  const stat = parse(text);
  parsed.set(text, stat);
  return stat;
};

/** Undefined where it cannot be told: there is no datapoint then. */
export const statistic = (tally: Tally, stat: Stat): number | undefined => {
  if (tally.recorded !== undefined) return recordedAs(tally.recorded, stat);
  switch (stat.kind) {
    case 'sum':
      return tally.sum;
    case 'average':
      return tally.sum / tally.count;
    case 'minimum':
      return tally.minimum;
    case 'maximum':
      return tally.maximum;
    case 'sample-count':
      return tally.count;
    default:
      return ofDistribution(tally, stat);
  }
};

/** Undefined where somebody else recorded statistics, but not how many samples they are of. */
export const sampleCount = (tally: Tally): number | undefined =>
  tally.recorded === undefined ? tally.count : tally.recorded['SampleCount'];

/** The names are few, and the same ones are asked for at every call. */
const parsed = new Map<string, Stat | undefined>();

const SIMPLE: Readonly<Record<string, 'sum' | 'average' | 'minimum' | 'maximum' | 'sample-count'>> = {
  Sum: 'sum',
  Average: 'average',
  Minimum: 'minimum',
  Maximum: 'maximum',
  SampleCount: 'sample-count',
};

const TRIMMED: Readonly<Record<string, 'trimmed-mean' | 'trimmed-count' | 'trimmed-sum' | 'winsorized-mean'>> = {
  tm: 'trimmed-mean',
  tc: 'trimmed-count',
  ts: 'trimmed-sum',
  wm: 'winsorized-mean',
};

/** Lower case takes one percentage, upper case a range in parentheses. */
const parse = (name: string): Stat | undefined => {
  const simple = Object.hasOwn(SIMPLE, name) ? SIMPLE[name] : undefined;
  if (simple !== undefined) return { name, kind: simple };
  if (name === 'IQM') return { name, kind: 'trimmed-mean', range: { by: 'percent', from: 25, to: 75 } };

  const [, short = '', number = ''] = /^(p|tm|tc|ts|wm)(\d{1,3}(?:\.\d{1,10})?)$/.exec(name) ?? [];
  if (short !== '') return ofPercent(name, { short, percent: Number(number) });

  const [, long = '', bounds = ''] = /^(TM|TC|TS|WM|PR)\((.*)\)$/.exec(name) ?? [];
  const range = rangeOf(bounds);
  if (range === undefined) return undefined;
  if (long === 'PR') return range.by === 'value' ? { name, kind: 'percentile-rank', range } : undefined;
  const kind = TRIMMED[long.toLowerCase()];
  return kind && { name, kind, range };
};

type Percent = { readonly short: string; readonly percent: number };

const ofPercent = (name: string, { short, percent }: Percent): Stat | undefined => {
  if (percent > 100) return undefined;
  const kind = TRIMMED[short];
  if (kind === undefined) return { name, kind: 'percentile', percent };
  return percent === 0 ? undefined : { name, kind, range: { by: 'percent', from: undefined, to: percent } };
};

const rangeOf = (text: string): Range | undefined => {
  const number = String.raw`(\d+(?:\.\d{1,10})?)`;
  const percents = new RegExp(`^(?:${number}%)?:(?:${number}%)?$`).exec(text);
  const found = percents ?? new RegExp(`^${number}?:${number}?$`).exec(text);
  const [from, to] = [found?.[1], found?.[2]].map((bound) => (bound === undefined ? undefined : Number(bound)));
  if (from === undefined && to === undefined) return undefined;
  if (from !== undefined && to !== undefined && from >= to) return undefined;
  if (percents === null) return { by: 'value', from, to };
  return (from ?? 0) >= 100 || (to ?? 100) > 100 || to === 0 ? undefined : { by: 'percent', from, to };
};

/** Statistics of the distribution are not there for metrics with a negative value. */
const ofDistribution = (tally: Tally, stat: Stat): number | undefined => {
  const samples = tally.minimum < 0 ? undefined : samplesIn(tally);
  if (samples === undefined) return undefined;
  switch (stat.kind) {
    case 'percentile':
      return valueAt(samples, stat.percent);
    case 'percentile-rank':
      return percentileRank(samples, stat.range);
    case 'winsorized-mean':
      return winsorizedMean(samples, stat.range);
    case 'trimmed-count':
      return trimmed(samples, stat.range).count;
    case 'trimmed-sum':
      return trimmed(samples, stat.range).sum;
    case 'trimmed-mean': {
      const { count, sum } = trimmed(samples, stat.range);
      return count === 0 ? undefined : sum / count;
    }
    default:
      return undefined;
  }
};

/** What was recorded, and what follows from it: an average is the sum by the number of samples. */
const recordedAs = (recorded: Readonly<Record<string, number>>, stat: Stat): number | undefined => {
  const known = recorded[stat.name];
  if (known !== undefined || stat.kind !== 'average') return known;
  const { Sum, SampleCount } = recorded;
  return Sum === undefined || SampleCount === undefined || SampleCount === 0 ? undefined : Sum / SampleCount;
};
