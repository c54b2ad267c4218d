import { describe, expect, test } from 'vitest';
import { OutOfTurn } from '../../lambdas/loop/budget.ts';
import { sweep } from '../../lambdas/loop/sweep.ts';
import {
  alarm,
  alarmName,
  at,
  deployment,
  endpointName,
  incident,
  minutes,
  policy,
  shifted,
  weighing,
} from '../builders.ts';
import { type Memory, memory, portsOf } from '../memory.ts';

const named = (name: string) => policy({ endpoint: endpointName(name) });
const [a, b, c, d] = ['a', 'b', 'c', 'd'] as const;

/** In this minute it is the turn of none of the first four endpoints to be compared. */
const QUIET = at(14);
const DAY = 24 * 60;

const four = () => {
  const held = memory(deployment(named('a'), named('b'), named('c'), named('d')));
  for (const name of held.alarms.keys()) held.alarms.set(name, alarm(name));
  held.now = QUIET;
  return held;
};
const sound = (held: Memory, name: string) => {
  const canary = alarmName('canary', 'errors-5xx', name);
  held.alarms.set(canary, alarm(canary, { state: 'ALARM', transitionedAt: held.now }));
};
const sweeping = (held: Memory, later = 0) => {
  held.now += later * 60_000;
  held.done.length = 0;
  return sweep({ ports: portsOf(held), deployment: held.deployment });
};
const looksAt = ({ done }: Memory) =>
  done.filter((what) => what.startsWith('describe ')).map((what) => what.replace('describe ', ''));

