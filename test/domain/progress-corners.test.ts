import { describe, expect, test } from 'vitest';
import { held, intended } from '../../lambdas/domain/progress.ts';
import type { HoldReason } from '../../lambdas/domain/reasons.ts';
import { ANA, at, incident, NOW, shift } from '../builders.ts';

const DAY = 24 * 60;
const FROZEN = { kind: 'frozen' } as const;

describe('a hold that lasts', () => {
  const lasting = (hold: HoldReason, over: Parameters<typeof incident>[0] = {}) =>
    incident({ told: 1, toldAt: NOW, hold, ...over });
  const busy = { kind: 'endpoint-busy', status: 'Updating', since: NOW } as const;

  test('is not told as a busy endpoint, whatever else it is that has a time of its own', () => {
    const shared = lasting({ kind: 'common-cause', before: 0.005, after: 0.02, since: at(-30) });
    expect(held(shared, { kind: 'common-cause', before: 0.005, after: 0.02, since: at(-30) }, at(40))).toEqual(shared);
  });
  test('is not told once more before its first letter is sent, or while another one is owed', () => {
    for (const waiting of [lasting(busy, { told: 0 }), lasting(busy, { owed: 'changed' })])
      expect(held(waiting, busy, at(40))).toEqual(waiting);
    const opening = lasting(FROZEN, { told: 0, owed: 'opened' });
    expect(held(opening, FROZEN, at(10 + DAY))).toEqual(opening);
  });
});

describe('a hold that is new', () => {
  test('waits for an answer until its time only where it asks for one', () => {
    const muted = { kind: 'muted', rule: 'quiet-night', until: at(40) } as const;
    expect(held(incident(), muted, NOW)).not.toHaveProperty('approveUntil');
    const asking = { kind: 'awaiting-approval', until: at(25), plan: '' } as const;
    expect(held(incident(), asking, NOW)).toMatchObject({ approveUntil: at(25) });
  });
  test('breaks no promise to who was told of a shift, and not of a wait', () => {
    expect(held(incident({ told: 1 }), FROZEN, NOW)).not.toHaveProperty('owed');
  });
  test('is told after a shift that SageMaker took back, once: not to who heard more than the first letter', () => {
    const heldBy = (told: number) => held(incident({ told, takenBack: { attempt: 1 } }), FROZEN, NOW);
    expect(heldBy(1)).toMatchObject({ owed: 'changed' });
    expect(heldBy(2)).not.toHaveProperty('owed');
  });
});

test('I5: what a person ordered before the last request is no reason to count anew', () => {
  const asked = shift({ askedAt: at(12), attempts: 2 });
  const other = { stable: 0, canary: 10 };
  const attempts = (orderedAt: number) =>
    intended(incident({ byHand: { by: ANA, at: orderedAt }, shift: asked }), other, at(13)).shift.attempts;
  expect([at(11), at(12), at(12) + 1].map(attempts)).toEqual([3, 3, 1]);
});
