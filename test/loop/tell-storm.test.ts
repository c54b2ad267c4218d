import { describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../../infra/config/limits.ts';
import type { Incident } from '../../lambdas/domain/incident.ts';
import { step, type World } from '../../lambdas/loop/step.ts';
import { sweep } from '../../lambdas/loop/sweep.ts';
import type { Ports } from '../../lambdas/ports.ts';
import { alarm, alarmName, at, breaching, deployment, endpointName, incident, minutes, policy } from '../builders.ts';
import { type Memory, memory, portsOf } from '../memory.ts';

const MINUTE = 60_000;
const recovered = { state: 'RECOVERED', at: at(12), because: 'proved' } as const;

/** Twelve endpoints, of which those named had incidents before; the canaries are no worse than their stable. */
const twelve = (before: readonly string[] = ['e0', 'e1', 'e2']): Memory => {
  const policies = Array.from({ length: 12 }, (_, place) => policy({ endpoint: endpointName(`e${place}`) }));
  const held = memory({ ...deployment(...policies), limits: DEFAULT_LIMITS });
  for (const name of held.alarms.keys()) held.alarms.set(name, alarm(name));
  held.traffic = { stable: minutes(1_000, 18, [6, 20]), canary: minutes(100, 3, [6, 20]) };
  for (const name of before)
    hold(held, incident({ id: name, endpoint: endpointName(name), openedAt: at(9), told: 2, ending: recovered }));
  return held;
};
const hold = (held: Memory, one: Incident): void => void held.heads.set(one.endpoint, { incident: one, version: 1 });
const sound = (held: Memory, name: string): void => {
  const canary = alarmName('canary', 'errors-5xx', name);
  held.alarms.set(canary, breaching(canary));
};
const worldOf = (held: Memory, ports: Ports = portsOf(held)): World => ({ ports, deployment: held.deployment });
const looking = async (held: Memory, ...names: readonly string[]): Promise<void> => {
  for (const name of names) {
    sound(held, name);
    const own = held.deployment.policies.find(({ endpoint }) => endpoint === name);
    if (own) await step(worldOf(held), own);
  }
};
const sweeping = (held: Memory, laterMs = 0, ports?: Ports) => {
  held.now += laterMs;
  return sweep(worldOf(held, ports));
};
const headlines = ({ letters }: Memory) => letters.map(({ headline }) => headline.replace(/:.*/, ''));
const headOf = (held: Memory, name: string) => held.heads.get(endpointName(name))?.incident;
const NEWS = 'STORM, 5 of 12 endpoints since 10';

describe('F52: in a storm people are told', () => {
  test('by the next sweep, in one letter, of all that opened in it: none of these looks sends its own', async () => {
    const held = twelve();
    await looking(held, 'e3', 'e4');
    expect(held.letters).toEqual([]);
    expect(headOf(held, 'e3')).toMatchObject({ owed: 'opened', storm: { since: at(9), owedAt: held.now } });
    await sweeping(held);
    expect(headlines(held)).toEqual([NEWS]);
    expect(held.letters[0]).toMatchObject({ storm: { tells: 2, last: false, audience: ['e0'] } });
    for (const name of ['e3', 'e4']) expect(headOf(held, name)).toMatchObject({ told: 1, storm: { since: at(9) } });
    expect(headOf(held, 'e3')).not.toHaveProperty('owed');
  });
  test('of the same no second time', async () => {
    const held = twelve();
    await looking(held, 'e3', 'e4');
    await sweeping(held);
    await sweeping(held, MINUTE);
    expect(headlines(held)).toEqual([NEWS]);
  });
  test('of those from before it was seen as ever, in letters of their own, also of how they end', async () => {
    const held = twelve([]);
    held.freeze = 'all';
    await looking(held, 'e0', 'e1');
    expect(headlines(held)).toEqual(['NOT rolled back e0', 'NOT rolled back e1']);
    await looking(held, 'e2');
    const e0 = alarmName('canary', 'errors-5xx', 'e0');
    held.alarms.set(e0, alarm(e0));
    await sweeping(held, MINUTE);
    expect(headlines(held).toSorted()).toEqual(
      [
        'NOT rolled back e0',
        'NOT rolled back e1',
        'NOT_ROLLED_BACK e0',
        'STORM, 3 of 12 endpoints since 10',
      ].toSorted(),
    );
  });
  test('once more of what changed while the letter was on its way', async () => {
    const held = twelve();
    await looking(held, 'e3', 'e4');
    const e3 = alarmName('canary', 'errors-5xx', 'e3');
    held.alarms.set(e3, alarm(e3));
    await sweeping(held);
    expect(headOf(held, 'e3')).toMatchObject({ owed: 'ended', told: 0 });
    await sweeping(held, MINUTE);
    expect(held.letters.map(({ storm }) => storm?.tells)).toEqual([2, 1]);
    expect(held.letters[1]?.seen).toContain('New in this letter: 1 ended.');
  });
  test('for the last time once none is open', async () => {
    const held = twelve();
    const ended = incident({ endpoint: endpointName('e3'), openedAt: at(9.5), ending: recovered, owed: 'ended' });
    hold(held, { ...ended, storm: { since: at(9), owedAt: at(10) } });
    await sweeping(held);
    expect(held.letters[0]).toMatchObject({ headline: expect.stringMatching(/^STORM OVER/), storm: { last: true } });
  });
});

describe('F52: no letter of a storm is lost', () => {
  test('where the topic takes none: the sweep is seen to fail, and the next one sends it', async () => {
    const held = twelve();
    await looking(held, 'e3', 'e4');
    held.topic = 'down';
    await expect(sweeping(held)).rejects.toThrow('looks failed');
    expect(headOf(held, 'e3')).toMatchObject({ owed: 'opened', told: 0 });
    held.topic = 'up';
    await sweeping(held, MINUTE);
    expect(headlines(held)).toEqual([NEWS]);
  });
  test('where a sweep crashes before all is written: the rest is told once more', async () => {
    const held = twelve();
    await looking(held, 'e3', 'e4');
    const ports = portsOf(held);
    const crashing: Ports['ledger']['write'] = async (of, ms) => {
      if (of.what === 'told' && of.incident.endpoint === 'e4') throw new Error('out of memory');
      return ports.ledger.write(of, ms);
    };
    await expect(sweeping(held, 0, { ...ports, ledger: { ...ports.ledger, write: crashing } })).rejects.toThrow();
    await sweeping(held, MINUTE);
    expect(held.letters.map(({ storm }) => storm?.tells)).toEqual([2, 1]);
  });
  test('where the time of a sweep is over before all is written', async () => {
    const held = twelve();
    await looking(held, 'e3', 'e4');
    const budget = {
      take: async () => true,
      owe: () => undefined,
      rest: () => undefined,
      turnsWithin: () => 100,
      countdown: () => () => 0,
    };
    await sweep({ ...worldOf(held), budget });
    expect([headlines(held), headOf(held, 'e3')?.owed]).toEqual([[NEWS], 'opened']);
  });
  test('where no sweep has told of it for three minutes: a look of its own does', async () => {
    const held = twelve();
    await looking(held, 'e3');
    held.now += 3 * MINUTE - 1;
    await looking(held, 'e3');
    expect(held.letters).toEqual([]);
    held.now += 1;
    await looking(held, 'e3');
    expect(headlines(held)).toEqual(['NOT rolled back e3']);
    await sweeping(held);
    expect(held.letters).toHaveLength(1);
  });
  test('and none is sent beside it by a sweep that comes so late', async () => {
    const held = twelve();
    await looking(held, 'e3', 'e4');
    await sweeping(held, 4 * MINUTE);
    expect(headlines(held)).toEqual([NEWS]);
  });
  test('where the sweep cannot send it, and three minutes have passed: its looks send their own', async () => {
    const held = twelve();
    await looking(held, 'e3', 'e4');
    const ports = portsOf(held);
    const publish: Ports['oncall']['publish'] = async (letter) => {
      if (letter.storm) throw new Error('too long');
      await ports.oncall.publish(letter);
    };
    const alone = { ...ports, oncall: { ...ports.oncall, publish } };
    await expect(sweeping(held, 4 * MINUTE, alone)).rejects.toThrow('looks failed');
    expect(headlines(held).toSorted()).toEqual(['NOT rolled back e3', 'NOT rolled back e4']);
  });
  test('which the ledger does not know: it is sent at once', async () => {
    const held = twelve();
    const ports = portsOf(held);
    const e3 = policy({ endpoint: endpointName('e3') });
    sound(held, 'e3');
    held.table = 'deaf';
    await step(worldOf(held, ports), e3);
    expect(headlines(held)).toEqual(['NOT rolled back e3']);
  });
  test('of an incident that another one replaces, and it is sent once', async () => {
    const replaced = (): Memory => {
      const held = twelve();
      const ending = { state: 'NOT_ROLLED_BACK', at: at(9.8), because: 'breach-over' } as const;
      const ended = incident({ id: 'e3-0', endpoint: endpointName('e3'), openedAt: at(9.6), ending, owed: 'ended' });
      hold(held, { ...ended, told: 1, storm: { since: at(9), owedAt: at(9.8) } });
      sound(held, 'e3');
      return held;
    };
    const alone = replaced();
    await looking(alone, 'e3');
    expect(headlines(alone)).toEqual(['NOT_ROLLED_BACK e3']);
    const swept = replaced();
    await sweeping(swept);
    expect(headlines(swept)).toEqual(['STORM OVER, 4 of 12 endpoints since 10']);
  });
});
