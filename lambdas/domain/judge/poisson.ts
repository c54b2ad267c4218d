/** So many come on average, independently of each other. */
export type Poisson = {
  /** Counts that may be, with how likely each is. */
  readonly counts: readonly Likely[];
  /** How likely it is that no more than so many come. */
  readonly atMost: (most: number) => number;
};

type Likely = { readonly count: number; readonly likely: number };

/** So many standard deviations off nothing ever comes. */
const DEVIATIONS = 12;

/** From the likeliest count on, the next one is likelier or less likely by the ratio of mean and count: no factorial is needed. */
export const poisson = (mean: number): Poisson => {
  const mode = Math.floor(mean);
  const reach = Math.ceil(DEVIATIONS * Math.sqrt(mean) + DEVIATIONS);
  const least = Math.max(0, mode - reach);
  const relative = [...below(mode, mean, least), { count: mode, likely: 1 }, ...above(mode, mean, mode + reach)];
  const total = relative.reduce((so, { likely }) => so + likely, 0);
  const counts = relative.map(({ count, likely }) => ({ count, likely: likely / total }));
  let sum = 0;
  const sums = counts.map(({ likely }) => {
    sum += likely;
    return sum;
  });
  return { counts, atMost: (most) => sums[Math.floor(most) - least] ?? (most < least ? 0 : 1) };
};

const above = (mode: number, mean: number, most: number): readonly Likely[] => {
  const found: Likely[] = [];
  for (let [count, likely] = [mode + 1, 1]; count <= most; count++) {
    likely *= mean / count;
    found.push({ count, likely });
  }
  return found;
};

const below = (mode: number, mean: number, least: number): readonly Likely[] => {
  const found: Likely[] = [];
  for (let [count, likely] = [mode - 1, 1]; count >= least; count--) {
    likely *= (count + 1) / mean;
    found.push({ count, likely });
  }
  return found.reverse();
};
