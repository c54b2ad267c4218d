/** How one variant answers. Ratios are shares of its requests, 0..1. */
export type Behaviour = {
  readonly errorRatio5xx: number;
  readonly errorRatio4xx: number;
  /** Answers of the container that are not 2xx. */
  readonly modelErrorRatio: number;
  /** Model latency; p99Ms is at least medianMs. */
  readonly medianMs: number;
  readonly p99Ms: number;
};

/** Of a variant of which nobody said anything. */
export const FAULTLESS: Behaviour = {
  errorRatio5xx: 0,
  errorRatio4xx: 0,
  modelErrorRatio: 0,
  medianMs: 60,
  p99Ms: 180,
};

export const refuseBehaviour = (where: string, behaviour: Behaviour): void => {
  const { errorRatio5xx, errorRatio4xx, modelErrorRatio, medianMs, p99Ms } = behaviour;
  for (const [name, ratio] of Object.entries({ errorRatio5xx, errorRatio4xx, modelErrorRatio })) {
    if (!(ratio >= 0 && ratio <= 1)) throw new Error(`${where}: ${name} is a share from 0 to 1, not ${ratio}`);
  }
  if (errorRatio5xx + errorRatio4xx > 1) throw new Error(`${where}: 5xx and 4xx together are more than all requests`);
  if (!(medianMs > 0 && p99Ms >= medianMs)) {
    throw new Error(`${where}: medianMs ${medianMs} must be above 0 and p99Ms ${p99Ms} not below it`);
  }
};
