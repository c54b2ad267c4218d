/** `red`: it cannot work as it is written. `unguarded`: it cannot in this account as it is. `warning`: it works badly. */
export type Severity = 'red' | 'unguarded' | 'warning';

type Known = { readonly severity: Severity; readonly means: string };

/** Every mistake that is found. docs/lint.md shows them. */
export const CODES = {
  'cannot-reach': { severity: 'red', means: 'its figure can never reach the threshold: it never fires' },
  'always-beyond': { severity: 'red', means: 'its figure is always beyond the threshold: it always fires' },
  'upside-down': { severity: 'red', means: 'it fires when all is well, and not when all is bad' },
  'unit-percent': { severity: 'red', means: 'the figure is in per cent, and the threshold reads like a share' },
  'unit-latency': {
    severity: 'red',
    means: 'the threshold is below a millisecond: seconds, or microseconds, are mixed up',
  },
  'period-not-allowed': { severity: 'red', means: 'CloudWatch takes 10, 20, 30 and multiples of 60 seconds' },
  'period-too-fine': {
    severity: 'red',
    means: 'the period is shorter than the metric is published: most periods are empty',
  },
  'more-than-periods': { severity: 'red', means: 'it asks for more bad periods than it looks at' },
  'window-too-long': { severity: 'red', means: 'CloudWatch looks back one day, or seven with periods of an hour' },
  'window-over-bake': { severity: 'red', means: 'a config counts as good before the guard could have fired' },
  'more-than-served': { severity: 'red', means: 'it asks for more requests than all of the stated traffic' },
  'drop-unseen': { severity: 'red', means: 'it is to see a drop, and takes no data at all for well' },
  'counts-all': { severity: 'red', means: 'SampleCount counts every response, and not those that failed' },
  'metric-elsewhere': { severity: 'red', means: 'SageMaker publishes the metric in another namespace' },
  'metric-unknown': { severity: 'red', means: 'SageMaker publishes no metric of that name there' },
  'dimensions-missing': {
    severity: 'red',
    means: 'SageMaker publishes the metric with other dimensions: this one has no data',
  },
  'unit-filter': { severity: 'red', means: 'it asks for a unit that the metric does not have: no data matches' },
  'variant-unknown': { severity: 'red', means: 'it watches a variant that there is not (case matters)' },
  'alarm-missing': { severity: 'unguarded', means: "a guard's alarm does not exist" },
  'alarm-changed': { severity: 'unguarded', means: "a guard's alarm is not as it was deployed" },
  'alarm-disabled': { severity: 'unguarded', means: 'its actions are disabled: it pages nobody' },
  'metric-absent': { severity: 'unguarded', means: 'CloudWatch has no such metric, though its variant serves' },
  'no-data': { severity: 'unguarded', means: 'the metric stopped, though its variant serves' },
  'no-state': { severity: 'unguarded', means: 'it has been INSUFFICIENT_DATA for an hour, though there is data' },
  'too-few-requests': { severity: 'unguarded', means: 'most minutes have fewer requests than it judges by' },
  'usual-beyond': { severity: 'warning', means: 'the usual figure is beyond the threshold already' },
  noise: { severity: 'warning', means: 'it would have fired every other day' },
  'never-near': { severity: 'warning', means: 'the threshold is a hundred times what was ever seen' },
  'by-the-minute': {
    severity: 'unguarded',
    means: 'it asks by the second, and its metrics come by the minute: it goes off late, or never',
  },
  'short-history': {
    severity: 'warning',
    means: 'it is held against what is usual, and its metric has data of less than a week',
  },
  'in-alarm': { severity: 'warning', means: 'it is in ALARM already: it cannot fire until it is OK' },
  'alarm-muted': { severity: 'warning', means: 'a mute rule holds its pages back now' },
  'latency-timeout': {
    severity: 'warning',
    means: 'only a stream can take longer than the 60 s that SageMaker gives a model',
  },
  'percentile-few-samples': { severity: 'warning', means: 'the percentile of so few requests is their slowest one' },
  'one-request': { severity: 'warning', means: 'one failed request alone makes it fire' },
  'one-of-few': {
    severity: 'warning',
    means: 'of the fewest requests that it judges by, one that fails is a bad period',
  },
  'only-if-all-fail': { severity: 'warning', means: 'it fires only where no request at all succeeds' },
  'sum-of-levels': { severity: 'warning', means: 'a sum of latencies or utilisations grows with the traffic' },
  'missing-sticks': { severity: 'warning', means: 'without traffic it stays in ALARM' },
  'missing-fires': { severity: 'warning', means: 'a variant without traffic makes it fire' },
  'no-variant': { severity: 'warning', means: 'several canaries, and it does not tell which one is bad' },
  'gross-looser': {
    severity: 'warning',
    means: 'one minute alone decides, on fewer requests than the guard of several minutes asks for',
  },
} as const satisfies Readonly<Record<string, Known>>;

export type Code = keyof typeof CODES;

/** What a rule says of one alarm. */
export type Said = { readonly code: Code; readonly what: string; readonly mend: string };

export type Finding = Said & {
  readonly severity: Severity;
  /** A name to search for. */
  readonly where: string;
  readonly endpoint?: string;
};

export const findingAt = (where: string, said: Said, endpoint?: string): Finding => ({
  severity: CODES[said.code].severity,
  where,
  ...(endpoint !== undefined && { endpoint }),
  ...said,
});
