import type { Deployment, EndpointName, Policy } from '../../lambdas/domain/policy.ts';
import { counted, makeBudget } from '../../lambdas/loop/budget.ts';
import { recalling } from '../../lambdas/loop/recall.ts';
import { step, type World } from '../../lambdas/loop/step.ts';
import { sweep } from '../../lambdas/loop/sweep.ts';
import type { Ports } from '../../lambdas/ports.ts';
import type { Time } from './time.ts';

/** As a function of Lambda with reserved concurrency: its events wait in one queue, and each container takes one at a time. */
export type Containers = {
  readonly invoke: (work: Policy | 'sweep') => void;
  readonly seen: { deferred: number; failed: number; dropped: number; longestRunMs: number; sweeps: number };
};

/** What the stack sets: how many containers there are, and how old an event may get. */
export const CONCURRENCY = 5;
export const MOST_AGE_MS = 5 * 60_000;

export const makeContainers = (deployment: Deployment, ports: Ports, time: Time): Containers => {
  const seen = { deferred: 0, failed: 0, dropped: 0, longestRunMs: 0, sweeps: 0 };
  const queue: { readonly work: Policy | 'sweep'; readonly since: number }[] = [];
  // The one that was idle longest is taken next: no two sweeps may count on one memory.
  const idle = Array.from({ length: CONCURRENCY }, () => makeWorld(deployment, ports, time));

  const run = async (world: World, work: Policy | 'sweep'): Promise<void> => {
    const start = time.now();
    try {
      if (work === 'sweep') await sweep(world);
      else if ((await step(world, work, 'alarm', true)).verdict === 'left') seen.deferred += 1;
    } catch {
      seen.failed += 1;
    }
    if (work === 'sweep') seen.sweeps += 1;
    seen.longestRunMs = Math.max(seen.longestRunMs, time.now() - start);
    idle.push(world);
    serve();
  };

  const serve = (): void => {
    while (queue.length > 0) {
      const world = idle.shift();
      const next = world && queue.shift();
      if (world === undefined || next === undefined) return;
      if (time.now() - next.since > MOST_AGE_MS) {
        seen.dropped += 1;
        idle.unshift(world);
      } else void run(world, next.work);
    }
  };

  return {
    seen,
    invoke: (work) => {
      queue.push({ work, since: time.now() });
      serve();
    },
  };
};

const makeWorld = (deployment: Deployment, ports: Ports, time: Time): World => {
  const callsPerSecond = deployment.limits?.callsPerSecond ?? 1;
  const budget = makeBudget(callsPerSecond, { clock: time.now, sleep: time.sleep });
  return {
    deployment,
    budget,
    lastLooks: new Map<EndpointName, number>(),
    ports: {
      ...ports,
      endpoints: counted(ports.endpoints, budget),
      ledger: recalling(ports.ledger, deployment, time.now),
    },
  };
};
