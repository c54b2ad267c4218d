import type { Counts } from '../traffic/tick.ts';
import type { Traffic } from '../traffic/traffic.ts';
import type { Health } from './health.ts';
import type { Scenario, Story } from './scenario.ts';

export type UsersView = {
  /** Requests of all users from the fault to the play's end. */
  readonly requests: number;
  /** Answers of a variant, while it was sick, that failed or took longer than the latency guard allows. */
  readonly hurt: number;
  /**
   * How many more it would have been by the play's end without the automation's shift: 0 where it shifted nothing, and
   * where stable is as sick as what it took the traffic from.
   */
  readonly spared: number;
};

const NOBODY: UsersView = { requests: 0, hurt: 0, spared: 0 };

type Lived = { readonly traffic: Pick<Traffic, 'counts'> };
type Played = Pick<Story, 'faultAt' | 'shifts'> & { readonly health: Pick<Health, 'isSick'> };

/** Counted from what the simulated users really got, not from metrics. */
export const usersView = (
  { traffic }: Lived,
  { endpoint, canaryShare }: Pick<Scenario, 'endpoint' | 'canaryShare'>,
  { faultAt, shifts, health }: Played,
): UsersView => {
  if (faultAt === null) return NOBODY;
  const since = traffic.counts(endpoint).filter(({ from }) => from >= faultAt);
  const sick = since.filter(({ variant, from }) => health.isSick(variant, from));
  return {
    requests: sum(since, ({ requests }) => requests),
    hurt: sum(sick, hurtBy),
    spared: shifts === 0 ? 0 : sparedBy(since, canaryShare, health),
  };
};

const hurtBy = ({ errors5xx, slow }: Counts): number => errors5xx + slow;

/** What went to a well stable instead of a sick canary, at the rate at which that canary hurts. */
const sparedBy = (since: readonly Counts[], canaryShare: number, { isSick }: Pick<Health, 'isSick'>): number => {
  const worse = since.filter(({ from }) => isSick('canary', from) && !isSick('stable', from));
  const canary = worse.filter(({ variant }) => variant === 'canary');
  const taken = new Map(canary.map(({ from, share }) => [from, Math.max(0, canaryShare - share)]));
  const moved = sum(worse, ({ from, requests }) => requests * (taken.get(from) ?? 0));
  const served = sum(canary, ({ requests }) => requests);
  return served === 0 ? 0 : Math.round((moved * sum(canary, hurtBy)) / served);
};

const sum = (counts: readonly Counts[], of: (one: Counts) => number): number =>
  counts.reduce((total, one) => total + of(one), 0);
