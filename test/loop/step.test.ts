import { describe, expect, test } from 'vitest';
import { MINUTE, SECOND } from '../../lambdas/domain/model.ts';
import { step } from '../../lambdas/loop/step.ts';
import { alarm, alarmName, at, deployment, endpointName, minutes, policy, WANTED, weighing } from '../builders.ts';
import { applyChange, type Memory, memory, portsOf } from '../memory.ts';

const fraud = endpointName('fraud');
const look = async (held: Memory, after = 0) => {
  held.now += after;
  const world = { ports: portsOf(held), deployment: held.deployment };
  return (await step(world, held.deployment.policies[0] ?? policy())).verdict;
};
/** Each letter by the first part of its subject, and its number. */
const told = ({ letters }: Memory) =>
  letters.map(({ headline, incident }) => [headline.replace(/:.*/, ''), incident?.number]);
const wellAgain = (held: Memory) => {
  held.traffic = { stable: minutes(1_000, 5, [6, 12]), canary: minutes(100, 10, [6, 9]) };
};

describe('a roll-back', () => {
  test('C1: reads everything at once, and writes its intent before it shifts', async () => {
    const held = memory();
    const looking = look(held);
    const inOneRound = [...held.done];
    await looking;
    expect(inOneRound.toSorted()).toEqual(['alarms', 'describe fraud', 'freeze', 'head', 'traffic']);
    expect(held.done.slice(inOneRound.length)).toEqual(['intent', 'shift', 'shifted', 'publish', 'told']);
  });
  test('names every variant to SageMaker', async () => {
    const held = memory();
    await look(held);
    expect(held.shifts).toEqual([{ endpoint: 'fraud', to: WANTED }]);
  });
  test('waits no longer than 300 ms for its intent', async () => {
    const held = memory();
    await look(held);
    expect(held.waits[0]).toBeLessThanOrEqual(300);
  });
  test('does not wait for a topic that never answers', async () => {
    const held = memory();
    const ports = portsOf(held);
    const silent = { ...ports, oncall: { ...ports.oncall, publish: () => new Promise<never>(() => undefined) } };
    void step({ ports: silent, deployment: held.deployment }, policy());
    await new Promise(setImmediate);
    expect(held.shifts).toHaveLength(1);
  });
  test('is not made when SageMaker does not say what is there', async () => {
    const held = memory();
    held.unreadable = fraud;
    await expect(look(held)).rejects.toThrow('SageMaker does not answer');
    expect(held.done).not.toContain('shift');
    expect(held.heads.size).toBe(0);
  });
});

describe('an incident from breach to proof', () => {
  test('shifts once, tells twice, and ends RECOVERED', async () => {
    const held = memory();
    expect(await look(held)).toBe('roll-back');
    held.now += 20 * SECOND;
    applyChange(held, fraud);
    expect(await look(held, 10 * SECOND)).toBe('watch');
    wellAgain(held);
    expect(await look(held, MINUTE)).toBe('watch');
    expect(await look(held, 2 * MINUTE)).toBe('end');
    expect(await look(held, MINUTE)).toBe('nothing');
    expect(held.shifts).toHaveLength(1);
    expect(told(held)).toEqual([
      ['Rolling back fraud', 1],
      ['RECOVERED fraud', 2],
    ]);
    expect(held.letters.at(-1)?.incident).toMatchObject({ last: true });
  });
  test('that was frozen first tells three times, and no more', async () => {
    const held = memory();
    held.freeze = 'all';
    await look(held);
    await look(held, MINUTE);
    held.freeze = 'off';
    await look(held, MINUTE);
    applyChange(held, fraud);
    await look(held, MINUTE);
    held.traffic = 'unreadable';
    for (const _ of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]) await look(held, MINUTE);
    expect(told(held)).toEqual([
      ['NOT rolled back fraud', 1],
      ['Rolling back fraud', 2],
      ['ROLLED_BACK_NOT_RECOVERED fraud', 3],
    ]);
  });
});

test('a freeze of another endpoint of this deployment is no matter', async () => {
  const held = memory(deployment(policy(), policy({ endpoint: endpointName('churn') })));
  held.freeze = 'churn';
  expect(await look(held)).toBe('roll-back');
});

