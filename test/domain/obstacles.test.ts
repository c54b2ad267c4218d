import { describe, expect, test } from 'vitest';
import { decide, obstacles } from '../../lambdas/domain/decide.ts';
import type { Situation } from '../../lambdas/domain/situation.ts';
import { alarmName, fleet, guardAlarms, NOW, policy, situation, weighing } from '../builders.ts';

const kinds = (over: Partial<Situation> = {}) => {
  const seen = situation(over);
  return obstacles(seen, seen.fleet ?? fleet(), NOW).map(({ kind }) => kind);
};

describe('what would hold a shift if a guard broke now', () => {
  test('is nothing while all is well', () => {
    expect(kinds()).toEqual([]);
  });
  test.each<readonly [string, Partial<Situation>, readonly string[]]>([
    ['a freeze', { freeze: { endpoint: '*' } }, ['frozen']],
    ['a freeze that nobody can read', { freeze: 'unreadable' }, ['freeze-unreadable']],
    ['mode recommend', { policy: policy({ mode: 'recommend' }) }, ['recommending']],
    ['mode approve', { policy: policy({ mode: 'approve' }) }, ['awaiting-approval']],
    ['mode observe', { policy: policy({ mode: 'observe' }) }, ['observing']],
    ['another change', { fleet: fleet({ status: 'Updating' }) }, ['endpoint-busy']],
    [
      'an endpoint that is Failed, which no waiting helps',
      { fleet: fleet({ status: 'Failed' }) },
      ['endpoint-unusable'],
    ],
    ['a stable that hardly serves now', { fleet: weighing({ stable: 1, canary: 9 }) }, ['stable-stale']],
    [
      "stable's own alarm",
      { alarms: guardAlarms(undefined, { [alarmName('stable')]: { state: 'ALARM' } }) },
      ['stable-unwell'],
    ],
  ])('is %s', (_, over, expected) => {
    expect(kinds(over)).toEqual(expected);
  });
  test('is all of it, and the first of it is what holds the breach that comes', () => {
    const over = {
      freeze: 'unreadable',
      policy: policy({ mode: 'observe' }),
      fleet: weighing({ stable: 1, canary: 9 }, { status: 'Updating' }),
    } as const;
    expect(kinds(over)).toEqual(['stable-stale', 'freeze-unreadable', 'endpoint-busy', 'observing']);
    expect(decide(situation(over), NOW)).toMatchObject({ kind: 'hold', reason: { kind: 'stable-stale' } });
  });
});
