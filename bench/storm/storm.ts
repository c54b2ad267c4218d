import type { EndpointName } from '../../lambdas/domain/policy.ts';
import { median, percentile } from '../statistics.ts';
import { makeAccount } from './account.ts';
import { makeContainers } from './containers.ts';
import { type Endpoint, isHealthy, makeDeployment, makeEndpoints } from './endpoints.ts';
import { makeTime } from './time.ts';

const MINUTE = 60_000;
const START = Date.UTC(2026, 0, 1, 10);

export type Storm = {
  /** Those that alarm. */
  readonly endpoints: number;
  /** Those that are guarded beside them, and well. */
  readonly healthy: number;
  readonly callsPerSecond: number;
  readonly minutes: number;
};

/** What became of it, in counts and in seconds of virtual time. */
export type Outcome = {
  readonly endpoints: number;
  readonly budget: number;
  /** Never looked at. */
  readonly lost: number;
  /** Canaries worse than their stable, and those of them that were shifted. */
  readonly worse: number;
  readonly shiftedWorse: number;
  /** Shifted, and proved within ten minutes that it helped. */
  readonly proved: number;
  /** Shifted although stable was hardly better: before there was a storm. */
  readonly shiftedShared: number;
  /** DescribeEndpoint of endpoints that are well, while one that is not had never been looked at. */
  readonly needless: number;
  /** From the alarm to the first look: the longest, half of them, and half of the largest tenth. */
  readonly longestWait: number;
  readonly medianWait: number;
  readonly medianWaitOfLargest: number;
  /** What SageMaker would take for all the calls that this needs, at its budget. */
  readonly leastTime: number;
  readonly calls: number;
  readonly throttled: number;
  readonly peak: number;
  readonly deferred: number;
  readonly dropped: number;
  readonly failed: number;
  readonly longestRun: number;
  readonly letters: number;
  /** Of them, those that say that nothing was shifted. */
  readonly heldLetters: number;
  /** Of them, those that tell of all at once. */
  readonly stormLetters: number;
};

export const playStorm = async ({ endpoints: count, healthy, callsPerSecond, minutes }: Storm): Promise<Outcome> => {
  await loadEverything();
  const time = makeTime(START);
  const deployment = makeDeployment(count + healthy, callsPerSecond);
  const endpoints = makeEndpoints(deployment, START, count);
  const account = makeAccount(endpoints, callsPerSecond, time);
  const containers = makeContainers(deployment, account.ports, time);
  const ill = [...endpoints.values()].filter((one) => !isHealthy(one));
  for (const one of ill) time.at(one.ill + 200, () => containers.invoke(one.policy));
  for (let minute = 0; minute < minutes; minute++)
    time.at(START + minute * MINUTE + 30_000, () => containers.invoke('sweep'));
  await time.runUntil(START + minutes * MINUTE);
  return { ...outcomeOf(endpoints, account, callsPerSecond), ...seenBy(containers.seen) };
};

/** What the loop loads on its way takes real time, in which no virtual time may pass. */
const loadEverything = () =>
  Promise.all([
    import('../../lambdas/domain/exposure.ts'),
    import('../../lambdas/domain/words/incident-letter.ts'),
    import('../../lambdas/domain/words/storm-letter.ts'),
    import('../../lambdas/loop/compare.ts'),
    import('../../lambdas/loop/prepare.ts'),
  ]);

const seenBy = ({ deferred, dropped, failed, longestRunMs }: ReturnType<typeof makeContainers>['seen']) => ({
  deferred,
  dropped,
  failed,
  longestRun: longestRunMs / 1_000,
});

/** By its headline. */
export const isHeld = (headline: string): boolean => headline.startsWith('NOT rolled back');

export const isOfStorm = (headline: string): boolean => headline.startsWith('STORM');

const outcomeOf = (
  endpoints: ReadonlyMap<EndpointName, Endpoint>,
  { asked, opened, heads, letters }: ReturnType<typeof makeAccount>,
  budget: number,
) => {
  const all = [...endpoints.values()].filter((one) => !isHealthy(one));
  const waitOf = ({ policy, ill }: Endpoint): number => ((opened.get(policy.endpoint) ?? Number.NaN) - ill) / 1_000;
  const looked = all.filter(({ policy }) => opened.has(policy.endpoint));
  const largest = looked.toSorted((one, other) => other.requests - one.requests).slice(0, Math.ceil(all.length / 10));
  const waits = looked.map(waitOf);
  const worse = all.filter(({ isWorse }) => isWorse);
  const isShifted = ({ askedAt }: Endpoint): boolean => askedAt !== undefined;
  return {
    endpoints: all.length,
    budget,
    lost: all.length - looked.length,
    worse: worse.length,
    shiftedWorse: worse.filter(isShifted).length,
    proved: [...heads.values()].filter(({ incident }) => incident.ending?.because === 'proved').length,
    shiftedShared: all.filter((one) => !one.isWorse && isShifted(one)).length,
    longestWait: percentile(waits, 1),
    medianWait: median(waits),
    medianWaitOfLargest: median(largest.map(waitOf)),
    leastTime: (all.length + worse.length) / budget,
    calls: asked.describes + asked.shifts,
    throttled: asked.throttled,
    peak: asked.peak,
    needless: asked.needless,
    letters: letters.length,
    heldLetters: letters.filter(isHeld).length,
    stormLetters: letters.filter(isOfStorm).length,
  };
};
