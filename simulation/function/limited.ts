import type { Instant } from '../../lambdas/domain/model.ts';
import type { Deployment } from '../../lambdas/domain/policy.ts';
import { type Budget, counted, makeBudget } from '../../lambdas/loop/budget.ts';
import { recalling } from '../../lambdas/loop/recall.ts';
import type { World } from '../../lambdas/loop/step.ts';
import type { Ledger, Ports } from '../../lambdas/ports.ts';
import type { Around } from '../aws/around.ts';
import type { Container, Invocation } from './invocation.ts';
import { makeOncalls } from './oncall.ts';

/** What a container of a deployment with limits keeps from one invocation to the next. */
type Kept = { readonly budget: Budget; readonly ledger: Ledger; readonly through: Through };
type Through = { ports: Ports; by: Invocation };

export type LimitedAround = Pick<Around, 'clock'> & { readonly deployment: Deployment; readonly wake: () => void };

/** Puts the loop's world together as `lambdas/reconcile.ts` does: a budget of calls, and heads that are recalled. */
export const makeWorlds = ({ clock, deployment, wake }: LimitedAround): ((ports: Ports, by: Invocation) => World) => {
  const { limits } = deployment;
  const kept = new WeakMap<Container, Kept>();
  const oncallOf = makeOncalls();
  const sleep = (ms: number, by: Invocation): Promise<void> =>
    new Promise((resolve) => {
      clock.after(ms, 'turn', () => {
        // In a process that hangs nobody's turn comes.
        if (by.isHung) return;
        wake();
        resolve();
      });
    });
  const keep = (through: Through, callsPerSecond: number): Kept => {
    const { time } = through.by.container;
    const now = (): Instant => through.ports.clock();
    return {
      budget: makeBudget(callsPerSecond, { clock: time.local, sleep: (ms) => sleep(ms, through.by) }),
      ledger: recalling(
        delegating(() => through.ports.ledger),
        deployment,
        now,
      ),
      through,
    };
  };
  return (asked, by) => {
    const { container } = by;
    const ports = { ...asked, oncall: oncallOf(asked, container) };
    const world = { ports, deployment, lastLooks: container.lastLooks };
    if (limits === undefined) return world;
    const own = kept.get(container) ?? keep({ ports, by }, limits.callsPerSecond);
    Object.assign(own.through, { ports, by });
    kept.set(container, own);
    const { budget, ledger } = own;
    return { ...world, budget, ports: { ...ports, ledger, endpoints: counted(ports.endpoints, budget) } };
  };
};

/** A container works at one invocation at a time: what it keeps speaks through the ports of that one. */
const delegating = (current: () => Ledger): Ledger => ({
  head: (...asked) => current().head(...asked),
  heads: (...asked) => current().heads(...asked),
  unwritten: () => current().unwritten(),
  write: (...asked) => current().write(...asked),
  drill: (...asked) => current().drill(...asked),
  answer: (...asked) => current().answer(...asked),
  notice: (...asked) => current().notice(...asked),
  noticed: (...asked) => current().noticed(...asked),
});
