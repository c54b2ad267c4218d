import { describe, expect, test } from 'vitest';
import { ANSWER_HOLDS, type Answer, planOf } from '../../lambdas/domain/answer.ts';
import { MINUTE } from '../../lambdas/domain/model.ts';
import type { Mode } from '../../lambdas/domain/policy.ts';
import { look as readAll } from '../../lambdas/loop/look.ts';
import { step } from '../../lambdas/loop/step.ts';
import { ANA, at, deployment, endpointName, minutes, policy, WANTED, weighing } from '../builders.ts';
import { applyChange, type Memory, memory, portsOf } from '../memory.ts';

const fraud = endpointName('fraud');
const DAY = 24 * 60 * MINUTE;
const inMode = (mode: Mode): Memory => memory(deployment(policy({ mode, approveWithinMinutes: 15 })));

const logged: (readonly [string, unknown])[] = [];
const look = async (held: Memory, after = 0) => {
  held.now += after;
  // The breach lasts, and its newest minutes with it.
  if (held.traffic !== 'unreadable' && after > 0 && incidentOf(held)?.shift === undefined)
    held.traffic = badSince(held.now);
  const ports = {
    ...portsOf(held),
    log: (...line: readonly [string, unknown?]) => void logged.push([line[0], line[1]]),
  };
  const { verdict } = await step({ ports, deployment: held.deployment }, held.deployment.policies[0] ?? policy());
  return verdict;
};
const badSince = (now: number) => {
  const last = Math.floor((now - at(0)) / MINUTE) - 2;
  return { stable: minutes(900, 4, [6, last]), canary: minutes(100, 10, [6, last]) };
};
const proving = (held: Memory): void => {
  applyChange(held, fraud);
  held.traffic = { stable: minutes(1_000, 5, [6, 60]), canary: minutes(100, 10, [6, 9]) };
};
const incidentOf = (held: Memory) => held.heads.get(fraud)?.incident;
const headlines = ({ letters }: Memory) => letters.map(({ headline }) => headline.replace(/:.*/, ''));
const answers = (held: Memory, kind: Answer['kind'], over: Partial<Answer> = {}): void => {
  const plan = planOf('config-1', WANTED);
  const bound = { incident: incidentOf(held)?.id ?? '', plan, by: ANA, at: held.now, until: held.now + ANSWER_HOLDS };
  held.answered.set(fraud, { kind, ...bound, ...over });
};

