import { describe, expect, test } from 'vitest';
import type { AlarmDefinition } from '../../lambdas/domain/alarm-definition.ts';
import type { Incident } from '../../lambdas/domain/incident.ts';
import { promisedDefinition } from '../../lambdas/domain/promised-alarm.ts';
import { OutOfTurn } from '../../lambdas/loop/budget.ts';
import { compare } from '../../lambdas/loop/compare.ts';
import {
  alarm,
  alarmName,
  at,
  deployment,
  endpointName,
  fleet,
  guard,
  minutes,
  PROOF_AT,
  policy,
  shifted,
  WANTED,
  weighing,
} from '../builders.ts';
import { type Memory, memory, portsOf } from '../memory.ts';

const FRAUD = endpointName('fraud');
const CANARY = alarmName('canary');
const ENDED: Incident = { ...shifted(), ending: { state: 'RECOVERED', at: PROOF_AT, because: 'proved' } };

/** The first minute at or after that one in which it is the endpoint's turn. */
const turn = (minute: number): number => at(Math.ceil(minute / 5) * 5);

const comparing = async (held: Memory, minute: number, incident?: Incident): Promise<readonly string[]> => {
  held.now = turn(minute);
  held.done.length = 0;
  const before = held.letters.length;
  const alarms = [...held.alarms.values()];
  await compare(
    { ports: portsOf(held), deployment: held.deployment },
    { alarms, incidents: incident === undefined ? [] : [incident] },
  );
  return held.letters.slice(before).map(({ headline }) => headline);
};

describe('where one endpoint cannot be compared', () => {
  const both = () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => policy({ endpoint: endpointName(name) }));
    const held = memory(deployment(...names));
    held.now = turn(20);
    const ports = portsOf(held);
    const over: string[] = [];
    const comparingWith = (error: Error) => {
      const describing: typeof ports.endpoints.describe = async (endpoint) => {
        if (endpoint === 'a') throw error;
        await new Promise(setImmediate);
        over.push(endpoint);
        return ports.endpoints.describe(endpoint);
      };
      const endpoints = { ...ports.endpoints, describe: describing };
      const world = { ports: { ...ports, endpoints }, deployment: held.deployment };
      return compare(world, { alarms: [...held.alarms.values()], incidents: [] });
    };
    return { over, comparingWith };
  };
  test('the others are compared to their end, and only then it fails: nothing goes on in the next event', async () => {
    const { over, comparingWith } = both();
    await expect(comparingWith(new Error('no answer'))).rejects.toThrow('1 of 2 comparisons failed');
    expect(over).toEqual(['f']);
  });
  test('F40: it does not fail for one that SageMaker gives no turn', async () => {
    const { over, comparingWith } = both();
    await comparingWith(new OutOfTurn('no turn left'));
    expect(over).toEqual(['f']);
  });
});

describe('F27: a variant of weight 0', () => {
  const rolledBack = (requests: number): Memory => {
    const held = memory();
    held.fleets.set(FRAUD, weighing(WANTED, { lastModifiedAt: at(11) }));
    held.traffic = { stable: minutes(1_000, 4, [6, 19]), canary: minutes(requests, 0, [6, 19]) };
    return held;
  };

  test('F27: that serves requests all the same is told, with how many, once', async () => {
    const held = rolledBack(3);
    expect(await comparing(held, 20, ENDED)).toEqual(['PINNED fraud: canary has weight 0, and still serves requests']);
    expect(held.letters[0]?.seen).toContain('canary has weight 0 and served 21 requests');
    expect(held.letters[0]?.next).toContain('TargetVariant');
    expect(await comparing(held, 25, ENDED)).toEqual([]);
  });
  test('F27: that serves none is no finding', async () => {
    expect(await comparing(rolledBack(0), 20, ENDED)).toEqual([]);
  });
  test('that served until the weights were in force is no finding', async () => {
    const held = rolledBack(3);
    held.traffic = { stable: minutes(1_000, 4, [6, 19]), canary: minutes(100, 10, [6, 12]) };
    expect(await comparing(held, 20, ENDED)).toEqual([]);
  });
  test('is asked after once an hour, and each time in the hour after an incident', async () => {
    const held = rolledBack(0);
    const reads: number[] = [];
    for (let minute = 20; minute < 140; minute += 5) {
      await comparing(held, minute, ENDED);
      if (held.done.includes('traffic')) reads.push(minute);
    }
    expect(reads).toEqual([20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 120]);
  });
  test('nobody reads metrics where each variant has a weight', async () => {
    const held = memory();
    await comparing(held, 60);
    expect(held.done).not.toContain('traffic');
  });
});

describe('F12 F16: a change that SageMaker gave up', () => {
  const gaveUp = (failureReason: string, lastModifiedAt = at(18)): Memory => {
    const held = memory();
    held.fleets.set(FRAUD, fleet({ failureReason, lastModifiedAt }));
    return held;
  };

  test('F16: is told once, with its reason', async () => {
    const held = gaveUp('alarms of the deployment went off');
    expect(await comparing(held, 20)).toEqual(['TAKEN BACK fraud: SageMaker gave a change up']);
    expect(held.letters[0]?.seen).toContain('config-1, and a FailureReason: alarms of the deployment went off');
    expect(await comparing(held, 25)).toEqual([]);
  });
  test('F12: is not told again where its incident did, nor where it is older than the incident', async () => {
    const told: Incident = { ...ENDED, takenBack: { attempt: 1, failure: 'no capacity' } };
    const rolledBackTo = (failureReason: string): Memory => {
      const held = memory();
      held.fleets.set(FRAUD, weighing(WANTED, { failureReason, lastModifiedAt: at(18) }));
      return held;
    };
    expect(await comparing(rolledBackTo('no capacity'), 20, told)).toEqual([]);
    expect(await comparing(rolledBackTo('no capacity'), 20, { ...ENDED, failureAtOpen: 'no capacity' })).toEqual([]);
    expect(await comparing(rolledBackTo('another reason'), 20, told)).toHaveLength(1);
  });
  test('an old one is no news', async () => {
    expect(await comparing(gaveUp('long ago', at(1)), 20)).toEqual([]);
  });
});

describe('an alarm of ours that somebody changed', () => {
  const promised = promisedDefinition({ deployment: 'rb', endpoint: 'fraud', variant: 'canary' }, guard());
  const changed = (over: object): Memory => {
    const held = memory();
    held.alarms.set(CANARY, alarm(CANARY, { definition: { ...(promised as AlarmDefinition), ...over } }));
    return held;
  };

  test.each([
    ['threshold', { threshold: 'GreaterThanThreshold 0.9' }],
    ['periods', { periods: '5 of 5' }],
    ['missing data', { 'missing data': 'breaching' }],
    ['computes', { computes: '0 * n' }],
    ['metrics', { metrics: '' }],
  ])('is told as unguarded: its %s', async (part, over) => {
    const held = changed(over);
    expect((await comparing(held, 20))[0]).toMatch(/^UNGUARDED fraud: alarm .*canary\/errors-5xx was changed/);
    expect(held.letters[0]?.seen).toContain(`${part}: `);
  });
  test('and one that nobody changed is not', async () => {
    expect(await comparing(changed({}), 20)).toEqual([]);
  });
});
