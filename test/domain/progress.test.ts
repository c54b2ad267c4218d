import { describe, expect, test } from 'vitest';
import { answered, concluded, intended, told } from '../../lambdas/domain/progress.ts';
import { at, incident, NOW, shift, WANTED } from '../builders.ts';

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
      hold: { kind: 'endpoint-busy', status: 'Updating' },
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
    const held = concluded({ kind: 'hold', incident: fresh, reason: { kind: 'frozen' } });
    expect(held).toEqual({ ...fresh, hold: { kind: 'frozen' }, owed: 'opened' });
  });
  test('to hold for the same reason changes nothing', () => {
    expect(concluded({ kind: 'hold', incident: frozen, reason: { kind: 'frozen' } })).toEqual(frozen);
  });
  test('to hold for another reason is kept, and not told again', () => {
    const busy = { kind: 'endpoint-busy', status: 'Updating' } as const;
    expect(concluded({ kind: 'hold', incident: frozen, reason: busy })).toEqual({ ...frozen, hold: busy });
  });
  test('to hold for another reason keeps what is owed already', () => {
    const owing = incident({ told: 1, hold: { kind: 'frozen' }, owed: 'changed' });
    expect(concluded({ kind: 'hold', incident: owing, reason: { kind: 'observing' } })).toMatchObject({
      owed: 'changed',
    });
  });
  describe('to hold, after people were told that traffic goes to stable once the endpoint is free,', () => {
    const busy = incident({ told: 1, hold: { kind: 'endpoint-busy', status: 'Updating' } });
    const then = (before: typeof busy, kind: 'frozen' | 'observing' | 'better-since') =>
      concluded({ kind: 'hold', incident: before, reason: { kind } });
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
    expect(concluded({ kind: 'watch', incident: frozen, inForce: false })).toBe(frozen);
    expect(concluded({ kind: 'watch', incident: frozen, inForce: true })).toEqual(frozen);
  });
  test('to watch weights in force is told to those who heard nothing yet: the answer had been lost', () => {
    const lost = incident({ shift: shift() });
    expect(concluded({ kind: 'watch', incident: lost, inForce: false })).toEqual(lost);
    expect(concluded({ kind: 'watch', incident: lost, inForce: true })).toEqual({ ...lost, owed: 'opened' });
  });
  test('to end owes the last letter, and holds no more', () => {
    const { hold: _over, ...rest } = frozen;
    expect(concluded({ kind: 'end', incident: frozen, ending })).toEqual({ ...rest, ending, owed: 'ended' });
  });
});

test('a letter on the topic is owed no more, and counted', () => {
  expect(told(incident({ told: 1, owed: 'ended' }))).toEqual(incident({ told: 2 }));
});
