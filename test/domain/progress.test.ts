import { describe, expect, test } from 'vitest';
import type { Incident } from '../../lambdas/domain/incident.ts';
import { answered, concluded, intended, told } from '../../lambdas/domain/progress.ts';
import type { HoldReason } from '../../lambdas/domain/reasons.ts';
import { ANA, at, incident, NOW, shift, WANTED } from '../builders.ts';

const fresh = incident();
const frozen = incident({ told: 1, hold: { kind: 'frozen' } });
const accepted = { kind: 'accepted' } as const;
const ending = { state: 'NOT_ROLLED_BACK', at: NOW, because: 'breach-over' } as const;

describe('an intent', () => {
  test('is written as asked for, once, now', () => {
    expect(intended(fresh, WANTED, NOW)).toEqual({ ...fresh, shift: shift() });
  });
  test('counts on from an earlier one, and keeps when that was', () => {
    const before = incident({ shift: shift({ attempts: 2, inForceAt: at(11) }) });
    expect(intended(before, WANTED, at(12)).shift).toEqual(shift({ attempts: 3, askedAt: at(12) }));
  });
  test('I5: for another target counts on, too: whoever changes it asks no oftener', () => {
    const elsewhere = { stable: 0, canary: 0, fallback: 1 };
    const before = incident({ shift: shift({ attempts: 2 }) });
    expect(intended(before, elsewhere, at(12)).shift).toEqual(
      shift({ wanted: elsewhere, attempts: 3, requestedAt: at(12), askedAt: at(12) }),
    );
  });
  test('that a person ordered since is a matter of its own', () => {
    const elsewhere = { stable: 0, canary: 10 };
    const before = incident({ shift: shift({ attempts: 2 }), byHand: { by: ANA, at: at(12) } });
    expect(intended(before, elsewhere, at(12)).shift?.attempts).toBe(1);
  });
  test('ends a hold', () => {
    expect(intended(frozen, WANTED, NOW)).not.toHaveProperty('hold');
  });
});

describe("SageMaker's answer", () => {
  const answeredWith = (before: typeof fresh, answer: Parameters<typeof answered>[2]) =>
    answered(before, intended(before, WANTED, NOW), answer);

  test('"accepted" is told as the first letter', () => {
    expect(answeredWith(fresh, accepted)).toMatchObject({ shift: { attempts: 1 }, owed: 'opened' });
  });
  test('"accepted" is told as news to those who heard of a hold', () => {
    expect(answeredWith(frozen, accepted)).toMatchObject({ told: 1, owed: 'changed' });
  });
  test('"accepted" is left to the last letter where the one in between is spent', () => {
    expect(answeredWith({ ...frozen, told: 2 }, accepted)).not.toHaveProperty('owed');
  });
  test('"accepted" for the second time is no news', () => {
    expect(answeredWith(incident({ told: 1, shift: shift() }), accepted)).not.toHaveProperty('owed');
  });
  test('a lost one claims and tells nothing: only the intent stands', () => {
    expect(answeredWith(fresh, { kind: 'lost', message: 'timeout' })).toEqual({ ...fresh, shift: shift() });
  });
  test('"busy" leaves the incident unshifted, waiting', () => {
    expect(answeredWith(fresh, { kind: 'busy' })).toEqual({
      ...fresh,
      hold: { kind: 'endpoint-busy', status: 'Updating', since: NOW },
      owed: 'opened',
    });
  });
  test('"refused" leaves the incident unshifted, with what SageMaker said', () => {
    expect(answeredWith(fresh, { kind: 'refused', message: 'no right' })).toEqual({
      ...fresh,
      hold: { kind: 'shift-refused', message: 'no right' },
      owed: 'opened',
    });
  });
  test('"refused" again is no news', () => {
    const refused = incident({ told: 1, hold: { kind: 'shift-refused', message: 'no right' } });
    expect(answeredWith(refused, { kind: 'refused', message: 'still no right' })).toEqual(refused);
  });
});

