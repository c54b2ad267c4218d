import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cronOf } from '../../../sim/services/events/cron.ts';
import { scheduleOf } from '../../../sim/services/events/schedule.ts';
import { START } from '../small-account.ts';
import { busAccount, events, putRule, putTarget } from './bus.ts';

const dueAfter = (fields: string, after: string, times = 1): readonly string[] => {
  const next = cronOf(fields);
  const due: string[] = [];
  for (let time: number | undefined = Date.parse(after); time !== undefined && due.length < times; ) {
    time = next?.(time);
    due.push(time === undefined ? 'never' : new Date(time).toISOString().slice(0, 16));
  }
  return due;
};

describe('a cron expression is due', () => {
  test.each([
    ['every minute', '* * * * ? *', '2026-11-20T10:00:30Z', ['2026-11-20T10:01', '2026-11-20T10:02']],
    ['not at the minute that it is asked at', '0 12 * * ? *', '2026-11-20T12:00:00Z', ['2026-11-21T12:00']],
    ['every quarter of an hour', '0/15 * * * ? *', '2026-11-20T10:40:00Z', ['2026-11-20T10:45', '2026-11-20T11:00']],
    ['at several minutes', '5,35 14 * * ? *', '2026-11-20T14:10:00Z', ['2026-11-20T14:35', '2026-11-21T14:05']],
    ['in a span of hours', '0/30 8-9 * * ? *', '2026-11-20T09:30:00Z', ['2026-11-21T08:00', '2026-11-21T08:30']],
    ['in steps over a span', '0-20/10 5 * * ? *', '2026-11-20T05:00:00Z', ['2026-11-20T05:10', '2026-11-20T05:20']],
    ['on weekdays by name', '0 18 ? * MON-FRI *', '2026-11-20T18:00:00Z', ['2026-11-23T18:00']],
    ['on weekdays by number, Sunday being one', '0 2 ? * 1 *', '2026-11-20T00:00:00Z', ['2026-11-22T02:00']],
    ['on the first of the month', '0 8 1 * ? *', '2026-11-20T00:00:00Z', ['2026-12-01T08:00', '2027-01-01T08:00']],
    ['on the last day of the month', '0 0 L * ? *', '2026-02-01T00:00:00Z', ['2026-02-28T00:00', '2026-03-31T00:00']],
    ['on the weekday next to a Sunday', '0 0 15W * ? *', '2026-11-01T00:00:00Z', ['2026-11-16T00:00']],
    ['on the weekday next to a Saturday', '0 0 14W * ? *', '2026-11-01T00:00:00Z', ['2026-11-13T00:00']],
    ['on the weekday next to a first that is a Sunday', '0 0 1W 11 ? *', '2026-10-01T00:00:00Z', ['2026-11-02T00:00']],
    ['on the weekday next to a first that is a Saturday', '0 0 1W 8 ? *', '2026-07-01T00:00:00Z', ['2026-08-03T00:00']],
    ['on the third Saturday', '0 2 ? * SAT#3 *', '2026-11-01T00:00:00Z', ['2026-11-21T02:00', '2026-12-19T02:00']],
    ['on the last Friday', '15 10 ? * 6L *', '2026-11-01T00:00:00Z', ['2026-11-27T10:15', '2026-12-25T10:15']],
    ['on Saturday, for L alone', '0 0 ? * L *', '2026-11-20T00:00:00Z', ['2026-11-21T00:00']],
    ['in months by name', '0 0 1 JAN,JUL ? *', '2026-11-20T00:00:00Z', ['2027-01-01T00:00', '2027-07-01T00:00']],
    ['in leap years', '0 0 29 2 ? *', '2026-01-01T00:00:00Z', ['2028-02-29T00:00', '2032-02-29T00:00']],
    ['in the years given', '0 0 1 1 ? 2030', '2026-01-01T00:00:00Z', ['2030-01-01T00:00', 'never']],
    ['never, once its years are over', '15 10 ? * 6L 2002-2005', '2026-01-01T00:00:00Z', ['never']],
    ['never, on a day that no month has', '0 0 31 2 ? *', '2026-01-01T00:00:00Z', ['never']],
  ])('%s', (_, fields, after, expected) => expect(dueAfter(fields, after, expected.length)).toEqual(expected));

  test('always at a minute to come, and at none in between', () => {
    const minute = fc.integer({ min: 0, max: 59 });
    fc.assert(
      fc.property(minute, fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 86_400 }), (m, h, seconds) => {
        const after = START + seconds * 1_000;
        const due = cronOf(`${m} ${h} * * ? *`)?.(after) ?? 0;
        expect(due).toBeGreaterThan(after);
        expect(due - after).toBeLessThanOrEqual(86_400_000);
        expect([new Date(due).getUTCHours(), new Date(due).getUTCMinutes()]).toEqual([h, m]);
      }),
    );
  });
});

