import { describe, expect, test } from 'vitest';
import { MINUTE } from '../../lambdas/domain/model.ts';
import { step } from '../../lambdas/loop/step.ts';
import type { Ports, Step, Written } from '../../lambdas/ports.ts';
import { endpointName, incident, minutes, policy } from '../builders.ts';
import { applyChange, type Memory, memory, portsOf } from '../memory.ts';

const fraud = endpointName('fraud');
const look = async (held: Memory, ports = portsOf(held)) =>
  (await step({ ports, deployment: held.deployment }, policy())).verdict;
const later = (held: Memory) => {
  held.now += MINUTE;
  return look(held);
};

describe('the table', () => {
  test('F45: being down keeps no traffic on a broken canary and no one in the dark', async () => {
    const held = memory();
    held.table = 'down';
    expect(await look(held)).toBe('roll-back');
    expect(held.shifts).toHaveLength(1);
    expect(held.letters).toHaveLength(1);
  });
  test('F46: is caught up with once it is back, without a second shift or letter', async () => {
    const held = memory();
    held.table = 'down';
    await look(held);
    held.table = 'up';
    applyChange(held, fraud);
    await later(held);
    expect(held.heads.get(fraud)?.incident).toMatchObject({ told: 1, shift: { attempts: 1, inForceAt: held.now } });
    expect(held.shifts).toHaveLength(1);
    expect(held.letters).toHaveLength(1);
  });

  const answersOnly = (held: Memory, unanswered: string, state: 'down' | 'deaf'): Ports => {
    const ports = portsOf(held);
    const write = async (one: Step, withinMs: number): Promise<Written> => {
      held.table = one.what === unanswered ? state : 'up';
      return ports.ledger.write(one, withinMs);
    };
    return { ...ports, ledger: { ...ports.ledger, write } };
  };
  const unanswered = ['intent', 'shifted', 'told'].flatMap((what) => [
    [what, 'down'] as const,
    [what, 'deaf'] as const,
  ]);
  test.each(unanswered)('not answering to "%s" (%s) costs neither the shift nor the letter', async (what, state) => {
    const held = memory();
    await look(held, answersOnly(held, what, state));
    held.table = 'up';
    applyChange(held, fraud);
    await later(held);
    await later(held);
    expect(held.shifts).toHaveLength(1);
    expect(held.letters).toHaveLength(1);
    expect(held.heads.get(fraud)?.incident).toMatchObject({ told: 1, shift: { attempts: 1 } });
  });
});

describe('two looks at the same moment', () => {
  test('shift once and tell once', async () => {
    const held = memory();
    await Promise.all([look(held), look(held), look(held)]);
    expect(held.shifts).toHaveLength(1);
    expect(held.letters).toHaveLength(1);
  });
  test('hold and tell once', async () => {
    const held = memory();
    held.freeze = 'all';
    await Promise.all([look(held), look(held), look(held)]);
    expect(held.letters).toHaveLength(1);
  });
  test('end and tell once', async () => {
    const held = memory();
    held.heads.set(fraud, { incident: incident({ told: 1 }), version: 4 });
    held.alarms.clear();
    await Promise.all([look(held), look(held)]);
    expect(held.letters).toMatchObject([{ headline: expect.stringMatching(/^NOT_ROLLED_BACK fraud\b/) }]);
  });
  test('of which one was outpaced: that one neither shifts nor tells', async () => {
    const held = memory();
    const ports = portsOf(held);
    const outpaced = { ...ports, ledger: { ...ports.ledger, write: async () => 'outpaced' as const } };
    await look(held, outpaced);
    expect(held.shifts).toEqual([]);
    expect(held.letters).toEqual([]);
  });
});

test('the same trigger once more, just after, changes nothing', async () => {
  const held = memory();
  await look(held);
  const before = structuredClone({ heads: held.heads, shifts: held.shifts, letters: held.letters });
  await look(held);
  expect({ heads: held.heads, shifts: held.shifts, letters: held.letters }).toEqual(before);
});

describe('a letter that the topic did not take', () => {
  test('F47 C2: fails the look, after the shift, and stays owed until the next one sends it', async () => {
    const held = memory();
    held.topic = 'down';
    await expect(look(held)).rejects.toThrow('the topic took nothing');
    expect(held.shifts).toHaveLength(1);
    expect(held.heads.get(fraud)?.incident).toMatchObject({ owed: 'opened', told: 0 });
    held.topic = 'up';
    await later(held);
    await later(held);
    expect(held.letters.map(({ headline, incident: of }) => [headline, of?.number])).toEqual([
      ['Rolling back fraud: all traffic to stable', 1],
    ]);
  });
  test('about a hold is sent by the next look that holds for the same reason', async () => {
    const held = memory();
    held.freeze = 'all';
    held.topic = 'down';
    await expect(look(held)).rejects.toThrow();
    held.topic = 'up';
    await later(held);
    expect(held.letters).toHaveLength(1);
  });
  test('about the end is sent although nothing else is left to do', async () => {
    const held = memory();
    await look(held);
    applyChange(held, fraud);
    await later(held);
    held.traffic = { stable: minutes(1_000, 5, [6, 14]), canary: minutes(100, 10, [6, 9]) };
    held.now += MINUTE;
    held.topic = 'down';
    await expect(later(held)).rejects.toThrow();
    held.topic = 'up';
    expect(await later(held)).toBe('nothing');
    expect(await later(held)).toBe('nothing');
    expect(held.letters).toMatchObject([{ tone: 'acting' }, { headline: expect.stringMatching(/^RECOVERED fraud\b/) }]);
  });
});
