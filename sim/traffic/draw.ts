import type { Random } from '../types.ts';

/** From the standard normal distribution; takes two draws. */
export const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** How many of things that happen `mean` times on average did happen. */
export const poisson = (mean: number, random: Random): number => {
  if (mean <= 0) return 0;
  if (mean > 50) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)));
  const floor = Math.exp(-mean);
  let count = 0;
  for (let product = random(); product > floor; product *= random()) count += 1;
  return count;
};

/** How many of `trials` came true, each with the same probability 0..1. */
export const binomial = (trials: number, probability: number, random: Random): number => {
  if (trials <= 0 || probability <= 0) return 0;
  if (probability >= 1) return trials;
  if (probability > 0.5) return trials - binomial(trials, 1 - probability, random);

  const mean = trials * probability;
  const variance = mean * (1 - probability);
  if (variance > 20) {
    return Math.min(trials, Math.max(0, Math.round(mean + Math.sqrt(variance) * normal(random))));
  }
  return rareBinomial(trials, probability, random());
};

/** In milliseconds, from the log-normal distribution with this median and 99th percentile. */
export const latency = (spread: { readonly medianMs: number; readonly p99Ms: number }, random: Random): number =>
  spread.medianMs * Math.exp((Math.log(spread.p99Ms / spread.medianMs) / NORMAL_P99) * normal(random));

/** 99 % of the standard normal distribution lie below this. */
const NORMAL_P99 = 2.3263478740408408;

/** Inverts the distribution function at `u`, from 0 up: quick, as the mean is small. */
const rareBinomial = (trials: number, probability: number, u: number): number => {
  const odds = probability / (1 - probability);
  let chance = (1 - probability) ** trials;
  let rest = u;
  let count = 0;
  while (rest > chance && count < trials) {
    rest -= chance;
    count += 1;
    chance *= (odds * (trials - count + 1)) / count;
  }
  return count;
};
