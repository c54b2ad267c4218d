import { describe, expect, test, vi } from 'vitest';
import { type Account, acted, ignored, sumOf } from '../../lambdas/loop/account.ts';
import { withExposure } from '../../lambdas/loop/saw.ts';
import { step } from '../../lambdas/loop/step.ts';
import { sweep } from '../../lambdas/loop/sweep.ts';
import type { Log, Step } from '../../lambdas/ports.ts';
import { at, deployment, FROZEN, incident, policy, situation } from '../builders.ts';
import { type Memory, memory, portsOf } from '../memory.ts';

const accountOf = async (held: Memory, ports = portsOf(held)): Promise<Account> =>
  (await step({ ports, deployment: held.deployment }, policy(), 'alarm x')).account;

describe('a look is accounted for as', () => {
  test('acted, where a shift was asked for', async () => {
    expect(await accountOf(memory())).toEqual(acted('roll-back'));
  });
  test('acted, where a hold was recorded; and ignored, where it was found again', async () => {
    const held = memory();
    held.freeze = FROZEN.endpoint;
    expect(await accountOf(held)).toEqual(acted('hold'));
    expect(await accountOf(held)).toEqual(ignored('still hold'));
  });
  test('ignored with the reason, where there is nothing to do', async () => {
    const held = memory();
    held.alarms.clear();
    expect(await accountOf(held)).toEqual(ignored('no-breach'));
  });
  test.each(['roll-back', 'hold'])('ignored, where another look wrote first: of a %s', async (verdict) => {
    const held = memory();
    if (verdict === 'hold') held.freeze = FROZEN.endpoint;
    const ports = portsOf(held);
    const outpaced = { ...ports, ledger: { ...ports.ledger, write: async () => 'outpaced' as const } };
    expect(await accountOf(held, outpaced)).toEqual(ignored('outpaced'));
    expect(held.shifts).toEqual([]);
  });
  test('acted, where a letter that was owed is sent', async () => {
    const held = memory();
    held.topic = 'down';
    held.freeze = FROZEN.endpoint;
    await expect(accountOf(held)).rejects.toThrow('the topic took nothing');
    held.topic = 'up';
    expect(await accountOf(held)).toEqual(acted('told'));
  });
});

describe('a sweep is accounted for as', () => {
  test('ignored, where none of its looks moved an incident on', async () => {
    const held = memory();
    held.alarms.clear();
    expect(await sweep({ ports: portsOf(held), deployment: held.deployment })).toEqual(ignored('no incident moved on'));
  });
  test('acted, where one of them did', async () => {
    const held = memory();
    expect(await sweep({ ports: portsOf(held), deployment: held.deployment })).toEqual(acted('1 of 1 looks'));
  });
  test('the sum of its looks', () => {
    expect(sumOf([acted('hold'), ignored('outpaced'), acted('told')])).toEqual(acted('2 of 3 looks'));
  });
});

describe('a step that follows from a decision', () => {
  const stepsOf = async (held: Memory): Promise<readonly Step[]> => {
    const steps: Step[] = [];
    const ports = portsOf(held);
    const ledger = {
      ...ports.ledger,
      write: (one: Step, ms: number) => {
        steps.push(one);
        return ports.ledger.write(one, ms);
      },
    };
    await accountOf(held, { ...ports, ledger });
    return steps;
  };
  test('holds all that was decided on, by which version and when', async () => {
    const held = memory({ ...deployment(), version: '1.2.3' });
    const [intent, ...others] = await stepsOf(held);
    expect(intent?.decision).toMatchObject({
      code: '1.2.3',
      now: at(10),
      situation: { policy: policy(), traffic: held.traffic, freeze: 'off' },
      verdict: { kind: 'roll-back' },
    });
    expect(others.map(({ what, decision }) => [what, decision])).toEqual([
      ['shifted', undefined],
      ['told', undefined],
    ]);
  });
  test('is recorded also where what it cost users cannot be told', async () => {
    const log = vi.fn<Log>();
    const odd = { facts: {}, situation: situation({ traffic: null as never }) };
    expect(await withExposure(log, incident(), odd)).toEqual(incident());
    expect(log.mock.calls.map(([message]) => message)).toEqual(['exposure unknown']);
  });
  test('holds what the bad variant served, once the shift was asked for, and not before', async () => {
    const [intent, shifted] = await stepsOf(memory());
    expect(intent?.incident.exposure).toBeUndefined();
    expect(shifted?.incident.exposure).toMatchObject({ variant: 'canary', from: at(6), requests: 300, failed: 30 });
    expect(incident().exposure).toBeUndefined();
  });
});
