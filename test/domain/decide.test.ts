import { describe, expect, test } from 'vitest';
import { decide } from '../../lambdas/domain/decide.ts';
import type { Situation } from '../../lambdas/domain/situation.ts';
import {
  at,
  BREACH_AT,
  endpointName,
  fleet,
  guardAlarms,
  incident,
  minutes,
  NOW,
  policy,
  shift,
  situation,
  variant,
  variantName,
  weighing,
} from '../builders.ts';

const ended = (over: Parameters<typeof incident>[0] = {}) =>
  incident({ told: 2, ending: { state: 'NOT_ROLLED_BACK', at: at(9.8), because: 'kept-being-reverted' }, ...over });
const calm = guardAlarms(policy(), { canary: { state: 'OK' } });
const verdict = (over: Partial<Situation> = {}, now = NOW) => decide(situation(over), now);

describe('a canary that breaks its guard beside a healthy stable', () => {
  test('is rolled back, and every variant is named', () => {
    expect(verdict()).toMatchObject({ kind: 'roll-back', to: { stable: 90, canary: 0 } });
  });
  test('opens an incident that keeps what was seen', () => {
    expect(verdict()).toMatchObject({
      incident: {
        id: 'fraud-20260101T100930',
        endpoint: 'fraud',
        config: 'config-1',
        openedAt: NOW,
        weightsAtOpen: { stable: 90, canary: 10 },
        modifiedAtOpen: at(-60),
        breach: {
          variant: 'canary',
          alarm: 'rb/guard/fraud/canary/errors-5xx',
          guard: 'errors-5xx',
          at: BREACH_AT,
          threshold: 0.02,
          value: 0.1,
          requests: 100,
        },
        told: 0,
      },
    });
  });
  test('goes on with the incident that is open already', () => {
    const open = incident({ told: 1, hold: { kind: 'frozen' } });
    expect(verdict({ incident: open })).toEqual({ kind: 'roll-back', incident: open, to: { stable: 90, canary: 0 } });
  });
  test('is rolled back although the metrics cannot be read: the alarm names its datapoints', () => {
    expect(verdict({ traffic: 'unreadable' })).toMatchObject({
      kind: 'roll-back',
      incident: { breach: { value: 0.1 } },
    });
    expect(verdict({ traffic: 'unreadable' })).not.toHaveProperty('incident.breach.requests');
  });
});

/** What an alarm that was set by hand has to say. */
const NOTHING = { datapoints: [], threshold: 0.02, from: at(6) };

describe('the guard that opens an incident', () => {
  const two = policy({ canaries: [variantName('canary'), variantName('second')] });
  const three = fleet({ variants: [variant('stable', 80), variant('canary', 10), variant('second', 10)] });
  const opens = (changed: Parameters<typeof guardAlarms>[1]) =>
    verdict({ policy: two, fleet: three, alarms: guardAlarms(two, changed) });

  const bothBad = { stable: minutes(900, 4), canary: minutes(100, 10), second: minutes(100, 10) };

  test('is the one that broke first', () => {
    const alarms = guardAlarms(two, { second: { transitionedAt: at(9) } });
    expect(verdict({ policy: two, fleet: three, alarms, traffic: bothBad })).toMatchObject({
      incident: { breach: { variant: 'second' } },
    });
  });
  test('is the first that is believed: a doubtful alarm hides no other', () => {
    const doubtful = guardAlarms(two, { canary: { transitionedAt: at(9), evidence: NOTHING } });
    expect(verdict({ policy: two, fleet: three, alarms: doubtful, traffic: bothBad })).toMatchObject({
      kind: 'roll-back',
      incident: { breach: { variant: 'second' } },
    });
  });
  test('is the first one, where none is believed', () => {
    const doubtful = guardAlarms(two, { canary: { evidence: NOTHING }, second: { evidence: NOTHING } });
    expect(verdict({ policy: two, fleet: three, alarms: doubtful, traffic: bothBad })).toMatchObject({
      kind: 'hold',
      reason: { kind: 'no-breaching-datapoint' },
      incident: { breach: { variant: 'canary' } },
    });
  });
  test('gives way, in what is told, to the one that the shift rests on', () => {
    const byHand = guardAlarms(two, { canary: { evidence: NOTHING } });
    const open = incident({ told: 1, weightsAtOpen: { stable: 80, canary: 10, second: 10 } });
    expect(verdict({ policy: two, fleet: three, alarms: byHand, traffic: bothBad, incident: open })).toMatchObject({
      kind: 'roll-back',
      incident: { told: 1, breach: { variant: 'second', value: 0.1, requests: 100 } },
    });
  });
  test('is no one whose incident has ended, while another is fresh', () => {
    const alarms = guardAlarms(two, { second: { transitionedAt: at(9.9) } });
    expect(verdict({ policy: two, fleet: three, alarms, traffic: bothBad, incident: ended() })).toMatchObject({
      kind: 'roll-back',
      incident: { breach: { variant: 'second' } },
    });
  });
  test('of two that broke at once, is the same one at each look', () => {
    expect(opens({})).toMatchObject({ incident: { breach: { variant: 'canary' } } });
    const reversed = { policy: two, fleet: three, alarms: guardAlarms(two).toReversed() };
    expect(verdict(reversed)).toMatchObject({ incident: { breach: { variant: 'canary' } } });
  });
  test('takes the traffic of every canary away', () => {
    expect(opens({ second: { state: 'OK' } })).toMatchObject({ to: { stable: 80, canary: 0, second: 0 } });
  });
});

