import { allTo, currentWeights } from '../../lambdas/domain/weights.ts';
import { ignored } from '../../lambdas/loop/account.ts';
import { step } from '../../lambdas/loop/step.ts';
import { sweep } from '../../lambdas/loop/sweep.ts';
import { type Automation, handling, shipped } from '../automation.ts';
import type { Planted } from './planted.ts';

/** Marks an event as done before it is: a retry of one that failed finds it done. */
const comparingIds = (): Automation['handle'] => {
  const done = new WeakMap<object, Set<string>>();
  return async (event, world, id) => {
    const seen = done.get(world.deployment) ?? new Set<string>();
    done.set(world.deployment, seen);
    if (seen.has(id)) return 'ignored';
    seen.add(id);
    return shipped.handle(event, world, id);
  };
};

/** The event says ALARM, so it must be so. */
const trusting: Automation['handle'] = handling({
  sweep,
  step: async (world, policy, why) => {
    if (why?.startsWith('alarm ') !== true) return step(world, policy, why);
    const fleet = await world.ports.endpoints.describe(policy.endpoint);
    if (fleet !== undefined)
      await world.ports.endpoints.shift(policy.endpoint, allTo(policy.stable, currentWeights(fleet)));
    return { verdict: 'nothing', account: ignored('trusted') };
  },
});

/** Bugs in what becomes of an event. */
export const HANDLES: readonly Planted[] = (
  [
    ['no sweep', handling({ step, sweep: async () => ignored('nothing to sweep') })],
    ['compares by event id', comparingIds()],
    ['trusts the event without reading', trusting],
    [
      'swallows what fails',
      async (event, world, id) => {
        try {
          return await shipped.handle(event, world, id);
        } catch {
          return 'acted';
        }
      },
    ],
    [
      'takes endpoint events for strangers',
      async (event, world, id) =>
        JSON.stringify(event).includes('aws.sagemaker') ? 'rejected' : shipped.handle(event, world, id),
    ],
  ] satisfies readonly (readonly [string, Automation['handle']])[]
).map(([name, handle]) => ({ name, automation: { handle } }));
