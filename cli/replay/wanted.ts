/** One statistic of one metric that a guard of the endpoint watches. */
export type Wanted = {
  readonly variant: string;
  readonly namespace: string;
  readonly metric: string;
  /** As CloudWatch names it: `Sum`, `p99`. */
  readonly stat: string;
  readonly dimensions: Readonly<Record<string, string>>;
};

/** As a column would be called. */
export const nameOf = ({ variant, metric, stat }: Pick<Wanted, 'variant' | 'metric' | 'stat'>): string =>
  `${variant} ${metric} ${stat}`;
