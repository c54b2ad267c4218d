import { describe, expect, test } from 'vitest';
import {
  changedAlarm,
  comparedNow,
  type Finding,
  findGaps,
  type Inventory,
  isFirstInHour,
  isOver,
  owesNotice,
} from '../../lambdas/domain/unguarded.ts';
import { watched } from '../../lambdas/domain/watch-list.ts';
import { alarm, alarmName, at, deployment, fleet, NOW, policy, weighing } from '../builders.ts';

const DAY = 24 * 60;
const onSlack = policy({ contacts: { emails: ['ana@example.com'], slackWebhookParameter: '/team/hook' } });
const names = watched(deployment(), policy()).map(({ name }) => name);
const all = new Map(names.map((name) => [name, alarm(name)]));
const inventory = (over: Partial<Inventory> = {}): Inventory => ({
  fleet: fleet(),
  alarms: all,
  confirmed: new Set(['ana@example.com', 'lambda']),
  ...over,
});
const whats = (over: Partial<Inventory>, of = onSlack) => findGaps(of, names, inventory(over)).map(({ what }) => what);

test('an endpoint that has all that was promised has no gap', () => {
  expect(whats({})).toEqual([]);
});

test('what could not be read is not judged', () => {
  expect(whats({ fleet: 'unread', alarms: new Map(), confirmed: 'unread' })).toHaveLength(names.length);
  expect(whats({ fleet: undefined, alarms: 'unread' })).toEqual(['endpoint fraud does not exist']);
});

describe('an endpoint is unguarded', () => {
  const canaryAlarm = alarmName('canary');
  const gaps: readonly (readonly [string, Partial<Inventory>, readonly string[]])[] = [
    ['it does not exist', { fleet: undefined }, ['endpoint fraud does not exist']],
    [
      'stable does not exist, but another variant',
      { fleet: weighing({ old: 1, canary: 1 }) },
      ['variant stable does not exist', "variant old is in no guard's sight"],
    ],
    [
      'a variant is in no guard, also one without traffic',
      { fleet: weighing({ stable: 9, canary: 1, third: 0 }) },
      ["variant third is in no guard's sight"],
    ],
    [
      'F25: a canary is a shadow variant',
      { fleet: { ...weighing({ stable: 1 }), shadows: ['canary'] } },
      ['variant canary is a shadow variant: it answers no user, and no weight reaches it'],
    ],
    [
      'F24: it serves inference components',
      { fleet: fleet({ routedBy: 'inference-components' }) },
      ['the endpoint serves inference components, which no weight routes'],
    ],
    ['a canary does not exist', { fleet: weighing({ stable: 1 }) }, ['variant canary does not exist']],
    [
      'neither variant exists',
      { fleet: weighing({ old: 1 }) },
      ['variant stable does not exist', 'variant canary does not exist', "variant old is in no guard's sight"],
    ],
    [
      'an alarm does not exist',
      { alarms: new Map([...all].filter(([name]) => name !== canaryAlarm)) },
      [`alarm ${canaryAlarm} does not exist`],
    ],
    [
      'an alarm has its actions disabled',
      { alarms: new Map(all).set(canaryAlarm, alarm(canaryAlarm, { actionsEnabled: false })) },
      [`alarm ${canaryAlarm} has its actions disabled`],
    ],
    [
      'nobody confirmed the email',
      { confirmed: new Set(['lambda']) },
      ['ana@example.com gets no messages, or no pages'],
    ],
    ['Slack is not subscribed', { confirmed: new Set(['ana@example.com']) }, ['Slack gets no messages']],
  ];
  test.each(gaps)('when %s', (_, over, expected) => {
    expect(whats(over)).toEqual(expected);
  });
  test('each gap comes with its mend', () => {
    const broken = inventory({ fleet: weighing({ old: 1 }), alarms: new Map(), confirmed: new Set() });
    const found = findGaps(onSlack, names, broken);
    expect(found).toHaveLength(7);
    for (const { mend } of found) expect(mend).toMatch(/correct|deploy|confirm/);
  });
  test('disabled actions are mended by a command that names the alarm', () => {
    const disabled = new Map(all).set(canaryAlarm, alarm(canaryAlarm, { actionsEnabled: false }));
    expect(findGaps(policy(), names, inventory({ alarms: disabled }))[0]?.mend).toBe(
      "aws cloudwatch enable-alarm-actions --alarm-names 'rb/guard/fraud/canary/errors-5xx'",
    );
  });
  test('but not by a missing Slack that nobody asked for', () => {
    expect(whats({ confirmed: new Set(['ana@example.com']) }, policy())).toEqual([]);
  });
});