describe('a sweep looks at', () => {
  test('F52: thirty endpoints at once at the most, and in the end at all that are due', async () => {
    const names = Array.from({ length: 70 }, (_, place) => `e${place}`);
    const held = memory(deployment(...names.map(named)));
    for (const name of names) sound(held, name);
    const ports = portsOf(held);
    const count = { now: 0, most: 0, all: 0 };
    const traffic: typeof ports.traffic = async (...asked) => {
      count.all += 1;
      count.now += 1;
      count.most = Math.max(count.most, count.now);
      await new Promise(setImmediate);
      count.now -= 1;
      return ports.traffic(...asked);
    };
    await sweep({ ports: { ...ports, traffic }, deployment: held.deployment });
    expect(count).toEqual({ now: 0, most: 30, all: 70 });
  });
  test('F52: endpoints that it looks at together with one reading of the switch, and a later one with another', async () => {
    const names = Array.from({ length: 31 }, (_, place) => `e${place}`);
    const held = memory(deployment(...names.map(named)));
    for (const name of names) sound(held, name);
    const ports = portsOf(held);
    const freeze: typeof ports.freeze = async () => {
      await new Promise(setImmediate);
      return ports.freeze();
    };
    await sweep({ ports: { ...ports, freeze }, deployment: held.deployment });
    expect(held.done.filter((what) => what === 'freeze')).toHaveLength(2);
  });
  test('F40: and fails where SageMaker throttles all of them: else nobody would ever hear of it', async () => {
    const held = four();
    sound(held, 'a');
    sound(held, 'b');
    const throttled = new Set<string>();
    const ports = portsOf(held);
    const describing: typeof ports.endpoints.describe = async (endpoint) => {
      if (throttled.has(endpoint)) throw new OutOfTurn('SageMaker throttles');
      return ports.endpoints.describe(endpoint);
    };
    const swept = () =>
      sweep({
        ports: { ...ports, endpoints: { ...ports.endpoints, describe: describing } },
        deployment: held.deployment,
      });
    throttled.add('a');
    expect((await swept()).outcome).toBe('acted');
    throttled.add('b');
    await expect(swept()).rejects.toThrow('SageMaker throttled every look of this sweep');
  });
  test('no endpoint when all is well', async () => {
    const held = four();
    await sweeping(held);
    expect(looksAt(held)).toEqual([]);
  });
  test('an endpoint with a canary guard in ALARM, whose event was lost', async () => {
    const held = four();
    sound(held, c);
    await sweeping(held);
    expect(looksAt(held)).toEqual([c]);
    expect(held.letters).toHaveLength(1);
  });
  test('F29: no endpoint for a canary guard that has too little data', async () => {
    const held = four();
    const canary = alarmName('canary', 'errors-5xx', a);
    held.alarms.set(canary, alarm(canary, { state: 'INSUFFICIENT_DATA' }));
    await sweeping(held);
    expect(looksAt(held)).toEqual([]);
  });
  test("no endpoint for stable's guard or for somebody else's alarm alone", async () => {
    const held = four();
    for (const name of [alarmName('stable', 'errors-5xx', a), alarmName('third', 'errors-5xx', a), 'rb/guard/x/y/z'])
      held.alarms.set(name, alarm(name, { state: 'ALARM' }));
    await sweeping(held);
    expect(looksAt(held)).toEqual([]);
  });
  test('an endpoint with an open incident, or one that owes a letter, and none whose incident is closed', async () => {
    const held = four();
    const ending = { state: 'RECOVERED', at: at(13), because: 'proved' } as const;
    const of = (name: string, over: object) => ({
      incident: incident({ endpoint: endpointName(name), told: 1, ...over }),
      version: 1,
    });
    held.heads.set(endpointName(a), of(a, {}));
    held.heads.set(endpointName(b), of(b, { ending, owed: 'ended' }));
    held.heads.set(endpointName(c), of(c, { ending }));
    await sweeping(held);
    expect(looksAt(held)).toEqual([a, b]);
    const states = held.letters.map(({ headline }) => headline.split(' ', 2).join(' ').replace(':', ''));
    expect(states.toSorted()).toEqual(['NOT_ROLLED_BACK a', 'RECOVERED b']);
  });
  test('the others when one endpoint does not answer, and fails so that it is seen', async () => {
    const held = four();
    for (const name of [a, b, d]) sound(held, name);
    held.unreadable = endpointName(b);
    await expect(sweeping(held)).rejects.toThrow('1 of 4 looks failed');
    expect(held.letters.map(({ endpoint }) => endpoint).toSorted()).toEqual([a, d]);
  });
  test('an endpoint with an alarm although the table is down', async () => {
    const held = four();
    held.table = 'down';
    sound(held, d);
    await sweeping(held);
    expect(looksAt(held)).toEqual([d]);
  });
});

describe('what the config promises is compared with what exists', () => {
  const one = () => {
    const held = memory();
    for (const name of held.alarms.keys()) held.alarms.set(name, alarm(name));
    return held;
  };
  const headlines = (held: Memory) => held.letters.map(({ headline }) => headline);

  test('each endpoint once in five minutes', async () => {
    const held = four();
    const turns: string[] = [];
    for (const _ of [1, 2, 3, 4, 5]) {
      await sweeping(held, 1);
      turns.push(looksAt(held).join());
    }
    expect(turns).toEqual([a, b, c, d, '']);
  });
  test('without a gap, nobody hears of it', async () => {
    const held = one();
    await sweeping(held);
    expect(headlines(held)).toEqual([]);
    expect(held.notices.size).toBe(0);
  });
  test('a gap is told once, and again daily', async () => {
    const held = one();
    held.alarms.delete(alarmName('canary'));
    await sweeping(held);
    await sweeping(held, 5);
    expect(headlines(held)).toEqual(['UNGUARDED fraud: alarm rb/guard/fraud/canary/errors-5xx does not exist']);
    await sweeping(held, DAY);
    expect(held.letters).toHaveLength(2);
  });
  test('a new gap is told at once', async () => {
    const held = one();
    held.confirmed.delete('ana@example.com');
    await sweeping(held);
    held.fleets.delete(endpointName('fraud'));
    await sweeping(held, 5);
    expect(headlines(held)).toEqual([
      'UNGUARDED fraud: ana@example.com gets no messages, or no pages',
      'UNGUARDED fraud: endpoint fraud does not exist, and 1 more',
    ]);
  });
  test('a gap that was mended and comes back is told again', async () => {
    const held = one();
    const there = weighing({ stable: 90, canary: 10 });
    for (const fleet of [undefined, there, undefined]) {
      if (fleet) held.fleets.set(endpointName('fraud'), fleet);
      else held.fleets.delete(endpointName('fraud'));
      await sweeping(held, 5);
    }
    expect(headlines(held)).toEqual([
      'UNGUARDED fraud: endpoint fraud does not exist',
      'UNGUARDED fraud: endpoint fraud does not exist',
    ]);
  });
  test('a gap that the topic did not take is told by the next comparison', async () => {
    const held = one();
    held.alarms.delete(alarmName('stable'));
    held.topic = 'down';
    await expect(sweeping(held)).rejects.toThrow('looks failed');
    held.topic = 'up';
    await sweeping(held, 5);
    expect(held.letters).toHaveLength(1);
  });
});

