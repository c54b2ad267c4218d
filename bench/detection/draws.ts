/** Numbers of a world, from draws in [0, 1). */
export type Draws = {
  readonly poisson: (mean: number) => number;
  readonly binomial: (trials: number, share: number) => number;
  /** Bad ones of so many, in clusters of so many on average. */
  readonly clustered: (trials: number, share: number, cluster: number) => number;
};

/** Above it a Poisson count is drawn from the normal distribution: numbers of requests, not of errors. */
const MANY = 60;

export const drawsOf = (draw: () => number): Draws => {
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());
  const poisson = (mean: number): number => {
    if (mean > MANY) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()));
    const limit = Math.exp(-mean);
    let count = 0;
    for (let product = draw(); product > limit; product *= draw()) count++;
    return count;
  };
  /** From one success to the next. */
  const gap = (logOfFailure: number): number => 1 + Math.floor(Math.log(1 - draw()) / logOfFailure);
  const binomial = (trials: number, share: number): number => {
    const logOfFailure = Math.log1p(-share);
    let count = 0;
    for (let at = gap(logOfFailure); at <= trials; at += gap(logOfFailure)) count++;
    return count;
  };
  const clustered = (trials: number, share: number, cluster: number): number => {
    const clusters = binomial(trials, share / cluster);
    let count = 0;
    for (let one = 0; one < clusters; one++) count += cluster === 1 ? 1 : gap(Math.log1p(-1 / cluster));
    return Math.min(count, trials);
  };
  return { poisson, binomial, clustered };
};
