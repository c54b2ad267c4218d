import type { PutAlarmMuteRuleInput } from '@aws-sdk/client-cloudwatch';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AlarmState } from '../../../../sim/types.ts';
import { MINUTE, type Room, room, TOPIC } from '../composite/room.ts';

const RULE_ARN = 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm-mute-rule:';
const person = { kind: 'person', name: 'ana' } as const;

const call = (r: Room, operation: string, input: unknown): unknown => {
  const found = r.operations[operation];
  if (found === undefined) throw new Error(`no operation ${operation}`);
  return found.run(input as never, person);
};
const statusOf = (r: Room, name = 'maintenance') =>
  (call(r, 'GetAlarmMuteRule', { AlarmMuteRuleName: name }) as { Status: string }).Status;

/** A metric alarm `a` with one action for every state. The rules' times are minutes after ten. */
const muted = () => {
  const r = room();
  r.metric('a', [TOPIC]);
  return r;
};
const acted = (r: Room) =>
  r.published.map(({ at, publication }) => [at / MINUTE, JSON.parse(publication.message).NewStateValue]);
const at = (minute: number) => `at(2026-01-01T10:${String(minute).padStart(2, '0')})`;

describe('the guide’s scenarios', () => {
  const alarmed = (r: Room) => {
    r.runTo(12 * MINUTE);
    r.set('a', 'ALARM');
    return r;
  };

  test('actions are muted when a mute rule is active', () => {
    const r = muted();
    r.mute({});
    expect(statusOf(r)).toBe('SCHEDULED');
    r.runTo(10 * MINUTE);
    expect(statusOf(r)).toBe('ACTIVE');
    alarmed(r);
    r.runTo(20 * MINUTE - 1);
    expect(r.published).toEqual([]);
    expect(statusOf(r)).toBe('ACTIVE');
    r.runTo(20 * MINUTE);
    expect(statusOf(r)).toBe('EXPIRED');
  });

  test('an alarm that is back in OK when the window ends does not carry out its ALARM actions', () => {
    const r = muted();
    r.mute({});
    alarmed(r);
    r.runTo(15 * MINUTE);
    r.set('a', 'OK');
    r.runTo(60 * MINUTE);
    // Actions of all states are muted, and so those of OK are what is left.
    expect(acted(r)).toEqual([[20, 'OK']]);
  });

  test('actions are carried out after the window when the alarm still is in the state', () => {
    const r = muted();
    r.mute({});
    alarmed(r);
    r.runTo(60 * MINUTE);
    expect(acted(r)).toEqual([[20, 'ALARM']]);
  });

  test('of overlapping rules the last one to end lets the actions out', () => {
    const r = muted();
    r.mute({});
    r.mute({ Name: 'second' }, { Expression: at(15), Duration: 'PT15M' });
    alarmed(r);
    r.runTo(60 * MINUTE);
    expect(acted(r)).toEqual([[30, 'ALARM']]);
  });

  const ends: readonly (readonly [string, (r: Room) => void])[] = [
    ['its window is changed', (r) => r.mute({}, { Duration: 'PT5M' })],
    ['it is moved to another time', (r) => r.mute({}, { Expression: at(50) })],
    ['it is deleted', (r) => void call(r, 'DeleteAlarmMuteRule', { AlarmMuteRuleName: 'maintenance' })],
    ['the alarm is not its target any more', (r) => r.mute({ MuteTargets: { AlarmNames: [] } })],
  ];
  test.each(ends)('actions are carried out at once when %s', (_, end) => {
    const r = muted();
    r.mute({});
    alarmed(r);
    r.runTo(16 * MINUTE);
    expect(r.published).toEqual([]);
    end(r);
    expect(acted(r)).toEqual([[16, 'ALARM']]);
    r.runTo(120 * MINUTE);
    expect(r.published).toHaveLength(1);
  });

  test('new actions are carried out when they were changed during the window', () => {
    const r = muted();
    r.metric('b');
    r.put({ AlarmRule: 'ALARM(b)', AlarmActions: [TOPIC] });
    r.mute({ MuteTargets: { AlarmNames: ['main'] } });
    r.runTo(12 * MINUTE);
    r.set('b', 'ALARM');
    r.put({ AlarmRule: 'ALARM(b)', AlarmActions: [`${TOPIC}-new`] });
    r.runTo(60 * MINUTE);
    expect(r.published.map(({ topicArn }) => topicArn)).toEqual([`${TOPIC}-new`]);
  });

  test('no actions are carried out when they were taken away during the window', () => {
    const r = muted();
    r.mute({});
    alarmed(r);
    r.members.find('a')?.enable(false);
    r.runTo(60 * MINUTE);
    expect(r.published).toEqual([]);
  });
});

