import { describe, expect, test } from 'vitest';
import { MINUTE } from '../../lambdas/domain/model.ts';
import { step } from '../../lambdas/loop/step.ts';
import { sweep } from '../../lambdas/loop/sweep.ts';
import type { Step } from '../../lambdas/ports.ts';
import { alarm, alarmName, at, endpointName, minutes, policy, WANTED, weighing } from '../builders.ts';
import { applyChange, type Memory, memory, portsOf } from '../memory.ts';

const fraud = endpointName('fraud');
const CANARY = alarmName('canary');
const ID = 'drill-20260101T100930';

/** Nothing is wrong, and a drill has set the canary's alarm. */
const drilled = (): Memory => {
  const held = memory();
  held.traffic = { stable: minutes(900, 4), canary: minutes(100, 0) };
  held.alarms.set(CANARY, alarm(CANARY, { state: 'ALARM', transitionedAt: at(9.5), drill: ID }));
  return held;
};
const ordered = (held: Memory, move: boolean): Memory => {
  held.drills.set(fraud, { id: ID, by: 'ana', at: at(9), move, until: at(24) });
  return held;
};
const putBack = (held: Memory): void => void held.alarms.set(CANARY, alarm(CANARY, { transitionedAt: held.now }));

const steps: Step[] = [];
const worldOf = (held: Memory) => {
  const ports = portsOf(held);
  const write = (one: Step, withinMs: number) => {
    steps.push(one);
    return ports.ledger.write(one, withinMs);
  };
  return { ports: { ...ports, ledger: { ...ports.ledger, write } }, deployment: held.deployment };
};
const look = async (held: Memory, why?: string) => (await step(worldOf(held), policy(), why)).verdict;
const headlines = ({ letters }: Memory) => letters.map(({ headline }) => headline);

describe('a drill', () => {
  test('is told twice, by the alarm and by the sweep, and shifts nothing', async () => {
    const held = ordered(drilled(), false);
    expect(await look(held, 'alarm')).toBe('hold');
    putBack(held);
    held.now += MINUTE;
    await sweep(worldOf(held));
    await sweep(worldOf(held));
    expect(held.shifts).toEqual([]);
    expect(headlines(held)).toEqual([
      'DRILL fraud, nothing is wrong: a test of the way to you',
      'DRILL fraud, nothing is wrong: it is over',
    ]);
  });
  test('that is ordered to move traffic does, once, and proves it', async () => {
    const held = ordered(drilled(), true);
    expect(await look(held)).toBe('roll-back');
    putBack(held);
    applyChange(held, fraud);
    held.now += MINUTE;
    expect(await look(held)).toBe('watch');
    held.traffic = { stable: minutes(1_000, 5, [6, 13]), canary: minutes(100, 0, [6, 9]) };
    held.now = at(14);
    expect(await look(held)).toBe('end');
    expect(held.shifts).toEqual([{ endpoint: 'fraud', to: WANTED }]);
    expect(headlines(held).at(-1)).toBe('DRILL fraud, nothing is wrong: it is over, RECOVERED');
  });
  test('says in the ledger what made the function look, and what it could read', async () => {
    const held = ordered(drilled(), false);
    held.traffic = 'unreadable';
    steps.length = 0;
    await look(held, 'alarm of the canary');
    expect(steps[0]).toMatchObject({
      what: 'hold',
      facts: { why: 'alarm of the canary', read: { metrics: false, freeze: true, ledger: true } },
    });
  });
});

describe('the order of a drill', () => {
  test('is read by a look that sees a mark, after all else', async () => {
    const held = ordered(drilled(), false);
    await look(held);
    expect(held.done.slice(0, 6)).toContain('drill');
    expect(held.done.indexOf('drill')).toBe(5);
  });
  test('is not read where nobody drills, nor where a canary is broken in earnest', async () => {
    const real = memory();
    await look(real);
    const both = ordered(drilled(), true);
    both.traffic = memory().traffic;
    expect(await look(both)).toBe('roll-back');
    expect([...real.done, ...both.done]).not.toContain('drill');
  });
  test('that the table does not give moves nothing', async () => {
    const held = ordered(drilled(), true);
    held.table = 'down';
    expect(await look(held)).toBe('hold');
    expect(held.shifts).toEqual([]);
  });
  test('moves nothing of an endpoint that is on stable already', async () => {
    const held = ordered(drilled(), true);
    held.fleets.set(fraud, weighing(WANTED));
    expect(await look(held)).toBe('hold');
    expect(held.shifts).toEqual([]);
  });
});