describe('a schedule is refused', () => {
  test.each(
    [
      ['rate(1 minutes)', 'rate(5 minute)', 'rate(0 minutes)', 'rate(10 seconds)', 'rate(10 years)', 'rate(5)'],
      ['cron(0 1 * * * *)', 'cron(7 20 * * NOT *)', 'cron(INVALID)', 'cron(0 dummy ? * MON-FRI *)'],
      ['cron(71 8 1 * ? *)', 'cron(0 24 * * ? *)', 'cron(0 0 0 * ? *)', 'cron(0 0 ? * 8 *)', 'cron(0 0 1 13 ? *)'],
      ['cron(0 0 ? * ? *)', 'cron(0 0 * * ?)', 'cron(0 0 * * ? * *)', 'cron(0 0 1 * ? 1969)', 'cron(0/0 * * * ? *)'],
      [
        'cron(5-1 * * * ? *)',
        'cron(1- * * * ? *)',
        'cron(0 0 ? * MON#6 *)',
        'cron(0 0 32W * ? *)',
        'at(2030-01-01T00:00:00)',
      ],
      ['', 'hourly', 'cron(, * * * ? *)', 'cron(0 0 ? * XXXL *)', 'cron(0 0 ? * XXX#1 *)', 'cron(1/2/3 * * * ? *)'],
    ].flat(),
  )('%s', (expression) => expect(() => scheduleOf(expression)).toThrow('Parameter ScheduleExpression is not valid.'));
});

describe('a rule with a schedule', () => {
  const times = (account: ReturnType<typeof busAccount>) =>
    account.invoked.map(({ payload }) => Date.parse((payload as { readonly time: string }).time));

  test('by a rate fires once in each of its spans, at one second', () => {
    const account = busAccount();
    putRule(account, { EventPattern: undefined, ScheduleExpression: 'rate(5 minutes)' });
    putTarget(account);
    account.pass(16 * 60_000 + 1_000);
    const [first = 0, ...more] = times(account);
    expect(first - START).toBeLessThanOrEqual(60_000);
    expect(more.map((time) => (time - first) / 60_000)).toEqual([5, 10, 15]);
  });

  test('by cron fires within its minutes', () => {
    const account = busAccount();
    putRule(account, { EventPattern: undefined, ScheduleExpression: 'cron(30 10,12 * * ? *)' });
    putTarget(account);
    account.pass(26 * 3_600_000);
    const minutes = times(account).map((time) => new Date(time).toISOString().slice(0, 16));
    expect(minutes).toEqual(['2026-11-20T10:30', '2026-11-20T12:30', '2026-11-21T10:30']);
    expect(new Set(times(account).map((time) => time % 60_000)).size).toBe(1);
  });

  test('fires by the new one only, once it is put anew, and by none once it is deleted', () => {
    const account = busAccount();
    putRule(account, { EventPattern: undefined, ScheduleExpression: 'rate(1 minute)' });
    putTarget(account);
    putRule(account, { EventPattern: undefined, ScheduleExpression: 'rate(1 hour)' });
    account.pass(10 * 60_000);
    expect(times(account)).toHaveLength(1);
    events(account, 'RemoveTargets', { Rule: 'orders', Ids: ['one'] });
    events(account, 'DeleteRule', { Name: 'orders' });
    account.pass(3_600_000);
    expect(times(account)).toHaveLength(1);
    expect(account.lines('missing-hop')).toEqual([]);
  });

  test('is silent while it is disabled', () => {
    const account = busAccount();
    putRule(account, { EventPattern: undefined, ScheduleExpression: 'rate(1 minute)' });
    putTarget(account);
    account.events.setEnabled('orders', false);
    account.pass(5 * 60_000 + 1_000);
    expect(times(account)).toEqual([]);
    account.events.setEnabled('orders', true);
    account.pass(5 * 60_000 + 1_000);
    expect(times(account)).toHaveLength(5);
  });
});
