import { describe, expect, test } from 'vitest';
import { obey } from '../../lambdas/domain/by-hand.ts';
import { decide } from '../../lambdas/domain/decide.ts';
import { MINUTE } from '../../lambdas/domain/model.ts';
import { look } from '../../lambdas/loop/look.ts';
import { act } from '../../lambdas/loop/step.ts';
import { sweep } from '../../lambdas/loop/sweep.ts';
import {
  ANA,
  alarm,
  alarmName,
  at,
  breaching,
  endpointName,
  incident,
  minutes,
  policy,
  variantName,
  WANTED,
  weighing,
} from '../builders.ts';
import { applyChange, type Memory, memory, portsOf } from '../memory.ts';

const fraud = endpointName('fraud');
const CANARY = alarmName('canary');
const TO_CANARY = { stable: 0, canary: 10 };

const worldOf = (held: Memory) => ({ ports: portsOf(held), deployment: held.deployment });

/** A look and what follows from it, apart, so that another one may come between them. */
const looked = async (held: Memory, to?: string) => {
  const world = worldOf(held);
  const seen = await look(world.ports, world.deployment, policy());
  const verdict = to === undefined ? decide(seen.situation, held.now) : ordered(seen.situation, to, held.now);
  return () => act(world, policy(), { ...seen, verdict });
};
const ordered = (situation: Parameters<typeof obey>[0], to: string, now: number) => {
  const found = obey(situation, { by: ANA, to: variantName(to) }, now);
  if (found.kind !== 'roll-back') throw new Error(`the order is ${found.kind}`);
  return found;
};
const headlines = ({ letters }: Memory) => letters.map(({ headline }) => headline);
const incidentOf = (held: Memory) => held.heads.get(fraud)?.incident;

/** No guard is broken. */
const calm = (): Memory => {
  const held = memory();
  held.alarms.set(CANARY, alarm(CANARY));
  held.traffic = { stable: minutes(900, 4), canary: minutes(100, 0) };
  return held;
};

describe("of a person's order and a function's look at the same moment", () => {
  test.each(['order', 'look'] as const)(
    'the %s acts that writes first, and the other leaves it alone',
    async (first) => {
      const held = memory();
      const [order, automation] = [await looked(held, 'canary'), await looked(held)];
      await (first === 'order' ? order : automation)();
      await (first === 'order' ? automation : order)();
      expect(held.shifts).toEqual([{ endpoint: fraud, to: first === 'order' ? TO_CANARY : WANTED }]);
      expect(incidentOf(held)).toMatchObject({ shift: { wanted: held.shifts[0]?.to, attempts: 1 } });
    },
  );
  test("an order that finds the function's change on its way leaves that shift to be proved", async () => {
    const held = memory();
    await (await looked(held))();
    const changing = held.fleets.get(fraud);
    // The order looked before SageMaker showed the change, and after the function wrote it down.
    held.fleets.set(fraud, weighing({ stable: 90, canary: 10 }));
    const order = await looked(held, 'canary');
    if (changing) held.fleets.set(fraud, changing);
    held.answers = { kind: 'busy' };
    await order();
    expect(incidentOf(held)).toMatchObject({ shift: { wanted: WANTED, attempts: 1 } });
    held.now = at(10.5);
    applyChange(held, fraud);
    await (await looked(held))();
    held.traffic = { stable: minutes(1_000, 5, [6, 12]), canary: minutes(100, 10, [6, 9]) };
    held.now = at(14);
    await (await looked(held))();
    expect(headlines(held).at(-1)).toMatch(/^RECOVERED fraud/);
  });
});

test('a canary that a person sent all traffic to, and that breaks then, is told of within a sweep or two', async () => {
  const held = calm();
  await (await looked(held, 'canary'))();
  applyChange(held, fraud);
  held.now = at(11);
  await sweep(worldOf(held));
  held.now = at(15.5);
  held.alarms.set(CANARY, breaching(CANARY, { transitionedAt: at(15.2) }));
  held.traffic = { stable: [], canary: minutes(1_000, 100, [11, 14]) };
  await sweep(worldOf(held));
  held.now += MINUTE;
  await sweep(worldOf(held));
  expect(held.shifts).toEqual([{ endpoint: fraud, to: TO_CANARY }]);
  expect(headlines(held)).toEqual([
    'Rolling back fraud by hand: all traffic to canary',
    'ROLLED_BACK_NOT_RECOVERED fraud: the variant that got the traffic breaks a guard',
    'NOT rolled back fraud: canary breaks errors-5xx',
  ]);
  expect(incidentOf(held)).toMatchObject({ hold: { kind: 'stable-stale' }, breach: { variant: 'canary' } });
});

test('C2: a letter that the topic did not take is sent although an order opens another incident', async () => {
  const held = memory();
  await (await looked(held))();
  held.fleets.set(fraud, { ...weighing({ stable: 90, canary: 10 }), config: 'config-2' });
  held.alarms.set(CANARY, alarm(CANARY));
  held.topic = 'down';
  held.now = at(11);
  await expect((await looked(held))()).rejects.toThrow('the topic took nothing');
  expect(incidentOf(held)).toMatchObject({ owed: 'ended', ending: { because: 'new-config' } });

  held.topic = 'up';
  held.now = at(12);
  await (await looked(held, 'canary'))();
  expect(headlines(held).slice(1)).toEqual([
    'Rolling back fraud by hand: all traffic to canary',
    expect.stringMatching(/^NOT_ROLLED_BACK fraud/),
  ]);
});

test('C2: a letter that the topic did not take is sent before that of a breach that opens another incident', async () => {
  const held = memory();
  const ending = { state: 'NOT_ROLLED_BACK', at: at(5), because: 'declined' } as const;
  held.heads.set(fraud, { incident: incident({ id: 'fraud-before', told: 1, ending, owed: 'ended' }), version: 4 });
  held.freeze = 'on';
  held.topic = 'down';
  held.alarms.set(CANARY, breaching(CANARY, { transitionedAt: at(9.7) }));
  await expect((await looked(held))()).rejects.toThrow('the topic took nothing');
  expect(incidentOf(held)).toMatchObject({ id: 'fraud-before', owed: 'ended' });
  held.topic = 'up';
  await (await looked(held))();
  expect(headlines(held)).toEqual([
    expect.stringMatching(/^NOT_ROLLED_BACK fraud/),
    expect.stringMatching(/^NOT rolled back fraud/),
  ]);
  expect(incidentOf(held)?.id).not.toBe('fraud-before');
});
