import { describe, expect, test } from 'vitest';
import { decide } from '../../../lambdas/domain/decide.ts';
import type { Fleet, Variant } from '../../../lambdas/domain/model.ts';
import type { Situation } from '../../../lambdas/domain/situation.ts';
import {
  at,
  fleet,
  guardAlarms,
  minutes,
  NOW,
  policy,
  shifted,
  situation,
  variant,
  variantName,
} from '../../builders.ts';

const PREVIOUS = policy({ canaries: ['canary', 'previous'].map(variantName), fallback: variantName('previous') });

const withPrevious = (over: Partial<Variant> = {}, stable: readonly Variant[] = [variant('stable', 80)]): Fleet =>
  fleet({ variants: [...stable, variant('canary', 10), variant('previous', 10, over)] });

const alarms = (changed: Parameters<typeof guardAlarms>[1] = {}, of = PREVIOUS) =>
  guardAlarms(of, { previous: { state: 'OK' }, stable: { state: 'ALARM' }, ...changed });

const TRAFFIC = { stable: minutes(800, 4), canary: minutes(100, 10), previous: minutes(100, 0) };

const verdict = (over: Partial<Situation> = {}, now = NOW) =>
  decide(situation({ policy: PREVIOUS, fleet: withPrevious(), alarms: alarms(), traffic: TRAFFIC, ...over }), now);

const TO_PREVIOUS = { stable: 0, canary: 0, previous: 10 };

describe('where stable is unwell too', () => {
  test('F20: the traffic goes to the variant that the config names, and the letter can say why', () => {
    expect(verdict()).toMatchObject({
      kind: 'roll-back',
      to: TO_PREVIOUS,
      incident: { insteadOf: { kind: 'stable-unwell' } },
    });
  });

  test.each([
    ['is missing', withPrevious({}, [])],
    ['has no instances', withPrevious({}, [variant('stable', 80, { instances: 0 })])],
  ])('F21: the same where stable %s', (_, seen) => {
    expect(verdict({ fleet: seen, alarms: alarms({ stable: { state: 'OK' } }) })).toMatchObject({
      kind: 'roll-back',
      to: { previous: 10, canary: 0 },
    });
  });

  test.each([
    ['breaks a guard itself', { alarms: alarms({ previous: {} }) }, 'suspect'],
    [
      'has a guard that was not evaluated',
      { alarms: alarms({ previous: { state: 'OK', evaluated: false } }) },
      'unwell',
    ],
    ['has no instances', { fleet: withPrevious({ instances: 0 }) }, 'without-instances'],
    ['is not there', { fleet: fleet({ variants: [variant('stable', 80), variant('canary', 10)] }) }, 'missing'],
    ['is smaller than stable, and nobody stated a bound', { fleet: withPrevious({ instances: 1 }) }, 'too-small'],
    ['breaks the bound', { policy: { ...PREVIOUS, stableMaxRequestsPerInstance: 499 } }, 'too-small'],
    [
      'has a bound, and the load could not be read',
      { policy: { ...PREVIOUS, stableMaxRequestsPerInstance: 499 }, traffic: 'unreadable' as const },
      'load-unknown',
    ],
  ])('I2: nothing is shifted where the fallback %s', (_, over, doubt) => {
    expect(verdict(over)).toMatchObject({
      kind: 'hold',
      reason: { kind: 'no-fallback', fallback: 'previous', doubt, stable: { kind: 'stable-unwell' } },
    });
  });

  test('I8: a stated bound lets a smaller fallback have the traffic', () => {
    const bounded = { ...PREVIOUS, stableMaxRequestsPerInstance: 1_000 };
    expect(verdict({ policy: bounded, fleet: withPrevious({ instances: 1 }) })).toMatchObject({ kind: 'roll-back' });
  });

  test.each(['observe', 'recommend', 'approve'] as const)('I4: in mode %s people are told of stable alone', (mode) => {
    expect(verdict({ policy: { ...PREVIOUS, mode } })).toMatchObject({
      kind: 'hold',
      reason: { kind: 'stable-unwell' },
    });
  });
});

describe('where stable is well', () => {
  test('the fallback gets nothing', () => {
    expect(verdict({ alarms: alarms({ stable: {} }) })).toMatchObject({
      kind: 'roll-back',
      to: { stable: 80, previous: 0 },
    });
  });

  test.each([
    [
      'carried too little',
      { fleet: fleet({ variants: [variant('stable', 30), variant('canary', 60), variant('previous', 10)] }) },
    ],
    ['is too small', { policy: { ...PREVIOUS, stableMaxRequestsPerInstance: 400 } }],
  ])('and only %s, a person decides', (_, over) => {
    expect(verdict({ alarms: alarms({ stable: {} }), ...over })).toMatchObject({
      kind: 'hold',
      reason: { kind: expect.stringMatching(/stable-(stale|too-small)/) as string },
    });
  });
});

test('a fallback that got the traffic has to be well for the proof, and the others silent', () => {
  const inForce = shifted({ wanted: TO_PREVIOUS });
  const there = fleet({
    variants: [variant('stable', 0), variant('canary', 0), variant('previous', 10)],
    lastModifiedAt: at(10.4),
  });
  const traffic = {
    stable: minutes(900, 4, [6, 9]),
    canary: minutes(100, 10, [6, 9]),
    previous: minutes(1_000, 0, [6, 11]),
  };
  const seen = { incident: inForce, fleet: there, traffic };
  expect(verdict(seen, at(13))).toMatchObject({ kind: 'end', ending: { state: 'RECOVERED' } });
  const ill = { ...seen, alarms: alarms({ previous: {} }) };
  expect(verdict(ill, at(13))).not.toMatchObject({ ending: { state: 'RECOVERED' } });
});
