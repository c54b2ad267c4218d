/** One statistic of one metric that a guard of the endpoint watches. */
export type Wanted = {
  /** Empty: the metric names none. */
  readonly variant: string;
  readonly namespace: string;
  readonly metric: string;
  /** As CloudWatch names it: `Sum`, `p99`. */
  readonly stat: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** What a column is called by, where the metric's own name may be another's too. */
  readonly called?: string;
};

export const wordFor = ({ metric, called = metric }: Pick<Wanted, 'metric' | 'called'>): string => called;

/** As a column would be called. */
export const nameOf = (wanted: Pick<Wanted, 'variant' | 'metric' | 'stat' | 'called'>): string =>
  [wanted.variant, wordFor(wanted), wanted.stat].filter((word) => word !== '').join(' ');