describe('a mute', () => {
  test('is told in the event, which goes out all the same, and not again when it ends', () => {
    const r = muted();
    r.mute({});
    r.runTo(12 * MINUTE);
    r.set('a', 'ALARM');
    r.runTo(60 * MINUTE);
    expect(r.changes().map(({ detail }) => detail['muteDetail'])).toEqual([
      {
        mutedByArn: `${RULE_ARN}maintenance`,
        muteWindowStart: '2026-01-01T10:10:00.000+0000',
        muteWindowEnd: '2026-01-01T10:20:00.000+0000',
      },
    ]);
  });

  test('names, of several rules, the one that ends last', () => {
    const r = muted();
    r.mute({ Name: 'x' }, { Duration: 'PT20M' });
    r.mute({ Name: 'y' }, { Duration: 'PT30M' });
    r.mute({ Name: 'z' }, { Duration: 'PT30M' });
    r.runTo(12 * MINUTE);
    expect(r.mutes.muteOf('a')?.mutedByArn).toBe(`${RULE_ARN}y`);
  });

  test('does not repeat the actions of a state from before the window', () => {
    const r = muted();
    r.mute({});
    r.runTo(5 * MINUTE);
    r.set('a', 'ALARM');
    r.runTo(60 * MINUTE);
    expect(acted(r)).toEqual([[5, 'ALARM']]);
  });

  test('leaves other alarms alone', () => {
    const r = muted();
    r.metric('b', [TOPIC]);
    r.mute({});
    r.runTo(12 * MINUTE);
    r.set('b', 'ALARM');
    expect(acted(r)).toEqual([[12, 'ALARM']]);
  });

  test('dies with its alarm', () => {
    const r = muted();
    r.mute({});
    r.runTo(12 * MINUTE);
    r.set('a', 'ALARM');
    r.members.remove('a');
    r.metric('a', [TOPIC]);
    r.runTo(60 * MINUTE);
    expect(r.published).toEqual([]);
  });

  test('recurs, through the night and in its zone', () => {
    const r = muted();
    r.mute({}, { Expression: 'cron(0 23 * * *)', Duration: 'PT2H', Timezone: 'Asia/Tokyo' });
    // 23:00 in Tokyo is 14:00 UTC, four hours from the start.
    const status = (hours: number) => {
      r.runTo(hours * 60 * MINUTE);
      return statusOf(r);
    };
    expect([3.99, 4, 5.99, 6, 27.99, 28, 30].map(status)).toEqual([
      'SCHEDULED',
      'ACTIVE',
      'ACTIVE',
      'SCHEDULED',
      'SCHEDULED',
      'ACTIVE',
      'SCHEDULED',
    ]);
  });

  test('that overlaps itself goes on for ever', () => {
    const r = muted();
    r.mute({}, { Expression: 'cron(0 * * * *)', Duration: 'PT90M' });
    r.runTo(12 * MINUTE);
    r.set('a', 'ALARM');
    r.runTo(10 * 60 * MINUTE);
    expect(r.published).toEqual([]);
    expect(r.mutes.muteOf('a')?.muteWindowStart).toBe('2026-01-01T20:00:00.000+0000');
  });

  test('is bounded by its start and its expiry', () => {
    const r = muted();
    const minute = (count: number) => new Date(Date.UTC(2026, 0, 1, 10, count));
    r.mute({ StartDate: minute(30), ExpireDate: minute(70) }, { Expression: 'cron(0 * * * *)', Duration: 'PT45M' });
    const status = (count: number) => {
      r.runTo(count * MINUTE);
      return [
        statusOf(r),
        r.mutes.muteOf('a')?.muteWindowStart.slice(11, 16),
        r.mutes.muteOf('a')?.muteWindowEnd.slice(11, 16),
      ];
    };
    expect([0, 29, 30, 45, 60, 69, 70, 120].map(status)).toEqual([
      ['SCHEDULED', undefined, undefined],
      ['SCHEDULED', undefined, undefined],
      ['ACTIVE', '10:30', '10:45'],
      ['SCHEDULED', undefined, undefined],
      ['ACTIVE', '11:00', '11:10'],
      ['ACTIVE', '11:00', '11:10'],
      ['EXPIRED', undefined, undefined],
      ['EXPIRED', undefined, undefined],
    ]);
  });
});