describe('a hold', () => {
  const holding: readonly (readonly [string, (held: Memory) => void])[] = [
    ['a freeze', (held) => Object.assign(held, { freeze: 'fraud' })],
    ['an unreadable freeze', (held) => Object.assign(held, { freeze: undefined })],
    ['a busy endpoint', (held) => held.fleets.set(fraud, weighing({ stable: 90, canary: 10 }, { status: 'Updating' }))],
    ['a sick stable', (held) => held.alarms.set(alarmName('stable'), alarm(alarmName('stable'), { state: 'ALARM' }))],
  ];
  test.each(holding)('by %s tells once, writes once and shifts nothing', async (_, because) => {
    const held = memory();
    because(held);
    expect([await look(held), await look(held, MINUTE)]).toEqual(['hold', 'hold']);
    expect(held.shifts).toEqual([]);
    expect(held.letters).toHaveLength(1);
    expect(held.done.filter((what) => what === 'hold')).toHaveLength(1);
  });
  test('by the mode says what it would do', async () => {
    const held = memory(deployment(policy({ mode: 'observe' })));
    await look(held);
    expect(held.shifts).toEqual([]);
    expect(told(held)).toEqual([['Would roll back fraud', 1]]);
  });
});

test('a look that finds nothing writes nothing and tells nobody', async () => {
  const held = memory();
  held.alarms.clear();
  expect(await look(held)).toBe('nothing');
  expect(held.done).toHaveLength(5);
});

describe('what SageMaker answers', () => {
  test('"busy" is waited out, and the next look shifts', async () => {
    const held = memory();
    held.answers = { kind: 'busy' };
    await look(held);
    expect(told(held)).toEqual([['NOT rolled back fraud', 1]]);
    held.answers = { kind: 'accepted' };
    await look(held, MINUTE);
    expect(told(held).at(-1)).toEqual(['Rolling back fraud', 2]);
  });
  test('F43: "refused" is told with its words, once, and asked again', async () => {
    const held = memory();
    held.answers = { kind: 'refused', message: 'AccessDenied: not authorized' };
    await look(held);
    await look(held, MINUTE);
    expect(held.letters.map(({ done }) => done)).toEqual([
      'Nothing was shifted: SageMaker refused the change: AccessDenied: not authorized.',
    ]);
    expect(held.shifts).toHaveLength(2);
  });
  test('when lost after its effect, claims nothing until a look sees it in force', async () => {
    const held = memory();
    held.answers = { kind: 'lost', message: 'timeout' };
    await look(held);
    expect(held.letters).toEqual([]);
    applyChange(held, fraud);
    expect(await look(held, MINUTE)).toBe('watch');
    expect(told(held)).toEqual([['Rolling back fraud', 1]]);
    wellAgain(held);
    expect(await look(held, 2 * MINUTE)).toBe('end');
    expect(held.shifts).toHaveLength(1);
    expect(told(held).at(-1)).toEqual(['RECOVERED fraud', 2]);
  });
  test('when lost before its effect, claims nothing, and the shift is asked for again', async () => {
    const held = memory();
    held.answers = { kind: 'lost', message: 'timeout' };
    held.effect = false;
    await look(held);
    held.answers = { kind: 'accepted' };
    expect(await look(held, SECOND)).toBe('watch');
    expect(await look(held, MINUTE)).toBe('roll-back');
    expect(held.shifts).toHaveLength(2);
  });
});

test('three reverts by SageMaker end the incident, and people are told to do it by hand', async () => {
  const held = memory();
  for (const _ of [1, 2, 3]) {
    expect(await look(held)).toBe('roll-back');
    held.fleets.set(fraud, weighing({ stable: 90, canary: 10 }));
    held.now += MINUTE;
  }
  expect(await look(held)).toBe('end');
  expect(told(held).at(-1)).toEqual(['NOT_ROLLED_BACK fraud', 2]);
  expect(held.letters.at(-1)?.command).toContain('VariantName=canary,DesiredWeight=0');
  expect(await look(held, MINUTE)).toBe('nothing');
  expect(held.now).toBe(at(14));
});
