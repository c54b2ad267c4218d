import { type Span, timeToDetect } from '../../../lambdas/domain/detection.ts';
import { kindOf } from '../../../lambdas/domain/guards/index.ts';
import { MINUTE, type Minute, SECOND } from '../../../lambdas/domain/model.ts';
import type { Guard, Policy } from '../../../lambdas/domain/policy.ts';
import { UNREAD } from '../../account/unread.ts';
import { duration } from '../../screen/figures.ts';
import { listed } from '../../shown/text.ts';
import { MINUTES_SEEN, type Now } from './now.ts';

/** Whether a variant's last minutes held the requests that a guard needs to judge by. */
export type Sight = {
  readonly variant: string;
  /** Whole minutes with enough requests, of `ofMinutes`. */
  readonly minutes: number;
  readonly ofMinutes: number;
  /** In its busiest minute. */
  readonly mostRequests: number;
};

/** Undefined: the metrics could not be read. */
export const sightOf = (guard: Guard, variant: string, { traffic }: Now): Sight | undefined => {
  if (traffic === 'unreadable') return undefined;
  const minutes: readonly Minute[] = traffic[variant] ?? [];
  return {
    variant,
    minutes: minutes.filter(({ requests }) => requests >= guard.minRequests).length,
    ofMinutes: MINUTES_SEEN,
    mostRequests: Math.max(0, ...minutes.map(({ requests }) => requests)),
  };
};

export const sightWords = ({ variant, minutes, ofMinutes, mostRequests }: Sight, guard: Guard): string => {
  if (!isOfRequests(guard)) return 'it judges by what it watches, whatever requests a variant has';
  const needed = `${guard.minRequests} requests a minute`;
  if (mostRequests === 0) return `${variant} had no requests in the last ${ofMinutes} minutes: the guard sees nothing`;
  if (minutes === 0)
    return `${variant} had at most ${mostRequests} of the ${needed} that it takes: the guard CANNOT break now`;
  if (minutes < ofMinutes)
    return `${variant} had the ${needed} that it takes in only ${minutes} of the last ${ofMinutes} minutes: the guard may be slow or miss a fault`;
  return `${variant} had the ${needed} that it takes in each of the last ${ofMinutes} minutes`;
};

const isOfRequests = (guard: Guard): boolean => kindOf(guard).reading(guard) !== undefined;

const DOES: Readonly<Record<Policy['mode'], (stable: string) => string>> = {
  observe: () => 'is told to on-call',
  recommend: (stable) => `asks on-call to send all traffic to ${stable}`,
  approve: (stable) => `asks on-call whether all traffic may go to ${stable}`,
  auto: (stable) => `sends all traffic to ${stable}`,
};

const RESTORES: Readonly<Record<Policy['mode'], string>> = {
  observe: 'is told to on-call',
  recommend: 'asks on-call to bring back the last endpoint config that served well',
  approve: 'asks on-call whether the last endpoint config that served well may come back',
  auto: 'brings back the last endpoint config that served well',
};

/** What a broken guard does, on each variant that it is on. */
export const roleWords = (policy: Policy, now: Now | undefined): string => {
  const { stable, canaries, mode, restore } = policy;
  if (restore !== undefined) return `broken on ${stable}, it ${RESTORES[mode]}`;
  const weightless = canaries.filter((canary) => hasNoTraffic(canary, now));
  const but = weightless.length === 0 ? '' : ` (not while ${listed(weightless)} has no traffic, as now)`;
  return `broken on ${listed(canaries)}, it ${DOES[mode](stable)}${but}; broken on ${stable}, it vetoes every shift`;
};

const hasNoTraffic = (variant: string, now: Now | undefined): boolean => {
  const fleet = now?.fleet;
  if (fleet === undefined || fleet === UNREAD) return false;
  return fleet.variants.some(({ name, desiredWeight }) => name === variant && desiredWeight === 0);
};

export const detectionWords = (guard: Guard): string => {
  if (guard.compares)
    return `after 3 to 5 min at the least; the fewer requests, or the smaller the difference, the later (docs/judge.md)`;
  if (guard.existing) return 'as soon as its own alarm goes off';
  return isOfRequests(guard) ? thresholdWords(guard) : `after ${spanWords(timeToDetect(guard, 'marginal'))}`;
};

const thresholdWords = (guard: Guard): string =>
  `after ${spanWords(timeToDetect(guard, 'gross'))} when every request ${isOfTime(guard) ? 'is too slow' : 'fails'}; ` +
  `after ${spanWords(timeToDetect(guard, 'marginal'))} just above the threshold`;

const isOfTime = ({ signal }: Guard): boolean => ['latency', 'overhead', 'slow'].includes(signal);

/** `1 to 4 min (typically 2 min 30 s)`, `up to 3 min (typically 1 min 50 s)`. */
export const spanWords = ({ least, typical, most }: Span): string =>
  `${inMinutes(least) === 0 ? 'up' : inMinutes(least)} to ${inMinutes(most)} min (typically ${duration(Math.round(typical / TEN_SECONDS) * TEN_SECONDS)})`;

/** Finer would promise more than is known. */
const TEN_SECONDS = 10 * SECOND;

const inMinutes = (ms: number): number => Math.round(ms / MINUTE);
