/** One statistic as CloudWatch names it: `Sum`, `Average`, `Minimum`, `Maximum`, `SampleCount` or `p0`…`p100`. */
export type Stat =
  | { readonly kind: 'sum' | 'average' | 'minimum' | 'maximum' | 'sample-count' }
  | { readonly kind: 'percentile' /** Above 0, up to 100. */; readonly percent: number };

/** How often each value occurred. Percentiles need the values, not their sum. */
export type Tally = ReadonlyMap<number, number>;

export const parseStat = (text: string): Stat | undefined => {
  const simple = SIMPLE[text];
  if (simple !== undefined) return { kind: simple };

  const percent = /^p(\d{1,2}(?:\.\d{1,10})?|100)$/.exec(text)?.[1];
  return percent === undefined ? undefined : { kind: 'percentile', percent: Number(percent) };
};

/** Of at least one value. */
export const statistic = (tally: Tally, stat: Stat): number => {
  switch (stat.kind) {
    case 'sum':
      return sum(tally);
    case 'average':
      return sum(tally) / sampleCount(tally);
    case 'minimum':
      return [...tally.keys()].reduce((least, value) => Math.min(least, value));
    case 'maximum':
      return [...tally.keys()].reduce((most, value) => Math.max(most, value));
    case 'sample-count':
      return sampleCount(tally);
    case 'percentile':
      return nearestRank(tally, stat.percent);
  }
};

export const sampleCount = (tally: Tally): number => [...tally.values()].reduce((total, count) => total + count, 0);

const SIMPLE: Readonly<Record<string, Exclude<Stat['kind'], 'percentile'>>> = {
  Sum: 'sum',
  Average: 'average',
  Minimum: 'minimum',
  Maximum: 'maximum',
  SampleCount: 'sample-count',
};

const sum = (tally: Tally): number => [...tally].reduce((total, [value, count]) => total + value * count, 0);

/** The smallest value that at least `percent` of the samples do not exceed. */
const nearestRank = (tally: Tally, percent: number): number => {
  const rank = Math.max(1, Math.ceil((percent / 100) * sampleCount(tally) - 1e-9));
  let seen = 0;
  for (const value of sortedValues(tally)) {
    seen += tally.get(value) ?? 0;
    if (seen >= rank) return value;
  }
  throw new Error('percentile of no samples');
};

/** Every alarm on a percentile looks at the same minutes again and again; sorting was most of their time. */
const sorted = new WeakMap<Tally, Float64Array>();

/** A tally only ever gains values, so the same number of them means the same values. */
const sortedValues = (tally: Tally): Float64Array => {
  const known = sorted.get(tally);
  if (known?.length === tally.size) return known;

  const values = Float64Array.from(tally.keys()).sort();
  sorted.set(tally, values);
  return values;
};