describe('a composite alarm that is muted and suppressed', () => {
  const both = () => {
    const r = room();
    r.metric('b');
    r.metric('s');
    r.put({
      AlarmRule: 'ALARM(b)',
      AlarmActions: [TOPIC],
      ActionsSuppressor: 's',
      ActionsSuppressorWaitPeriod: 0,
      ActionsSuppressorExtensionPeriod: 60,
    });
    r.mute({ MuteTargets: { AlarmNames: ['main'] } });
    r.runTo(11 * MINUTE);
    return r;
  };

  test('acts when both have ended: the mute last', () => {
    const r = both();
    r.set('s', 'ALARM');
    r.set('b', 'ALARM');
    r.runTo(15 * MINUTE);
    r.set('s', 'OK');
    r.runTo(60 * MINUTE);
    expect(acted(r)).toEqual([[20, 'ALARM']]);
  });

  test('acts when both have ended: the suppression last', () => {
    const r = both();
    r.set('b', 'ALARM');
    r.set('s', 'ALARM');
    r.runTo(25 * MINUTE);
    expect(r.published).toEqual([]);
    r.set('s', 'OK');
    r.runTo(60 * MINUTE);
    expect(acted(r)).toEqual([[26, 'ALARM']]);
  });

  test('does not repeat what it did before, whatever comes and goes meanwhile', () => {
    const r = both();
    r.mute({ MuteTargets: { AlarmNames: ['main'] } }, { Expression: at(15) });
    r.set('b', 'ALARM');
    expect(acted(r)).toEqual([[11, 'ALARM']]);
    r.runTo(16 * MINUTE);
    r.set('s', 'ALARM');
    r.runTo(17 * MINUTE);
    r.set('s', 'OK');
    r.runTo(60 * MINUTE);
    expect(r.published).toHaveLength(1);
  });

  test('tells both in its event', () => {
    const r = both();
    r.set('s', 'ALARM');
    r.set('b', 'ALARM');
    r.runTo(12 * MINUTE);
    const { state, muteDetail } = (r.changes().at(-1)?.detail ?? {}) as Record<string, Record<string, string>>;
    expect(state).toMatchObject({ value: 'ALARM', actionsSuppressedBy: 'Alarm' });
    expect(muteDetail).toMatchObject({ mutedByArn: `${RULE_ARN}maintenance` });
  });
});

