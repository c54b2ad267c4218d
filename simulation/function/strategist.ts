import { MINUTE } from '../../lambdas/domain/model.ts';
import type { OrderAnswer } from '../../lambdas/domain/strategies/order.ts';
import { carryOut } from '../../lambdas/loop/carry-out.ts';
import { carryScale } from '../../lambdas/loop/carry-scale.ts';
import type { Ports } from '../../lambdas/ports.ts';
import type { Plan } from '../plan/plan.ts';
import { type CallsAround, makeCalls } from './call.ts';
import { makeCapacities } from './capacities.ts';
import { type Container, type Invocation, makeContainer } from './invocation.ts';
import { makeLedger } from './ledger.ts';
import type { PortsAround } from './ports-around.ts';
import { makeRestore } from './restore.ts';

/** As long as the caller waits, who asks once. */
const WITHIN_MS = 20_000;
/** From the invocation to the first line of its code. */
const FIRST = -100_000;

export type StrategistAround = Omit<PortsAround, 'calls' | 'plan'> &
  Pick<CallsAround, 'wake'> & { readonly plan: Plan };

type Carry = NonNullable<Ports['strategist']>['carryOut'];

/** The second function: invoked with an answer, on a container and with a ledger of its own. */
export const makeStrategist = (
  around: StrategistAround,
): ((caller: Invocation, calls: PortsAround['calls']) => Carry) => {
  const lost = new Map<Invocation, (why: string) => void>();
  const own = { ...around, calls: makeCalls({ ...around, kill: (by, why) => lost.get(by)?.(why) }) };
  let [runs, idle]: [number, Container | undefined] = [0, undefined];

  const skew = (): number => {
    const { plan, chance } = around;
    const isSkewed = plan.faultRate > 0 && plan.faults.includes('clock-skew') && chance.maybe(0.2);
    return isSkewed ? Math.round(chance.between(-10, 10) * MINUTE) : 0;
  };
  const begin = (endpoint: Parameters<Carry>[0]['endpoint'], event: string): Invocation => {
    runs += 1;
    const container = idle ?? makeContainer(FIRST - runs, { skewMs: skew(), retiresAt: Infinity, clock: around.clock });
    idle = undefined;
    const startedAt = around.clock.now();
    const id = FIRST - runs;
    return {
      id,
      event,
      kind: 'strategist',
      endpoint,
      attempt: 1,
      container,
      startedAt,
      reads: new Map(),
      isOver: false,
    };
  };

  const run = (caller: Invocation, asked: Parameters<Carry>[0]): Promise<OrderAnswer> => {
    const by = begin(asked.endpoint, caller.event);
    const carriers = { scale: carryScale(makeCapacities(own, by)), restore: makeRestore(own, by) };
    return new Promise((resolve) => {
      const end = (answer: OrderAnswer): void => {
        around.wake();
        resolve(answer);
      };
      lost.set(by, (message) => {
        by.isOver = true;
        lost.delete(by);
        end({ kind: 'lost', message });
      });
      around.clock.after(WITHIN_MS, 'strategist', () => end({ kind: 'lost', message: 'no answer in time' }));
      const log: Ports['log'] = (message, facts = {}) => around.record({ kind: 'logged', by, message, facts });
      const clock = by.container.time.now;
      void carryOut({ clock, ledger: makeLedger(own, by), carriers, log }, asked).then((answer) => {
        if (by.isOver) return;
        by.isOver = true;
        lost.delete(by);
        idle = by.container;
        end(answer);
      });
    });
  };

  return (caller, calls) => async (asked) =>
    calls<Promise<OrderAnswer> | OrderAnswer>(caller, {
      site: 'invoke-strategist',
      answer: () => run(caller, asked),
      failed: (fault) => ({ kind: REFUSALS.has(fault) ? 'refused' : 'lost', message: `Invoke: ${fault}` }),
      withinMs: WITHIN_MS,
    });
};

/** Lambda itself said no, and ran nothing. */
const REFUSALS = new Set(['throttle', 'access-denied']);
