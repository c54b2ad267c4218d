import type { ShiftAnswer } from '../lambdas/domain/progress.ts';
import { type Account, LEFT, rejected } from '../lambdas/loop/account.ts';
import { step, type World } from '../lambdas/loop/step.ts';
import { sweep } from '../lambdas/loop/sweep.ts';
import { parseTrigger } from '../lambdas/loop/trigger.ts';
import type { Ports } from '../lambdas/ports.ts';
import { ACCOUNT } from './function/delivery.ts';
import type { Invocation } from './function/invocation.ts';
import type { Asking } from './function/ports-around.ts';
import type { Plan } from './plan/plan.ts';

/** What is played: the real one, or one with a bug planted in it. */
export type Automation = {
  /** What the function's handler does with an event. */
  readonly handle: (event: unknown, world: World, eventId: string) => Promise<Account['outcome']>;
  /** In the place of the ports that an invocation would get. */
  readonly ports?: (ports: Ports, tools: Tools) => Ports;
};

/** What a planted bug may do that a port does not let it. */
export type Tools = {
  readonly by: Invocation;
  readonly plan: Plan;
  readonly ask: (asking: Asking) => Promise<ShiftAnswer>;
  /** Forgets what this container could not write. */
  readonly forget: () => void;
};

export type Looks = { readonly step: typeof step; readonly sweep: typeof sweep };

/** As `lambdas/reconcile.ts` puts it together. */
export const handling =
  ({ step: stepOne, sweep: sweepAll }: Looks): Automation['handle'] =>
  async (event, world) => {
    const trigger = parseTrigger(event, world.deployment, ACCOUNT);
    if (trigger.kind === 'refused') return rejected(trigger.because).outcome;
    if (trigger.kind === 'probe') return 'ignored';
    if (trigger.kind === 'sweep') return (await sweepAll(world)).outcome;
    const { account } = await stepOne(world, trigger.policy, trigger.why, trigger.mayShift);
    if (account === LEFT.account) world.ports.log('left to the next sweep', { endpoints: 1 });
    return account.outcome;
  };

/** The loop and the domain that are shipped. */
export const shipped: Automation = { handle: handling({ step, sweep }) };
