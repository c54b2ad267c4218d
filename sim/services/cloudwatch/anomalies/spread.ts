/** How values are spread, in a form that can be added up: Welford's, by which large values lose no digits. */
export type Spread = {
  readonly count: number;
  readonly mean: number;
  /** Sum of the squared distances from the mean. */
  readonly squares: number;
  readonly least: number;
};

const NONE: Spread = { count: 0, mean: 0, squares: 0, least: Number.POSITIVE_INFINITY };

export const spreadOf = (values: readonly number[]): Spread =>
  together(values.map((value) => ({ count: 1, mean: value, squares: 0, least: value })));

/** By Chan's rule. */
export const together = (spreads: readonly Spread[]): Spread =>
  spreads.reduce((one, other) => {
    const count = one.count + other.count;
    if (count === 0) return NONE;
    const distance = other.mean - one.mean;
    return {
      count,
      mean: one.mean + (distance * other.count) / count,
      squares: one.squares + other.squares + (distance ** 2 * one.count * other.count) / count,
      least: Math.min(one.least, other.least),
    };
  }, NONE);

/** That of the whole, as metric math has it. */
export const deviationOf = ({ count, squares }: Spread): number => Math.sqrt(squares / count);