describe('PutAlarmMuteRule refuses', () => {
  const day = (date: number) => new Date(Date.UTC(2026, 1, date));
  const cron = { Expression: 'cron(0 2 * * *)' };
  const refused: readonly (readonly [Partial<PutAlarmMuteRuleInput>, Record<string, string>, string])[] = [
    [{}, { Duration: '2h' }, 'The Duration provided is not valid.'],
    [{}, { Duration: 'PT0M' }, 'The Duration provided is not valid.'],
    [{}, { Duration: 'P15DT1M' }, 'The Duration provided is not valid.'],
    [{}, { Expression: 'cron(0 2 ? * SUN *)' }, 'The Expression provided is not valid.'],
    [{}, { Expression: 'at(2026-09-05T02:00:00)' }, 'The Expression provided is not valid.'],
    [{}, { Timezone: 'Mars/Olympus' }, 'The Timezone provided is not valid.'],
    [{ StartDate: day(1) }, {}, 'StartDate and ExpireDate cannot be specified with an at expression.'],
    [{ ExpireDate: day(1) }, {}, 'StartDate and ExpireDate cannot be specified with an at expression.'],
    [{ StartDate: day(2), ExpireDate: day(2) }, cron, 'StartDate must be before ExpireDate.'],
    [{ MuteTargets: { AlarmNames: ['a', 'gone'] } }, {}, 'The alarms [gone] in MuteTargets do not exist.'],
    [
      { MuteTargets: { AlarmNames: Array.from({ length: 101 }, () => 'a') } },
      {},
      'A mute rule cannot target more than 100 alarms.',
    ],
  ];
  test.each(refused)('%j %j', (over, schedule, message) => {
    const r = muted();
    expect(() => r.mute(over, schedule)).toThrow(expect.objectContaining({ name: 'ValidationError', message }));
    expect(r.mutes.all()).toEqual([]);
  });

  test.each(['PT1M', 'P15D'])('but not a duration of %s', (Duration) => {
    const r = muted();
    r.mute({}, { Duration });
    expect(r.mutes.all()).toHaveLength(1);
  });
});

describe('the operations', () => {
  test('need their rights on the rule, and to put one on each target', () => {
    const { operations } = muted();
    const needs = (operation: string, input: unknown) => operations[operation]?.needs(input as never);
    const alarm = 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:a';
    const input = { Name: 'm', MuteTargets: { AlarmNames: ['a'] }, Tags: [{ Key: 'team', Value: 'ml' }] };
    expect(needs('PutAlarmMuteRule', input)).toEqual([
      { action: 'cloudwatch:PutAlarmMuteRule', resource: `${RULE_ARN}m` },
      { action: 'cloudwatch:PutAlarmMuteRule', resource: alarm },
      { action: 'cloudwatch:TagResource', resource: `${RULE_ARN}m` },
    ]);
    expect(needs('GetAlarmMuteRule', { AlarmMuteRuleName: 'm' })).toEqual([
      { action: 'cloudwatch:GetAlarmMuteRule', resource: `${RULE_ARN}m` },
    ]);
    expect(needs('DeleteAlarmMuteRule', { AlarmMuteRuleName: 'm' })).toEqual([
      { action: 'cloudwatch:DeleteAlarmMuteRule', resource: `${RULE_ARN}m` },
    ]);
    expect(needs('ListAlarmMuteRules', {})).toEqual([{ action: 'cloudwatch:ListAlarmMuteRules', resource: '*' }]);
  });

  test('give back what was put', () => {
    const r = muted();
    const Schedule = { Expression: 'cron(0 2 * * SUN)', Duration: 'PT4H', Timezone: 'Europe/London' };
    const ExpireDate = new Date('2026-12-31T23:59:59Z');
    const given = {
      Name: 'm',
      Description: 'weekly',
      Rule: { Schedule },
      MuteTargets: { AlarmNames: ['a'] },
      ExpireDate,
    };
    r.runTo(MINUTE);
    expect(call(r, 'PutAlarmMuteRule', { ...given, Tags: [{ Key: 'team', Value: 'ml' }] })).toEqual({});
    const summary = {
      AlarmMuteRuleArn: `${RULE_ARN}m`,
      ExpireDate,
      Status: 'SCHEDULED',
      MuteType: 'RECURRING',
      LastUpdatedTimestamp: new Date('2026-01-01T10:01:00Z'),
    };
    expect(call(r, 'GetAlarmMuteRule', { AlarmMuteRuleName: 'm' })).toEqual({ ...given, ...summary });
    expect(call(r, 'ListAlarmMuteRules', {})).toEqual({ AlarmMuteRuleSummaries: [summary] });
  });

  test('list by alarm and by status, in pages', () => {
    const r = muted();
    r.metric('b');
    r.mute({ Name: 'now' }, { Expression: at(0) });
    r.mute({ Name: 'later', MuteTargets: { AlarmNames: ['a', 'b'] } });
    r.mute({ Name: 'over' }, { Expression: 'at(2025-12-31T10:00)' });
    const list = (input: Readonly<Record<string, unknown>>) => {
      const { AlarmMuteRuleSummaries: found, NextToken } = call(r, 'ListAlarmMuteRules', input) as {
        AlarmMuteRuleSummaries: { AlarmMuteRuleArn: string }[];
        NextToken?: string;
      };
      return { names: found.map(({ AlarmMuteRuleArn }) => AlarmMuteRuleArn.slice(RULE_ARN.length)), NextToken };
    };
    expect(list({}).names).toEqual(['later', 'now', 'over']);
    expect(list({ AlarmName: 'b' }).names).toEqual(['later']);
    expect(list({ Statuses: ['ACTIVE', 'EXPIRED'] }).names).toEqual(['now', 'over']);
    const first = list({ MaxRecords: 2 });
    expect(first.names).toEqual(['later', 'now']);
    expect(list({ MaxRecords: 2, NextToken: first.NextToken })).toEqual({ names: ['over'], NextToken: undefined });
    expect(() => list({ NextToken: 'nonsense' })).toThrow(expect.objectContaining({ name: 'InvalidNextToken' }));
    expect(() => list({ AlarmName: 'gone' })).toThrow(expect.objectContaining({ name: 'ResourceNotFoundException' }));
  });

  test('do not find what is not there, but delete it gladly', () => {
    const r = muted();
    expect(() => call(r, 'GetAlarmMuteRule', { AlarmMuteRuleName: 'gone' })).toThrow(
      expect.objectContaining({
        name: 'ResourceNotFoundException',
        status: 404,
        members: { ResourceType: 'AlarmMuteRule', ResourceId: 'gone' },
      }),
    );
    expect(call(r, 'DeleteAlarmMuteRule', { AlarmMuteRuleName: 'gone' })).toEqual({});
  });
});

