import type { World } from '../world.ts';
import type { Scenario, Story } from './scenario.ts';

export type UsersView = {
  /** Requests of all users from the fault to the play's end. */
  readonly requests: number;
  /** Answers of the canary, since the fault, that failed or took longer than the latency guard allows. */
  readonly hurt: number;
  /** How many more it would have been by the play's end without the automation's shift: 0 where it shifted nothing. */
  readonly spared: number;
};

const NOBODY: UsersView = { requests: 0, hurt: 0, spared: 0 };

/** Counted from what the simulated users really got, not from metrics. */
export const usersView = (world: World, { endpoint, canaryShare }: Scenario, { faultAt, shifts }: Story): UsersView => {
  if (faultAt === null) return NOBODY;
  const since = world.traffic.counts(endpoint).filter(({ from }) => from >= faultAt);
  const sum = (counts: typeof since, of: (one: (typeof since)[number]) => number) =>
    counts.reduce((total, one) => total + of(one), 0);
  const canary = since.filter(({ variant }) => variant === 'canary');
  const requests = sum(since, (one) => one.requests);
  const served = sum(canary, (one) => one.requests);
  const hurt = sum(canary, (one) => one.errors5xx + one.slow);
  const wouldBe = served === 0 || shifts === 0 ? 0 : requests * canaryShare * (hurt / served);
  return { requests, hurt, spared: Math.max(0, Math.round(wouldBe - hurt)) };
};