describe('a gap is told', () => {
  const gap = { what: 'alarm a does not exist', mend: 'deploy' };
  const other = { what: 'alarm b does not exist', mend: 'deploy' };
  const told = { gaps: [gap.what], toldAt: NOW };

  test('when it is found', () => {
    expect(owesNotice(undefined, [gap], NOW)).toBe(true);
    expect(owesNotice({ gaps: [], toldAt: NOW }, [gap], NOW)).toBe(true);
  });
  test('not again within a day', () => {
    expect(owesNotice(told, [gap], NOW + 1)).toBe(false);
    expect(owesNotice(told, [gap], at(10 + DAY) - 1)).toBe(false);
  });
  test('again after a day', () => {
    expect(owesNotice(told, [gap], at(10 + DAY))).toBe(true);
  });
  test('at once when another one comes to it', () => {
    expect(owesNotice(told, [gap, other], NOW + 1)).toBe(true);
  });
  test('not when there is none', () => {
    expect(owesNotice(undefined, [], NOW)).toBe(false);
    expect(owesNotice(told, [], at(10 + DAY))).toBe(false);
  });
  test('not for one of two that was mended', () => {
    expect(owesNotice({ gaps: [gap.what, other.what], toldAt: NOW }, [other], NOW + 1)).toBe(false);
  });
});

test('each endpoint is compared in exactly one of five minutes, and not all in the same one', () => {
  for (const index of [0, 1, 4, 5, 499])
    expect([0, 1, 2, 3, 4].filter((later) => comparedNow(index, at(later)))).toHaveLength(1);
  expect([0, 1, 2, 3, 4].filter((index) => comparedNow(index, NOW))).toHaveLength(1);
});

describe('a finding is over, and so told at once when it comes back,', () => {
  const before = { gaps: ['canary has traffic again'], toldAt: NOW };
  const over = (about: Finding, minutes: number, over: { readonly was?: string[]; readonly is?: string[] } = {}) =>
    isOver(about, { before: { ...before, gaps: over.was ?? before.gaps }, gaps: over.is ?? [], now: at(10 + minutes) });

  test.each(['unguarded', 'pinned', 'gave-up', 'blind'] as const)(
    'when nothing is left of what was told: %s',
    (about) => {
      expect(over(about, 0)).toBe(true);
      expect(over(about, 0, { is: ['another'] })).toBe(false);
      expect(over(about, 0, { was: [] })).toBe(false);
    },
  );
  test('of a quarantine only after an hour: incidents tell of weights that come back sooner', () => {
    expect(over('quarantine', 60)).toBe(true);
    expect(over('quarantine', 59.9)).toBe(false);
    expect(over('quarantine', 60, { is: ['another'] })).toBe(false);
  });
});

test('an alarm that was changed is told part by part, with who could tell why and how to bring it back', () => {
  expect(changedAlarm('a', ['threshold: 0.5, and not 0.02', 'periods: 1 of 1, and not 3 of 5'])).toEqual({
    what: 'alarm a was changed (threshold: 0.5, and not 0.02; periods: 1 of 1, and not 3 of 5)',
    mend: 'find out who did it (CloudTrail: PutMetricAlarm), and bring it back: npx cdk deploy --revert-drift',
  });
});

test('what metrics alone tell is asked for once an hour, at the first comparison', () => {
  expect([at(0), at(4.9), at(5), at(59), at(60)].map((now) => isFirstInHour(now, 5))).toEqual([
    true,
    true,
    false,
    false,
    true,
  ]);
  expect(isFirstInHour(at(7), 8)).toBe(true);
});