describe('a verdict that moves no weights', () => {
  test('to hold is told once', () => {
    const held = concluded({ kind: 'hold', incident: fresh, reason: { kind: 'frozen' } }, NOW);
    expect(held).toEqual({ ...fresh, hold: { kind: 'frozen' }, owed: 'opened' });
  });
  test('to hold for the same reason changes nothing', () => {
    expect(concluded({ kind: 'hold', incident: frozen, reason: { kind: 'frozen' } }, NOW)).toEqual(frozen);
  });
  test('to hold for another reason is kept, and not told again', () => {
    const busy = { kind: 'endpoint-busy', status: 'Updating' } as const;
    expect(concluded({ kind: 'hold', incident: frozen, reason: busy }, NOW)).toEqual({
      ...frozen,
      hold: { ...busy, since: NOW },
    });
  });
  test('to hold for another reason keeps what is owed already', () => {
    const owing = incident({ told: 1, hold: { kind: 'frozen' }, owed: 'changed' });
    expect(concluded({ kind: 'hold', incident: owing, reason: { kind: 'observing' } }, NOW)).toMatchObject({
      owed: 'changed',
    });
  });
  describe('to hold, after people were told that traffic goes to stable once the endpoint is free,', () => {
    const busy = incident({ told: 1, hold: { kind: 'endpoint-busy', status: 'Updating' } });
    const then = (before: typeof busy, kind: 'frozen' | 'observing' | 'better-since') =>
      concluded({ kind: 'hold', incident: before, reason: { kind } }, NOW);
    test('for a reason that breaks the promise is told', () => {
      expect(then(busy, 'frozen')).toEqual({ ...busy, hold: { kind: 'frozen' }, owed: 'changed' });
      expect(then(busy, 'observing')).toMatchObject({ owed: 'changed' });
    });
    test('because it is well again is not: the promise has come to nothing worse', () => {
      expect(then(busy, 'better-since')).not.toHaveProperty('owed');
    });
    test('is told once: a second letter in between would make four', () => {
      expect(then({ ...busy, told: 2 }, 'frozen')).not.toHaveProperty('owed');
    });
  });
  test('to watch keeps the incident as the look saw it', () => {
    expect(concluded({ kind: 'watch', incident: frozen, inForce: false }, NOW)).toBe(frozen);
    expect(concluded({ kind: 'watch', incident: frozen, inForce: true }, NOW)).toEqual(frozen);
  });
  test('to watch weights in force is told to those who heard nothing yet: the answer had been lost', () => {
    const lost = incident({ shift: shift() });
    expect(concluded({ kind: 'watch', incident: lost, inForce: false }, NOW)).toEqual(lost);
    expect(concluded({ kind: 'watch', incident: lost, inForce: true }, NOW)).toEqual({ ...lost, owed: 'opened' });
  });
  test.each<readonly [string, Incident, Incident['owed']]>([
    ['that nobody heard of', incident({ shift: shift() }), 'opened'],
    ['after a hold that people were told of', incident({ told: 1, toldAt: at(9), shift: shift() }), 'changed'],
    [
      'after one that SageMaker took back',
      incident({ told: 1, toldAt: at(9), takenBack: { attempt: 1 }, shift: shift({ attempts: 2 }) }),
      'changed',
    ],
    [
      'that people had been asked for, and heard since that their time was over,',
      incident({ told: 2, toldAt: at(9), asked: ['awaiting-approval', 'approval-expired'], shift: shift() }),
      'changed',
    ],
    ['that is a repetition', incident({ told: 1, toldAt: at(9), shift: shift({ attempts: 2 }) }), undefined],
    ['that people were told of', incident({ told: 1, toldAt: at(10.1), shift: shift() }), undefined],
    ['of an incident that has had its letters', incident({ told: 2, toldAt: at(9), shift: shift() }), undefined],
    ['that people were told of in that very moment', incident({ told: 1, toldAt: NOW, shift: shift() }), undefined],
    [
      'after one that SageMaker took back, of which two letters have told,',
      incident({ told: 2, toldAt: at(9), takenBack: { attempt: 1 }, shift: shift({ attempts: 2 }) }),
      undefined,
    ],
  ])('C2: to watch a shift without an answer %s is news once no call is under way any more', (_, lost, owed) => {
    const watching = { kind: 'watch', incident: lost, inForce: false } as const;
    expect(concluded(watching, at(10.49)).owed).toBeUndefined();
    expect(concluded(watching, at(10.5)).owed).toBe(owed);
  });
  test('to end owes the last letter, and holds no more', () => {
    const { hold: _over, ...rest } = frozen;
    expect(concluded({ kind: 'end', incident: frozen, ending }, NOW)).toEqual({ ...rest, ending, owed: 'ended' });
  });
});

