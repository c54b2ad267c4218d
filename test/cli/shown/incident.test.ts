import { describe, expect, test } from 'vitest';
import { awaitedOf, type Told } from '../../../cli/shown/incident.ts';
import { at, incident, NOW, policy, shift } from '../../builders.ts';

const told = (now = NOW, over = {}): Told => ({
  policy: policy(over),
  places: { guardPrefix: 'rb/guard/fraud/', freezeParameter: '/rb/freeze' },
  now,
});

describe('an open incident', () => {
  test('that just opened waits for the next look', () => {
    expect(awaitedOf(incident(), told())).toMatchObject({ awaited: expect.stringContaining('next look') });
  });
  test('that is held says why, and what to do with which command', () => {
    const held = awaitedOf(incident({ hold: { kind: 'frozen', by: 'ana', reason: 'sale\nall is well' } }), told());
    expect(held.is).toBe('Nothing was shifted: rollbacks are frozen by ana: "sale all is well".');
    expect(held.command).toBe('npx sagemaker-rollback rollback fraud');
  });
  test('whose shift is not in force waits for SageMaker', () => {
    expect(awaitedOf(incident({ shift: shift({ attempts: 2 }) }), told(at(12)))).toMatchObject({
      is: 'stable 100 %, canary 0 % was asked for at 10:10:00 UTC, request 2 of at most 3, and is not in force yet.',
      awaited: 'Waited for: that SageMaker applies it. It has 8 min left, and then is told as not recovered.',
    });
  });
  test('whose shift is in force waits for the proof, as long as there is time', () => {
    const inForce = incident({ shift: shift({ inForceAt: at(11) }) });
    expect(awaitedOf(inForce, told(at(12))).is).toContain('and is in force since 10:11:00 UTC.');
    expect(awaitedOf(inForce, told(at(12))).awaited).toContain(
      'no other variant serves a request, as proof. It has 8 min',
    );
    expect(awaitedOf(inForce, told(at(20))).awaited).toContain('Its time is over: the next look ends it.');
  });
});