const quiet: readonly (readonly [string, Partial<Situation>, string])[] = [
  ['the endpoint does not exist', { fleet: undefined }, 'endpoint-missing'],
  ['stable has all the traffic', { fleet: weighing({ stable: 90, canary: 0 }) }, 'already-stable'],
  ['no guard is broken', { alarms: calm }, 'no-breach'],
  [
    'only stable breaks its guard',
    { alarms: guardAlarms(policy(), { canary: { state: 'OK' }, stable: { state: 'ALARM' } }) },
    'no-breach',
  ],
  [
    'an alarm has too little data',
    { alarms: guardAlarms(policy(), { canary: { state: 'INSUFFICIENT_DATA' } }) },
    'no-breach',
  ],
  ['no alarm exists', { alarms: [] }, 'no-breach'],
  ['the broken canary is not on the endpoint', { fleet: weighing({ stable: 90, other: 10 }) }, 'no-breach'],
  [
    'the broken canary has no traffic, and another variant has',
    { fleet: weighing({ stable: 90, canary: 0, other: 10 }) },
    'no-breach',
  ],
  ["the breach's incident has ended", { incident: ended() }, 'already-ended'],
];
describe('nothing is done, and nobody is told', () => {
  test.each(quiet)('when %s', (_, over, because) => {
    expect(verdict(over)).toEqual({ kind: 'nothing', because });
  });
});

describe('an ended incident', () => {
  test('does not stand in the way of a later breach', () => {
    const again = incident({ ...ended(), breach: { ...ended().breach, at: at(5) } });
    expect(verdict({ incident: again })).toMatchObject({ kind: 'roll-back', incident: { told: 0 } });
  });
  test('does not stand in the way once the endpoint was changed, and the canary is bad since', () => {
    const changed = verdict(
      {
        incident: ended(),
        fleet: fleet({ lastModifiedAt: at(11) }),
        traffic: { stable: minutes(900, 4, [6, 13]), canary: minutes(100, 10, [6, 13]) },
      },
      at(15),
    );
    expect(changed).toMatchObject({ kind: 'roll-back', incident: { id: 'fraud-20260101T101001' } });
  });

  const byAnother = (because: 'new-config' | 'traffic-moved-by-another-hand') =>
    ended({ ending: { state: 'NOT_ROLLED_BACK', at: at(9.8), because } });
  const changedBefore = fleet({ lastModifiedAt: at(9.7) });
  test.each(['new-config', 'traffic-moved-by-another-hand'] as const)(
    'that ended by %s opens again when the canary is bad since that change, though its alarm never went OK',
    (because) => {
      const worse = { stable: minutes(900, 4, [6, 12]), canary: minutes(100, 10, [6, 12]) };
      const situated = { incident: byAnother(because), fleet: changedBefore };
      expect(verdict(situated)).toEqual({ kind: 'nothing', because: 'already-ended' });
      expect(verdict({ ...situated, traffic: worse }, at(14))).toMatchObject({ kind: 'roll-back' });
    },
  );
  test('that ended since SageMaker kept reverting does not open again by the same breach', () => {
    const worse = { stable: minutes(900, 4, [6, 12]), canary: minutes(100, 10, [6, 12]) };
    expect(verdict({ incident: ended(), fleet: changedBefore, traffic: worse }, at(14))).toMatchObject({
      because: 'already-ended',
    });
  });
});

const ends: readonly (readonly [string, Partial<Situation>, string])[] = [
  ['its endpoint is gone', { fleet: undefined }, 'endpoint-gone'],
  [
    'another hand moved all traffic to stable',
    { fleet: weighing({ stable: 1, canary: 0 }) },
    'traffic-moved-by-another-hand',
  ],
  ['its breach is over', { alarms: calm }, 'breach-over'],
  ['the endpoint has another config', { fleet: fleet({ config: 'config-2' }) }, 'new-config'],
];
describe('an open incident without a shift ends NOT_ROLLED_BACK', () => {
  test.each(ends)('when %s', (_, over, because) => {
    const open = incident({ hold: { kind: 'frozen' }, told: 1 });
    expect(verdict({ incident: open, ...over })).toEqual({
      kind: 'end',
      incident: open,
      ending: { state: 'NOT_ROLLED_BACK', at: NOW, because },
    });
  });
});
test('an endpoint that is deleted after its shift was in force was rolled back, and nobody knows whether it helped', () => {
  const open = incident({ shift: shift({ inForceAt: NOW }) });
  expect(verdict({ incident: open, fleet: undefined })).toMatchObject({
    ending: { state: 'ROLLED_BACK_NOT_RECOVERED', because: 'endpoint-gone' },
  });
});

test('names keep their case', () => {
  const mixed = policy({ endpoint: endpointName('Fraud-EU') });
  expect(verdict({ policy: mixed, alarms: guardAlarms(mixed) })).toMatchObject({
    incident: { id: 'Fraud-EU-20260101T100930', breach: { alarm: 'rb/guard/Fraud-EU/canary/errors-5xx' } },
  });
});
