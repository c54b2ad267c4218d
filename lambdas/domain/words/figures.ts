import type { Instant, Weights } from '../model.ts';
import type { Guard } from '../policy.ts';
import { shareOf } from '../weights.ts';

/** `10.2 %`, `0.05 %`: two significant digits below one percent, one decimal above. */
export const percent = (ratio: number): string => {
  const hundredths = ratio * 100;
  const digits = hundredths !== 0 && Math.abs(hundredths) < 1 ? 2 : 1;
  return `${Number(hundredths.toFixed(digits))} %`;
};

export const amount = (guard: Guard, value: number): string =>
  guard.signal === 'latency' ? `${Math.round(value)} ms` : percent(value);

/** ` plus 2`: requests that a guard allows beside its share of them. */
export const plusWords = ({ plus = 0 }: Guard): string => (plus === 0 ? '' : ` plus ${plus}`);

/** `10:15:03 UTC`. */
export const clockTime = (at: Instant): string => `${new Date(at).toISOString().slice(11, 19)} UTC`;

/** `2026-01-05 10:15:03 UTC`: for what may lie on another day. */
export const dayTime = (at: Instant): string => `${new Date(at).toISOString().slice(0, 10)} ${clockTime(at)}`;

/** `stable 90 %, canary 10 %`. */
export const shares = (weights: Weights): string =>
  Object.keys(weights)
    .map((variant) => `${variant} ${percent(shareOf(variant, weights))}`)
    .join(', ');

/** `1,240`. */
export const figure = (count: number): string => count.toLocaleString('en-US');

const SIGNALS: Readonly<Record<Guard['signal'], string>> = {
  '5xx': 'server errors (5XX)',
  '4xx': 'client errors (4XX)',
  model: 'model errors',
  latency: 'latency',
  judge: 'errors',
};

/** `server errors (5XX)`, `p99 latency`, `slower than 300 ms`. */
export const measureName = ({ signal, percentile, compares }: Guard): string => {
  if (compares) return compares.of === 'slow' ? `slower than ${compares.slowerThanMs} ms` : SIGNALS[compares.of];
  return percentile === undefined ? SIGNALS[signal] : `p${percentile} ${SIGNALS[signal]}`;
};
