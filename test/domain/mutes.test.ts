import { describe, expect, test } from 'vitest';
import { decide } from '../../lambdas/domain/decide.ts';
import type { Situation } from '../../lambdas/domain/situation.ts';
import { alarmName, at, guard, guardAlarms, latencyGuard, NOW, policy, situation } from '../builders.ts';

const verdict = (over: Partial<Situation> = {}) => decide(situation(over), NOW);
const RULE = { rule: 'quiet-night', until: at(60) };

describe('F31: an alarm that a person muted', () => {
  test('shifts nothing, and says by which rule and until when', () => {
    expect(verdict({ mutes: { [alarmName('canary')]: RULE } })).toMatchObject({
      kind: 'hold',
      reason: { kind: 'muted', ...RULE },
    });
  });
  test('shifts as before once the mute is over', () => {
    expect(verdict({ mutes: {} })).toMatchObject({ kind: 'roll-back' });
  });
  test('shifts once its time is up, though nobody has read since that it ended', () => {
    const until = (end: number) => verdict({ mutes: { [alarmName('canary')]: { rule: 'quiet-night', until: end } } });
    expect(until(NOW)).toMatchObject({ kind: 'roll-back' });
    expect(until(NOW + 1)).toMatchObject({ kind: 'hold' });
  });
  test('holds nothing when it is another alarm', () => {
    expect(verdict({ mutes: { [alarmName('stable')]: RULE, 'payroll/late': RULE } })).toMatchObject({
      kind: 'roll-back',
    });
  });
  test('hides no other guard of the same canary that is broken and heard', () => {
    const of = policy({ guards: [guard(), latencyGuard()] });
    const slow = { start: at(8), requests: 100, values: { '5xx': 10, 'latency-p99': 900 } };
    const canary = [6, 7, 8].map((start) => ({ ...slow, start: at(start) }));
    const seen = {
      policy: of,
      alarms: guardAlarms(of, {
        [alarmName('canary', 'latency-p99')]: {
          transitionedAt: at(9.7),
          evidence: { datapoints: [900, 900, 900], threshold: 500, from: at(6) },
        },
      }),
      traffic: { stable: [], canary },
      mutes: { [alarmName('canary')]: RULE },
    };
    expect(verdict(seen)).toMatchObject({ kind: 'roll-back', incident: { breach: { guard: 'latency-p99' } } });
  });
  test('by having its actions disabled is a wish for quiet just as well', () => {
    expect(verdict({ alarms: guardAlarms(policy(), { canary: { actionsEnabled: false } }) })).toMatchObject({
      kind: 'hold',
      reason: { kind: 'muted', rule: 'disable-alarm-actions' },
    });
  });
  test("of stable's still vetoes", () => {
    const alarms = guardAlarms(policy(), { stable: { state: 'ALARM' } });
    expect(verdict({ alarms, mutes: { [alarmName('stable')]: RULE } })).toMatchObject({
      reason: { kind: 'stable-unwell' },
    });
  });
});
