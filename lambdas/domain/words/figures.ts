import type { Instant, Weights } from '../model.ts';
import type { ErrorSignal, Guard } from '../policy.ts';
import { shareOf } from '../weights.ts';

/** `10.2 %`, `0.05 %`: two significant digits below one percent, one decimal above. */
export const percent = (ratio: number): string => {
  const hundredths = ratio * 100;
  const digits = hundredths !== 0 && Math.abs(hundredths) < 1 ? 2 : 1;
  return `${Number(hundredths.toFixed(digits))} %`;
};

/** What a person reads of one guard's figure. */
type Wording = {
  /** `server errors (5XX)`, `p99 latency`. */
  readonly name: (guard: Guard) => string;
  readonly amount: (value: number, guard: Guard) => string;
  /** `10.2 % of 595 requests`, `800 ms over 595 requests`. */
  readonly joins: 'of' | 'over';
};

/** `0.3128`, `12.5 EUR`: four significant digits. */
const plain = (value: number, { metric }: Guard): string =>
  [String(Number(value.toPrecision(4))), ...(metric?.unit === undefined ? [] : [metric.unit])].join(' ');

/** `2.1 times stable's`; else as it is. */
const multiple = (value: number, guard: Guard): string =>
  guard.timesOf === undefined ? plain(value, guard) : `${Number(value.toPrecision(2))} times ${guard.timesOf}'s`;

/** `0.031, 2.1 times stable's 0.015`. */
export const multipleOf = (guard: Guard, value: number, beside: number): string =>
  `${plain(value * beside, guard)}, ${multiple(value, guard)} ${plain(beside, guard)}`;

/** ` against 0.31 at training`: of a guard that was made of it. */
export const trainingWords = (guard: Guard): string =>
  guard.atTraining === undefined ? '' : ` against ${plain(guard.atTraining, guard)} at training`;

const SHARES: Readonly<Record<ErrorSignal, string>> = {
  '5xx': 'server errors (5XX)',
  '4xx': 'client errors (4XX)',
  model: 'model errors',
};

const share = (signal: ErrorSignal): Wording => ({ name: () => SHARES[signal], amount: percent, joins: 'of' });

const time = (what: string): Wording => ({
  name: ({ percentile }) => `p${percentile} ${what}`,
  amount: (value) => `${Math.round(value)} ms`,
  joins: 'over',
});

/** Leaving one out is a compile error. */
const WORDINGS: Readonly<Record<Guard['signal'], Wording>> = {
  '5xx': share('5xx'),
  '4xx': share('4xx'),
  model: share('model'),
  slow: { name: ({ slowerThanMs }) => `slower than ${slowerThanMs} ms`, amount: percent, joins: 'of' },
  latency: time('latency'),
  overhead: time('overhead latency'),
  judge: {
    name: ({ compares }) => {
      if (compares === undefined) return 'errors';
      return compares.of === 'slow' ? `slower than ${compares.slowerThanMs} ms` : SHARES[compares.of];
    },
    amount: percent,
    joins: 'of',
  },
  traffic: { name: () => 'requests a minute', amount: (value) => figure(value), joins: 'over' },
  metric: {
    name: ({ id, metric }) => (metric ? `${metric.name} (${metric.stat})` : id),
    amount: multiple,
    joins: 'over',
  },
  alarm: { name: ({ id, existing }) => `alarm ${existing?.name ?? id}`, amount: plain, joins: 'over' },
};

export const amount = (guard: Guard, value: number): string => WORDINGS[guard.signal].amount(value, guard);

export const joinsRequests = (guard: Guard): string => WORDINGS[guard.signal].joins;

/** `allowed 2 %`, `at least 0.8 promised`; against the line of a band, `usually at least 31`. */
export const boundWords = (guard: Guard, threshold: number, line?: number): string => {
  if (guard.anomalyBand) return lineWords(guard, line);
  return guard.below === undefined
    ? `allowed ${amount(guard, threshold)}${plusWords(guard)}`
    : `at least ${amount(guard, threshold)} promised`;
};

/** `usually at least 31`: in the metric's own unit, of which nobody can think in standard deviations. */
export const lineWords = (guard: Guard, line: number | undefined): string => {
  const [way, least] = guard.below === undefined ? ['above', 'at most'] : ['below', 'at least'];
  return line === undefined ? `${way} what is usual` : `usually ${least} ${amount(guard, line)}`;
};

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

/** `server errors (5XX)`, `p99 latency`, `slower than 300 ms`, `f1 (Average)`. */
export const measureName = (guard: Guard): string => WORDINGS[guard.signal].name(guard);
