import type { Guard } from '../policy.ts';
import { DEFAULT_SETTINGS, type Settings } from './measure.ts';
import { poisson } from './poisson.ts';
import { minutesOf } from './ratio.ts';

/** What an endpoint serves. */
export type Load = {
  /** Of both variants together. */
  readonly requestsPerMinute: number;
  /** The canary's part of them, 0..1. */
  readonly canaryShare: number;
  /** Share of stable's requests that are bad. */
  readonly bad: number;
  /** How much errors cluster; 1: they do not. */
  readonly dispersion: number;
};

/** Share of the canary's requests that are bad while the fault lasts. */
export type CanaryFault = { readonly bad: number };

/** Whole minutes of data that the judge is expected to take; infinite for what is too small to act on. */
export const minutesToDetect = (
  { requestsPerMinute, canaryShare, bad, dispersion }: Load,
  fault: CanaryFault,
  settings: Settings = DEFAULT_SETTINGS,
): number => {
  if (fault.bad - bad < settings.smallest) return Number.POSITIVE_INFINITY;
  const canary = requestsPerMinute * canaryShare;
  const stable = requestsPerMinute - canary;
  const minute = {
    canary: { requests: canary, bad: canary * fault.bad },
    stable: { requests: stable, bad: stable * bad },
  };
  return Math.ceil(minutesOf(minute, settings, dispersion));
};

/** Minutes of data that a static guard, M minutes of N, is expected to take; infinite where it never sees it. */
export const minutesToBreach = (guard: Guard, canaryRequestsPerMinute: number, fault: CanaryFault): number => {
  const breaching = shareOfBreaches(guard, canaryRequestsPerMinute, fault.bad);
  return breaching < NEVER ? Number.POSITIVE_INFINITY : expectedMinutes(breaching, guard);
};

/** A minute of such a share comes less often than once in a thousand years. */
const NEVER = 1e-9;

/**
 * Share of minutes that are above the guard's threshold. Bad and good requests come independently of each other: the minute
 * is above it if the good ones are too few for the bad ones, less those that are allowed beside it. A latency guard's are those slower than it allows.
 */
export const shareOfBreaches = (
  { above = Number.NaN, percentile, minRequests, plus = 0 }: Guard,
  requestsPerMinute: number,
  bad: number,
): number => {
  const threshold = percentile === undefined ? above : 1 - percentile / 100;
  const good = poisson(requestsPerMinute * (1 - bad));
  return poisson(requestsPerMinute * bad).counts.reduce((so, { count, likely }) => {
    const tooFew = Math.ceil((count - plus) / threshold - count - ROUNDING) - 1;
    const belowMinimum = Math.max(0, minRequests - count) - 1;
    return so + likely * Math.max(0, good.atMost(tooFew) - good.atMost(belowMinimum));
  }, 0);
};

const ROUNDING = 1e-9;

/** Of the chain whose states are which of the last N - 1 minutes breached. */
const expectedMinutes = (breaching: number, { breachingPeriods, outOfPeriods }: Guard): number => {
  let states = new Map([[0, 1]]);
  let [minutes, waiting, before] = [0, 1, 1];
  for (let minute = 0; minute < ENOUGH * outOfPeriods && waiting > 0; minute++) {
    minutes += waiting;
    states = nextStates(states, breaching, breachingPeriods, outOfPeriods);
    before = waiting;
    waiting = [...states.values()].reduce((so, one) => so + one, 0);
  }
  return minutes + waiting / (1 - waiting / before);
};
/** After so many times N minutes the share of those that still wait shrinks evenly, and the rest is a geometric sum. */
const ENOUGH = 50;

const nextStates = (
  states: ReadonlyMap<number, number>,
  breaching: number,
  most: number,
  of: number,
): Map<number, number> => {
  const next = new Map<number, number>();
  const add = (state: number, likely: number) => next.set(state, (next.get(state) ?? 0) + likely);
  const kept = 2 ** (of - 1) - 1;
  for (const [state, likely] of states) {
    add((state << 1) & kept, likely * (1 - breaching));
    if (ones(state) + 1 < most) add(((state << 1) | 1) & kept, likely * breaching);
  }
  return next;
};

const ones = (bits: number): number => bits.toString(2).replaceAll('0', '').length;
