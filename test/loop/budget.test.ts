import { describe, expect, test } from 'vitest';
import { counted, makeBudget, OutOfTurn } from '../../lambdas/loop/budget.ts';
import { endpointName } from '../builders.ts';
import { memory, portsOf } from '../memory.ts';

/** A budget whose waits move the clock. */
const budget = (callsPerSecond: number) => {
  const held = { now: 0 };
  const sleep = async (ms: number) => {
    held.now += ms;
  };
  return { held, ...makeBudget(callsPerSecond, { clock: () => held.now, sleep }) };
};
const taken = async (one: ReturnType<typeof budget>, withinMs: number): Promise<number> => {
  for (let count = 0; ; count++) if (!(await one.take(withinMs))) return count;
};

describe('F40: of the calls that SageMaker takes', () => {
  test('the first few have their turn at once', async () => {
    expect(await taken(budget(1), 0)).toBe(5);
  });
  test('for a moment three times as many have theirs as a minute holds', async () => {
    const one = budget(2);
    const until = 20_000;
    let count = 0;
    while (await one.take(until - one.held.now)) count += 1;
    expect(count).toBe(5 + 2 * 3 * 20);
  });
  test('no more than so many a second have theirs, over minutes', async () => {
    const one = budget(1);
    const until = 10 * 60_000;
    let count = 0;
    while (await one.take(until - one.held.now)) count += 1;
    expect(count).toBeLessThanOrEqual(60 + 600);
    expect(count).toBeGreaterThan(60 + 590);
  });
  test('who cannot have a turn in time takes none', async () => {
    const one = budget(1);
    await taken(one, 0);
    expect(await one.take(300)).toBe(false);
    expect(one.held.now).toBe(0);
    expect(await one.take(1_000)).toBe(true);
    expect(one.held.now).toBe(334);
  });
  test('a shift never waits: those after it do', async () => {
    const one = budget(1);
    await taken(one, 0);
    one.owe();
    expect(one.held.now).toBe(0);
    expect(await one.take(400)).toBe(false);
    expect(one.turnsWithin(1_000)).toBe(2);
  });
  test('nobody has a turn for some seconds after SageMaker has had enough', async () => {
    const one = budget(1);
    one.rest();
    expect(await one.take(3_000)).toBe(false);
    expect(await one.take(5_000)).toBe(true);
  });
});

describe('F40: an endpoint whose description', () => {
  const fraud = endpointName('fraud');
  const describing = (name: string) => {
    const one = budget(1);
    const { endpoints } = portsOf(memory());
    const failing = async () => {
      throw Object.assign(new Error('Rate exceeded'), { name });
    };
    return { one, ports: counted({ ...endpoints, describe: failing }, one) };
  };

  test('is throttled is left to the sweep, and the container rests', async () => {
    const { one, ports } = describing('ThrottlingException');
    await expect(ports.describe(fraud)).rejects.toThrow(OutOfTurn);
    expect(await one.take(1_000)).toBe(false);
  });
  test('fails otherwise fails as before', async () => {
    const { one, ports } = describing('InternalFailure');
    await expect(ports.describe(fraud)).rejects.toThrow('Rate exceeded');
    expect(await one.take(0)).toBe(true);
  });
});
