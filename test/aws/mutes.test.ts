import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { describe, expect, test, vi } from 'vitest';
import { cloudwatchMutes } from '../../lambdas/aws/mutes.ts';
import type { Log } from '../../lambdas/ports.ts';
import { type Part, Refusal } from '../../sim/types.ts';
import { call, MINUTE, putAlarm, START, world } from '../sim/cloudwatch/world.ts';
import { interrupted, rude, saysNothing, wired } from './wired.ts';

const HOUR = 60 * MINUTE;

/** CloudWatch as one container sees it. `trouble`: what each of the operations named suffers. */
const container = async () => {
  const w = world();
  for (const name of ['errors', 'latency']) putAlarm(w, { AlarmName: name });
  const trouble: Record<string, Refusal> = {};
  const calls: string[] = [];
  const part = ['ListAlarmMuteRules', 'GetAlarmMuteRule'].reduce<Part>(
    (before, operation) =>
      interrupted(before, operation, () => {
        calls.push(operation);
        if (trouble[operation]) throw trouble[operation];
      }),
    w.cloudwatch,
  );
  const log = vi.fn<Log>();
  const mutes = cloudwatchMutes(new CloudWatchClient(await wired(w.wires, [part])), log);
  return { ...w, mutes, trouble, calls, log };
};

type Container = Awaited<ReturnType<typeof container>>;

type Window = { readonly from: string; readonly lasts?: string; readonly zone?: string };

const mute = (
  { cloudwatch }: Container,
  [Name, ...AlarmNames]: readonly string[],
  { from, lasts = 'PT1H', zone }: Window,
) =>
  call(cloudwatch, 'PutAlarmMuteRule', {
    Name,
    Rule: { Schedule: { Expression: from, Duration: lasts, ...(zone && { Timezone: zone }) } },
    MuteTargets: { AlarmNames },
  });

describe('F31: a mute rule', () => {
  test('that is in force mutes the alarms that it names until its window ends, and no other one', async () => {
    const c = await container();
    mute(c, ['load-test', 'errors'], { from: 'at(2026-01-01T10:05)' });
    expect(await c.mutes()).toEqual({});
    c.runTo(START + 5 * MINUTE);
    expect(await c.mutes()).toEqual({ errors: { rule: 'load-test', until: START + 5 * MINUTE + HOUR } });
  });

  test('that is over, or not begun, mutes nothing', async () => {
    const c = await container();
    mute(c, ['over', 'errors'], { from: 'at(2026-01-01T10:00)' });
    mute(c, ['later', 'latency'], { from: 'at(2026-01-01T15:00)' });
    c.runTo(START + 2 * HOUR);
    expect(await c.mutes()).toEqual({});
    expect(c.calls).toEqual(['ListAlarmMuteRules']);
  });

  test('that comes again and again mutes without an end that anybody is told', async () => {
    const c = await container();
    mute(c, ['nightly', 'errors', 'latency'], { from: 'cron(0 10 * * *)' });
    c.runTo(START + 24 * HOUR + MINUTE);
    expect(await c.mutes()).toEqual({ errors: { rule: 'nightly' }, latency: { rule: 'nightly' } });
  });

  test('is asked for its alarms once, and once more when somebody changed it', async () => {
    const c = await container();
    mute(c, ['load-test', 'errors'], { from: 'at(2026-01-01T10:00)' });
    c.runTo(START + MINUTE);
    await c.mutes();
    await c.mutes();
    expect(c.calls).toEqual(['ListAlarmMuteRules', 'GetAlarmMuteRule', 'ListAlarmMuteRules']);
    mute(c, ['load-test', 'latency'], { from: 'at(2026-01-01T10:00)' });
    c.runTo(START + 2 * MINUTE);
    expect(Object.keys(await c.mutes())).toEqual(['latency']);
  });
});

describe('F31: mute rules that cannot be read', () => {
  test.each([['ListAlarmMuteRules'], ['GetAlarmMuteRule']])(
    'because %s is refused mute nothing, and that is logged',
    async (operation) => {
      const c = await container();
      mute(c, ['load-test', 'errors'], { from: 'at(2026-01-01T10:00)' });
      c.runTo(START + MINUTE);
      c.trouble[operation] = new Refusal('AccessDenied', 'no statement allows it', 403);
      expect(await c.mutes()).toEqual({});
      expect(c.log).toHaveBeenCalledWith('mute rules unreadable', {
        error: expect.stringContaining('no statement allows it'),
      });
    },
  );

  test('are as this container read them last', async () => {
    const c = await container();
    mute(c, ['load-test', 'errors'], { from: 'at(2026-01-01T10:00)' });
    c.runTo(START + MINUTE);
    const before = await c.mutes();
    c.trouble['ListAlarmMuteRules'] = new Refusal('InternalServiceError', 'We are sorry', 500);
    expect(await c.mutes()).toEqual(before);
  });

  test('because nobody answers are not waited for', async () => {
    const log = vi.fn<Log>();
    const client = new CloudWatchClient(await rude(saysNothing));
    expect(await cloudwatchMutes(client, log, 20)()).toEqual({});
    expect(log).toHaveBeenCalledOnce();
  });
});

describe('a window ends', () => {
  const untilOf = async (schedule: Omit<Window, 'from'>) => {
    const c = await container();
    mute(c, ['load-test', 'errors'], { from: 'at(2026-01-01T10:00)', ...schedule });
    c.runTo(START + MINUTE);
    return (await c.mutes())['errors'];
  };
  test.each([
    ['after minutes', 'PT45M', Date.UTC(2026, 0, 1, 10, 45)],
    ['after hours and minutes', 'PT1H30M', Date.UTC(2026, 0, 1, 11, 30)],
    ['after days and hours', 'P1DT2H', Date.UTC(2026, 0, 2, 12)],
  ])('%s', async (_, lasts, until) => {
    expect(await untilOf({ lasts })).toEqual({ rule: 'load-test', until });
  });
  test('by a clock that is not UTC at no time that is told', async () => {
    expect(await untilOf({ zone: 'Africa/Abidjan' })).toEqual({ rule: 'load-test' });
  });
});
