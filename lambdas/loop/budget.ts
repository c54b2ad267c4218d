import type { Instant } from '../domain/model.ts';
import type { Endpoints } from '../ports.ts';

/**
 * SageMaker throttles its control plane early, for the whole account: what this container asks of it is counted here.
 * Over a minute, so many calls a second; for a moment three times as many, since a sweep has only a part of its minute.
 */
export type Budget = {
  /** Waits at most so long for its turn; false: its turn would come later, and nothing is taken. */
  readonly take: (withinMs: number) => Promise<boolean>;
  /** A shift never waits for its turn: those after it do. */
  readonly owe: () => void;
  /** SageMaker has had enough: for some seconds nobody's turn comes. */
  readonly rest: () => void;
  /** How many turns come within so long. */
  readonly turnsWithin: (ms: number) => number;
  /** What is left of so long from now on, by this machine's own clock: no reply of AWS's sets it. */
  readonly countdown: (ms: number) => () => number;
};

export type BudgetPorts = { readonly clock: () => Instant; readonly sleep: (ms: number) => Promise<void> };

const MINUTE_S = 60;
const FOR_A_MOMENT = 3;
/** What one incident needs, no matter how slow the pace. */
const AT_ONCE = 5;
const REST_S = 3;

export const makeBudget = (callsPerSecond: number, { clock, sleep }: BudgetPorts): Budget => {
  const paces = [
    makePace({ perSecond: callsPerSecond, most: Math.max(AT_ONCE, callsPerSecond * MINUTE_S) }, clock()),
    makePace({ perSecond: callsPerSecond * FOR_A_MOMENT, most: Math.max(AT_ONCE, callsPerSecond) }, clock()),
  ];
  const spend = (count: number): void => {
    for (const pace of paces) pace.spend(count, clock());
  };
  return {
    take: async (withinMs) => {
      const wait = Math.max(...paces.map((pace) => pace.wait(clock())));
      if (wait > withinMs) return false;
      spend(1);
      if (wait > 0) await sleep(wait);
      return true;
    },
    owe: () => spend(1),
    rest: () => {
      for (const pace of paces) pace.empty(REST_S, clock());
    },
    turnsWithin: (ms) => Math.max(0, Math.floor(Math.min(...paces.map((pace) => pace.turns(ms, clock()))))),
    countdown: (ms) => {
      const ends = clock() + ms;
      return () => ends - clock();
    },
  };
};

type Pace = {
  readonly wait: (now: Instant) => number;
  readonly spend: (count: number, now: Instant) => void;
  readonly empty: (seconds: number, now: Instant) => void;
  readonly turns: (ms: number, now: Instant) => number;
};

/** A bucket of tokens. What waits has taken its token already, so that turns come in the order in which they were asked for. */
const makePace = ({ perSecond, most }: { perSecond: number; most: number }, start: Instant): Pace => {
  let tokens = most;
  let at = start;
  const fill = (now: Instant): void => {
    tokens = Math.min(most, tokens + (Math.max(0, now - at) / 1_000) * perSecond);
    at = now;
  };
  return {
    wait: (now) => {
      fill(now);
      return tokens >= 1 ? 0 : Math.ceil(((1 - tokens) / perSecond) * 1_000);
    },
    spend: (count, now) => {
      fill(now);
      tokens -= count;
    },
    empty: (seconds, now) => {
      fill(now);
      tokens = Math.min(tokens, -seconds * perSecond);
    },
    turns: (ms, now) => {
      fill(now);
      return tokens + (ms / 1_000) * perSecond;
    },
  };
};

/** A look that had no turn, or that SageMaker let not through. It is no failure: the sweep comes to it. */
export class OutOfTurn extends Error {
  override name = 'OutOfTurn';
}

/** The same endpoints, whose calls are counted. Whoever describes has had a turn. */
export const counted = (endpoints: Endpoints, budget: Budget): Endpoints => ({
  describe: async (endpoint) => {
    try {
      return await endpoints.describe(endpoint);
    } catch (error) {
      if (!(error instanceof Error && error.name === 'ThrottlingException')) throw error;
      budget.rest();
      throw new OutOfTurn(`SageMaker throttles DescribeEndpoint of ${endpoint}`, { cause: error });
    }
  },
  shift: (endpoint, to) => {
    budget.owe();
    return endpoints.shift(endpoint, to);
  },
});