describe('a variant that was rolled back', () => {
  const fraud = endpointName('fraud');
  const rolledBack = () => {
    const held = memory();
    for (const name of held.alarms.keys()) held.alarms.set(name, alarm(name));
    const ending = { state: 'RECOVERED', at: at(13), because: 'proved' } as const;
    held.heads.set(fraud, { incident: { ...shifted(), told: 2, ending }, version: 1 });
    return held;
  };
  const headlines = (held: Memory) => held.letters.map(({ headline }) => headline);

  test('and keeps out of traffic is no finding', async () => {
    const held = rolledBack();
    held.fleets.set(fraud, weighing({ stable: 90, canary: 0 }));
    held.traffic = { stable: minutes(1_000, 5, [6, 12]) };
    await sweeping(held);
    expect(headlines(held)).toEqual([]);
  });
  test('and has traffic again is told once, whatever the share becomes, and daily', async () => {
    const held = rolledBack();
    await sweeping(held);
    held.fleets.set(fraud, weighing({ stable: 50, canary: 50 }));
    await sweeping(held, 5);
    expect(headlines(held)).toEqual(['QUARANTINE fraud: canary has traffic again, 10 %']);
    await sweeping(held, DAY);
    expect(headlines(held).at(-1)).toBe('QUARANTINE fraud: canary has traffic again, 50 %');
  });
  test('is told beside a gap, each in a letter of its own', async () => {
    const held = rolledBack();
    held.alarms.delete(alarmName('canary'));
    await sweeping(held);
    expect(new Set(headlines(held).map((one) => one.split(' ')[0]))).toEqual(new Set(['QUARANTINE', 'UNGUARDED']));
  });
  test('is left to the letters of an incident that it opened again', async () => {
    const held = rolledBack();
    const again = incident({ id: 'fraud-2', hold: { kind: 'frozen' }, told: 1 });
    const quarantined = [{ variant: 'canary', incident: 'fraud-20260101T100930', since: at(10) }];
    held.heads.set(fraud, { incident: { ...again, quarantined }, version: 2 });
    held.freeze = 'fraud';
    sound(held, 'fraud');
    await sweeping(held);
    expect(headlines(held).filter((one) => one.startsWith('QUARANTINE'))).toEqual([]);
  });
  test('and lost its traffic again is told anew when it comes back, once an hour', async () => {
    const held = rolledBack();
    const told = async (canary: number, minutesLater: number) => {
      held.fleets.set(fraud, weighing({ stable: 90, canary }));
      await sweeping(held, minutesLater);
      return headlines(held).filter((one) => one.startsWith('QUARANTINE')).length;
    };
    expect([await told(10, 5), await told(0, 5), await told(10, 5)]).toEqual([1, 1, 1]);
    expect([await told(0, 60), await told(10, 5)]).toEqual([1, 2]);
  });
});
