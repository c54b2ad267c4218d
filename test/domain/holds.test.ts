import { describe, expect, test } from 'vitest';
import { decide } from '../../lambdas/domain/decide.ts';
import type { EndpointStatus } from '../../lambdas/domain/model.ts';
import type { Situation } from '../../lambdas/domain/situation.ts';
import {
  alarmName,
  at,
  BAD_TRAFFIC,
  FROZEN,
  fleet,
  guardAlarms,
  minutes,
  NOW,
  policy,
  setByHand,
  situation,
  variant,
  weighing,
} from '../builders.ts';

const verdict = (over: Partial<Situation> = {}) => decide(situation(over), NOW);

const noStable = fleet({ variants: [variant('old', 90), variant('canary', 10)] });
const emptyStable = fleet({ variants: [variant('stable', 90, { instances: 0 }), variant('canary', 10)] });
const changedAfter = fleet({ lastModifiedAt: at(9.9) });
const holds: readonly (readonly [string, Partial<Situation>, object])[] = [
  ['stable is missing', { fleet: noStable }, { kind: 'stable-missing' }],
  ['stable has no instances', { fleet: emptyStable }, { kind: 'stable-without-instances' }],
  [
    'stable breaks its guard too',
    { alarms: guardAlarms(policy(), { stable: { state: 'ALARM' } }) },
    { kind: 'stable-unwell', alarms: [alarmName('stable')] },
  ],
  [
    'stable carried too little',
    { fleet: weighing({ stable: 40, canary: 60 }) },
    { kind: 'stable-stale', share: 0.4, atLeast: 0.5 },
  ],
  [
    'stable is too small for the load',
    { policy: policy({ stableMaxRequestsPerInstance: 499 }) },
    { kind: 'stable-too-small', perInstance: 500, bound: 499 },
  ],
  [
    'the load is unknown',
    { policy: policy({ stableMaxRequestsPerInstance: 499 }), traffic: 'unreadable' },
    { kind: 'load-unknown', bound: 499 },
  ],
  ['somebody set the alarm by hand', { alarms: setByHand() }, { kind: 'no-breaching-datapoint' }],
  [
    'the metrics show no bad minute',
    { traffic: { ...BAD_TRAFFIC, canary: minutes(100, 1) } },
    { kind: 'metrics-disagree' },
  ],
  [
    'the newest minute is fine again',
    { traffic: { ...BAD_TRAFFIC, canary: [...minutes(100, 10), ...minutes(100, 1, [9, 9])] } },
    { kind: 'better-since' },
  ],
  ['somebody changed the endpoint after the breach', { fleet: changedAfter }, { kind: 'weights-moved-since' }],
  ['rollbacks are frozen', { freeze: FROZEN }, { kind: 'frozen' }],
  ['the freeze switch cannot be read', { freeze: 'unreadable' }, { kind: 'freeze-unreadable' }],
  ['the endpoint is observed only', { policy: policy({ mode: 'observe' }) }, { kind: 'observing' }],
];
describe('traffic stays where it is, and people are told', () => {
  test.each(holds)('when %s', (_, over, reason) => {
    expect(verdict(over)).toMatchObject({ kind: 'hold', reason });
  });
});

const byStatus: readonly (readonly [EndpointStatus, object])[] = [
  ['InService', { kind: 'roll-back' }],
  ['Updating', { kind: 'hold', reason: { kind: 'endpoint-busy', status: 'Updating' } }],
  ['SystemUpdating', { kind: 'hold', reason: { kind: 'endpoint-busy', status: 'SystemUpdating' } }],
  ['RollingBack', { kind: 'hold', reason: { kind: 'endpoint-busy', status: 'RollingBack' } }],
  ['Creating', { kind: 'hold', reason: { kind: 'endpoint-unusable', status: 'Creating' } }],
  ['OutOfService', { kind: 'hold', reason: { kind: 'endpoint-unusable', status: 'OutOfService' } }],
  ['Deleting', { kind: 'hold', reason: { kind: 'endpoint-unusable', status: 'Deleting' } }],
  ['Failed', { kind: 'hold', reason: { kind: 'endpoint-unusable', status: 'Failed' } }],
  ['UpdateRollbackFailed', { kind: 'hold', reason: { kind: 'endpoint-unusable', status: 'UpdateRollbackFailed' } }],
];
describe('of the nine statuses', () => {
  test.each(byStatus)('%s', (status, expected) => {
    expect(verdict({ fleet: fleet({ status }) })).toMatchObject(expected);
  });
  test('one that failed says why', () => {
    const failed = fleet({ status: 'Failed', failureReason: 'no capacity' });
    expect(verdict({ fleet: failed })).toMatchObject({ reason: { failure: 'no capacity' } });
    expect(verdict({ fleet: fleet({ status: 'Failed' }) })).not.toHaveProperty('reason.failure');
  });
});

describe('of two reasons to hold, people hear the one that matters more:', () => {
  const observed = policy({ mode: 'observe' });
  const order: readonly (readonly [string, Partial<Situation>, string])[] = [
    [
      'a failed endpoint before a sick stable',
      { fleet: fleet({ status: 'Failed' }), alarms: guardAlarms(policy(), { stable: { state: 'ALARM' } }) },
      'endpoint-unusable',
    ],
    [
      'a sick stable before a freeze',
      { freeze: FROZEN, alarms: guardAlarms(policy(), { stable: { state: 'ALARM' } }) },
      'stable-unwell',
    ],
    ['a doubted alarm before a freeze', { freeze: FROZEN, alarms: setByHand() }, 'no-breaching-datapoint'],
    ['a freeze before a busy endpoint', { freeze: FROZEN, fleet: fleet({ status: 'Updating' }) }, 'frozen'],
    ['a busy endpoint before the mode', { policy: observed, fleet: fleet({ status: 'Updating' }) }, 'endpoint-busy'],
    ['a freeze before the mode', { policy: observed, freeze: FROZEN }, 'frozen'],
  ];
  test.each(order)('%s', (_, over, kind) => {
    expect(verdict(over)).toMatchObject({ kind: 'hold', reason: { kind } });
  });
});