// ---- whatever happens -----------------------------------------------------------------------------------------------

type Window = { readonly from: number; readonly length: number };
const window: fc.Arbitrary<Window> = fc.record({
  from: fc.integer({ min: 0, max: 59 }),
  length: fc.integer({ min: 1, max: 30 }),
});
const state = fc.constantFrom<AlarmState>('OK', 'ALARM', 'INSUFFICIENT_DATA');

test('whatever happens, each state acts once: when it begins, or in the first minute that nothing mutes', () => {
  fc.assert(
    fc.property(
      fc.array(window, { maxLength: 4 }),
      fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), state)),
      (windows, steps) => {
        const r = muted();
        windows.forEach(({ from, length }, index) => {
          r.mute({ Name: `rule-${index}` }, { Expression: at(from), Duration: `PT${length}M` });
        });
        const isMuted = (minute: number) =>
          windows.some(({ from, length }) => minute >= from && minute < from + length);
        const moves = steps.map(([, to], index) => ({
          minute: steps.slice(0, index + 1).reduce((sum, [after]) => sum + after, 0),
          to,
        }));

        const acts: [number, AlarmState][] = [];
        let now: AlarmState = 'OK';
        let owes = false;
        for (let minute = 0; minute < 1_000; minute += 1) {
          const act = () => {
            if (owes && !isMuted(minute)) acts.push([minute, now]);
            owes &&= isMuted(minute);
          };
          act();
          for (const { to } of moves.filter((move) => move.minute === minute)) {
            owes ||= to !== now;
            now = to;
            act();
          }
        }

        for (const { minute, to } of moves) {
          r.runTo(minute * MINUTE);
          r.set('a', to);
        }
        r.runTo(1_000 * MINUTE);
        expect(acted(r)).toEqual(acts);
      },
    ),
    { numRuns: 200 },
  );
});
