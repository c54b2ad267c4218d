import { guardedBy } from './alarm-names.ts';
import type { Bounds } from './bounds.ts';
import { type Facts, numbersOf, textOf } from './facts.ts';

/** What the screen keeps of earlier lines, so that it shows what is new and leaves out what is not. */
export type Memory = {
  /** Epoch milliseconds of the fault; undefined before it. */
  zero: number | undefined;
  readonly stable: string;
  /** The endpoint that the opening names. */
  readonly subject: string | undefined;
  /** The endpoints that the story is about: the opening names one, others join when something happens to them. */
  readonly cast: Set<string>;
  /** Latest known weights, by endpoint. */
  readonly weights: Map<string, Readonly<Record<string, number>>>;
  readonly status: Map<string, string>;
  /** What the guards of an endpoint allow, as its alarms have said so far. */
  readonly bounds: Map<string, Bounds>;
  /** Stable's figures in the first minute that was seen, by endpoint. */
  readonly usual: Map<string, Bounds>;
  /** Whether anybody's change of weights came into force. */
  moved: boolean;
  /** Whether an endpoint config was to be brought back: then there is nothing to shift. */
  restored: boolean;
  /** First time that an alarm of the story went to ALARM. */
  breachAt: number | undefined;
  /** Alarms whose last change was not worth showing, so that the event of it is not either. */
  readonly muted: Set<string>;
  /** Whether an email of ours has been shown. */
  sawLetter: boolean;
  /** Latest decision that was shown, by endpoint. */
  readonly decided: Map<string, string>;
};

export const makeMemory = (endpoint: string | undefined, stable: string): Memory => ({
  zero: undefined,
  stable,
  subject: endpoint,
  cast: new Set(endpoint === undefined ? [] : [endpoint]),
  weights: new Map(),
  status: new Map(),
  bounds: new Map(),
  usual: new Map(),
  moved: false,
  restored: false,
  breachAt: undefined,
  muted: new Set(),
  sawLetter: false,
  decided: new Map(),
});

/** The gross guard of a signal allows more; the tighter one is what users were promised. */
export const learnBound = (memory: Memory, alarm: string, threshold: number | undefined): void => {
  const guarded = guardedBy(alarm);
  if (guarded === undefined || threshold === undefined) return;
  const { endpoint, guard } = guarded;
  const known = memory.bounds.get(endpoint) ?? {};
  if (guard.startsWith('errors-5xx'))
    memory.bounds.set(endpoint, { ...known, errors: Math.min(known.errors ?? threshold, threshold) });
  if (guard.startsWith('latency'))
    memory.bounds.set(endpoint, { ...known, p99Ms: Math.min(known.p99Ms ?? threshold, threshold) });
};

/** Answers whether the weights differ from those known before. */
export const learnWeights = (memory: Memory, facts: Facts): 'first' | 'same' | 'changed' => {
  const endpoint = textOf(facts, 'endpoint');
  const before = memory.weights.get(endpoint);
  const now = numbersOf(facts, 'weights');
  memory.weights.set(endpoint, now);
  if (before === undefined) return 'first';
  if (Object.keys(now).every((variant) => before[variant] === now[variant])) return 'same';
  memory.moved = true;
  return 'changed';
};

/** Stable first, then the others in the order in which they are told. */
export const stableFirst = <Item>(memory: Memory, items: readonly Item[], nameOf: (item: Item) => string): Item[] => [
  ...items.filter((item) => nameOf(item) === memory.stable),
  ...items.filter((item) => nameOf(item) !== memory.stable),
];