describe('what only a person can move on', () => {
  const awaiting = { kind: 'awaiting-approval', until: at(25), plan: 'p' } as const;
  const holding = (before: typeof fresh, reason: HoldReason, now = NOW) =>
    concluded({ kind: 'hold', incident: before, reason }, now);
  test('is the first letter of an incident that opens with it', () => {
    expect(holding(fresh, awaiting)).toEqual({
      ...fresh,
      hold: awaiting,
      asked: ['awaiting-approval'],
      approveUntil: at(25),
      owed: 'opened',
    });
  });
  test('is told whatever was told before, and once', () => {
    const asked = holding(incident({ told: 2, hold: { kind: 'frozen' } }), awaiting);
    expect(asked).toMatchObject({ owed: 'changed', approveUntil: at(25) });
    const frozenSince = incident({ told: 3, hold: { kind: 'frozen' }, asked: ['awaiting-approval'] });
    expect(holding(frozenSince, awaiting)).not.toHaveProperty('owed');
  });
  test('L2: is told once more when nobody answered in time', () => {
    const late = incident({ told: 1, hold: awaiting, asked: ['awaiting-approval'], approveUntil: at(25) });
    const expired = { kind: 'approval-expired', since: at(25), plan: 'p' } as const;
    expect(holding(late, expired, at(25))).toMatchObject({
      owed: 'changed',
      asked: ['awaiting-approval', 'approval-expired'],
    });
  });
  test('and is done after all is news to those who were asked', () => {
    const asked = incident({ told: 2, hold: awaiting, asked: ['awaiting-approval', 'approval-expired'] });
    expect(answered(asked, intended(asked, WANTED, NOW), accepted)).toMatchObject({ owed: 'changed' });
  });
});

describe('a hold that lasts', () => {
  const again = (before: Incident, now: number) =>
    concluded({ kind: 'hold', incident: before, reason: before.hold ?? { kind: 'frozen' } }, now);
  const DAY = 24 * 60;
  test('L3: is told again when its newest letter is a day old, and daily', () => {
    const open = incident({ told: 1, toldAt: NOW, hold: { kind: 'frozen' } });
    expect(again(open, at(10 + DAY - 1))).toBe(open);
    const reminded = again(open, at(10 + DAY));
    expect(reminded).toMatchObject({ owed: 'reminder' });
    const sent = told(reminded, at(10 + DAY));
    expect(again(sent, at(10 + 2 * DAY - 1))).not.toHaveProperty('owed');
    expect(again(sent, at(10 + 2 * DAY))).toMatchObject({ owed: 'reminder' });
  });
  test('L3: by the time when it opened, where an older version wrote it', () => {
    expect(again(incident({ told: 1, hold: { kind: 'frozen' } }), at(10 + DAY))).toMatchObject({ owed: 'reminder' });
  });
  test('F10 L2: because the endpoint is busy is told once more after ten minutes', () => {
    const busy = incident({ told: 1, toldAt: NOW, hold: { kind: 'endpoint-busy', status: 'Updating', since: NOW } });
    expect(again(busy, at(19.9))).toBe(busy);
    const long = again(busy, at(20));
    expect(long).toMatchObject({ owed: 'changed', asked: ['endpoint-busy'] });
    expect(again(told(long, at(20)), at(40))).not.toHaveProperty('owed');
  });
});

test('a letter on the topic is owed no more, and counted with its time', () => {
  expect(told(incident({ told: 1, owed: 'ended' }), NOW)).toEqual(incident({ told: 2, toldAt: NOW }));
});