describe('mode approve', () => {
  test('I4: shifts nothing until a person approves, and then as in mode auto, to the proof', async () => {
    const held = inMode('approve');
    expect([await look(held), await look(held, MINUTE)]).toEqual(['hold', 'hold']);
    expect(held.shifts).toEqual([]);
    answers(held, 'approve');
    expect(await look(held)).toBe('roll-back');
    expect(held.shifts).toEqual([{ endpoint: fraud, to: WANTED }]);
    proving(held);
    await look(held, MINUTE);
    expect(await look(held, 5 * MINUTE)).toBe('end');
    expect(headlines(held)).toEqual(['APPROVE? Roll back fraud', 'Rolling back fraud', 'RECOVERED fraud']);
    expect(held.letters[1]?.done).toContain(`${ANA} approved it at 10:11:00 UTC. Asked SageMaker`);
  });
  test('reads the answer in the one round of reads, and no other mode reads it', async () => {
    const held = inMode('approve');
    const looking = readAll(portsOf(held), held.deployment, held.deployment.policies[0] ?? policy());
    expect(held.done.toSorted()).toEqual(['alarms', 'answer', 'describe fraud', 'freeze', 'head', 'traffic']);
    await looking;
    for (const mode of ['observe', 'recommend', 'auto'] as const) {
      const other = inMode(mode);
      await look(other);
      expect(other.done).not.toContain('answer');
    }
  });
  test('L2: asks once more when nobody answered in time, and still takes an answer then', async () => {
    const held = inMode('approve');
    await look(held);
    await look(held, 14 * MINUTE);
    expect(held.letters).toHaveLength(1);
    await look(held, MINUTE);
    expect(headlines(held)).toEqual(['APPROVE? Roll back fraud', 'NOBODY ANSWERED. Roll back fraud']);
    held.now += 2 * MINUTE;
    answers(held, 'approve');
    expect(await look(held, MINUTE)).toBe('roll-back');
    expect(held.letters[2]?.done).toContain('2 minutes late');
  });
  test('ends without a shift once a person declines, and asks nobody again for that breach', async () => {
    const held = inMode('approve');
    await look(held);
    answers(held, 'decline', { reason: 'a load test' });
    expect(await look(held, MINUTE)).toBe('end');
    expect(await look(held, MINUTE)).toBe('nothing');
    expect(held.shifts).toEqual([]);
    expect(incidentOf(held)).toMatchObject({ ending: { state: 'NOT_ROLLED_BACK', because: 'declined' } });
    expect(headlines(held)).toEqual(['APPROVE? Roll back fraud', 'NOT_ROLLED_BACK fraud']);
  });
  test('asks once a freeze that held it first is lifted, although people were told of the freeze', async () => {
    const held = inMode('approve');
    held.freeze = 'fraud';
    await look(held);
    held.freeze = 'off';
    await look(held, MINUTE);
    expect(headlines(held)).toEqual(['NOT rolled back fraud', 'APPROVE? Roll back fraud']);
  });
  test('S4: logs an answer that counts as none, and stays silent about one to an earlier incident', async () => {
    const held = inMode('approve');
    await look(held);
    answers(held, 'approve', { plan: planOf('config-2', WANTED) });
    logged.length = 0;
    expect(await look(held, MINUTE)).toBe('hold');
    expect(logged.find(([message]) => message === 'answer rejected')?.[1]).toMatchObject({ because: 'other-plan' });
    answers(held, 'approve', { incident: 'fraud-20260101T080000', at: at(-100) });
    logged.length = 0;
    expect(await look(held, MINUTE)).toBe('hold');
    expect(logged.some(([message]) => message === 'answer rejected')).toBe(false);
  });
  test('holds where the table does not answer: nobody is known to have approved', async () => {
    const held = inMode('approve');
    await look(held);
    answers(held, 'approve');
    held.table = 'down';
    expect(await look(held, MINUTE)).toBe('hold');
    expect(held.shifts).toEqual([]);
  });
});

describe('mode recommend', () => {
  test('asks a person, proves what they did with the AWS CLI, and says so', async () => {
    const held = inMode('recommend');
    await look(held);
    await look(held, MINUTE);
    expect(held.letters[0]?.next).toContain('npx sagemaker-rollback rollback fraud');
    held.fleets.set(fraud, weighing(WANTED, { lastModifiedAt: held.now }));
    expect(await look(held, MINUTE)).toBe('watch');
    proving(held);
    expect(await look(held, 5 * MINUTE)).toBe('end');
    expect(held.shifts).toEqual([]);
    expect(headlines(held)).toEqual(['Please roll back fraud', 'RECOVERED fraud']);
    expect(held.letters[1]?.done).toMatch(/^Somebody who was asked to gave the endpoint stable 100 %, canary 0 %/);
  });
});

test('L3: an incident that nobody ends is told again each day, in any mode', async () => {
  for (const mode of ['observe', 'recommend', 'auto'] as const) {
    const held = inMode(mode);
    if (mode === 'auto') held.freeze = 'fraud';
    await look(held);
    await look(held, DAY - MINUTE);
    expect(held.letters).toHaveLength(1);
    await look(held, MINUTE);
    await look(held, MINUTE);
    await look(held, DAY);
    expect(
      headlines(held)
        .slice(1)
        .map((headline) => headline.slice(0, 22)),
    ).toEqual(['OPEN since 2026-01-01.', 'OPEN since 2026-01-01.']);
  }
});
