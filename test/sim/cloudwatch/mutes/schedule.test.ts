import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCron } from '../../../../sim/services/cloudwatch/mutes/cron.ts';
import { parseDuration } from '../../../../sim/services/cloudwatch/mutes/iso-duration.ts';
import { parseSchedule } from '../../../../sim/services/cloudwatch/mutes/schedule.ts';
import { makeZone, type Zone } from '../../../../sim/services/cloudwatch/mutes/zone.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const zoneOf = (name: string): Zone => {
  const zone = makeZone(name);
  if (zone === undefined) throw new Error(`no zone ${name}`);
  return zone;
};

describe('a duration', () => {
  test.each([
    ['PT1M', 1],
    ['PT4H', 240],
    ['PT90M', 90],
    ['P1D', 1_440],
    ['P2DT12H', 3_600],
    ['P15D', 21_600],
    ['P1DT1H1M', 1_501],
  ])('%s is %d minutes', (text, minutes) => {
    expect(parseDuration(text)).toBe(minutes * MINUTE);
  });

  test.each([
    '',
    'P',
    'PT',
    'P1DT',
    '2h',
    'PT2',
    '1H',
    'PT1H30',
    'PT60S',
    'P1W',
    'P1M',
    'P1Y',
    'PT1.5H',
    '-PT1H',
    'pt1h',
    ' PT1H',
  ])('%j is none', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });
});

describe('a zone', () => {
  test.each(['', 'Nowhere/City', '+01:00', 'CEST2'])('%j is none', (name) => {
    expect(makeZone(name)).toBeUndefined();
  });

  test.each([
    ['UTC', '2026-05-10T14:00Z', '2026-05-10T14:00Z'],
    ['Asia/Tokyo', '2026-05-10T14:00Z', '2026-05-10T05:00Z'],
    ['America/New_York', '2026-01-10T14:00Z', '2026-01-10T19:00Z'],
    ['America/New_York', '2026-07-10T14:00Z', '2026-07-10T18:00Z'],
    ['Europe/London', '2026-07-10T00:00Z', '2026-07-09T23:00Z'],
    ['Asia/Kathmandu', '2026-07-10T00:00Z', '2026-07-09T18:15Z'],
    ['Pacific/Kiritimati', '2026-07-10T00:00Z', '2026-07-09T10:00Z'],
    // An hour that is there twice counts once, the first time.
    ['Europe/Berlin', '2026-10-25T02:30Z', '2026-10-25T00:30Z'],
    ['America/New_York', '2026-11-01T01:30Z', '2026-11-01T05:30Z'],
    // Around the hour that is left out.
    ['Europe/Berlin', '2026-03-29T01:59Z', '2026-03-29T00:59Z'],
    ['Europe/Berlin', '2026-03-29T03:00Z', '2026-03-29T01:00Z'],
  ])('%s: %s on the wall is %s', (name, wall, time) => {
    expect(zoneOf(name).instantOf(Date.parse(wall))).toBe(Date.parse(time));
  });

  test.each([
    ['Europe/Berlin', '2026-03-29T02:30Z'],
    ['America/New_York', '2026-03-08T02:00Z'],
  ])('%s: %s is never on the wall', (name, wall) => {
    expect(zoneOf(name).instantOf(Date.parse(wall))).toBeUndefined();
  });

  test('reads any time back, save the second time of an hour that is there twice', () => {
    const names = [
      'UTC',
      'Europe/Berlin',
      'America/New_York',
      'Australia/Lord_Howe',
      'Africa/Casablanca',
      'Asia/Tehran',
    ];
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.integer({ min: 0, max: 8 * 366 * 1_440 }), (name, minutes) => {
        const zone = zoneOf(name);
        const time = Date.UTC(2022, 0, 1) + minutes * MINUTE;
        const back = zone.instantOf(zone.wallAt(time)) ?? Number.NaN;
        expect([0, 30 * MINUTE, 60 * MINUTE]).toContain(time - back);
        expect(zone.wallAt(back)).toBe(zone.wallAt(time));
      }),
      { numRuns: 200 },
    );
  });
});

describe('a cron expression', () => {
  test.each([
    '* * * *',
    '* * * * * *',
    '0 2 ? * SUN *',
    '60 * * * *',
    '* 24 * * *',
    '* * 0 * *',
    '* * 32 * *',
    '* * * 13 *',
    '* * * 0 *',
    '* * * * 8',
    '*/5 * * * *',
    '0 2 L * *',
    '0 2 ? * *',
    '0 2 * * SUN#1',
    '0 2 * FOO *',
    '0 2 * * SUN-',
    '5-1 * * * *',
    '1-2-3 * * * *',
    ', * * * *',
    '-1 * * * *',
    '0 2 * SUN *',
    '',
  ])('%j is none', (text) => {
    expect(parseCron(text)).toBeUndefined();
  });

  test.each([
    // The guide's examples.
    ['0 2 * * SUN', ['2026-01-04', '2026-01-11', '2026-01-18', '2026-01-25']],
    ['0 1 1 * *', ['2026-01-01']],
    ['0 18 * * FRI', ['2026-01-02', '2026-01-09', '2026-01-16', '2026-01-23', '2026-01-30']],
    ['0 0 * * 0', ['2026-01-04', '2026-01-11', '2026-01-18', '2026-01-25']],
    ['0 0 * * 7', ['2026-01-04', '2026-01-11', '2026-01-18', '2026-01-25']],
    ['0 0 5-7,9 JAN *', ['2026-01-05', '2026-01-06', '2026-01-07', '2026-01-09']],
    ['0 0 1-3 * mon-sun', ['2026-01-01', '2026-01-02', '2026-01-03', 'and any other day']],
    ['0 0 * FEB *', []],
    // Either, when both are restricted.
    ['0 0 13 * TUE', ['2026-01-06', '2026-01-13', '2026-01-20', '2026-01-27']],
    ['0 0 14 1-2 TUE', ['2026-01-06', '2026-01-13', '2026-01-14', '2026-01-20', '2026-01-27']],
    ['0 0 31 * *', ['2026-01-31']],
  ])('%s fires on %j', (text, expected) => {
    const cron = parseCron(text);
    const days = Array.from({ length: 31 }, (_, index) => new Date(Date.UTC(2026, 0, index + 1)));
    const fired = days.filter((day) => cron?.onDay(day)).map((day) => day.toISOString().slice(0, 10));
    if (expected.includes('and any other day')) expect(fired).toHaveLength(31);
    else expect(fired).toEqual(expected);
  });
});

describe('a schedule', () => {
  test.each([
    'at(2026-02-30T10:00)',
    'at(2026-05-10T14:00:00)',
    'at(2026-05-10)',
    'at(2026-05-10T24:00)',
    'at(2026-5-10T14:00)',
    'at(2026-05-10T14:00Z)',
    'at()',
    'rate(5 minutes)',
    'cron(0 2 ? * SUN *)',
    '0 2 * * *',
    'cron(0 2 * * *) ',
    'CRON(0 2 * * *)',
    // The hour that is left out in Berlin.
    'at(2026-03-29T02:30)',
  ])('%j is none', (expression) => {
    expect(parseSchedule(expression, zoneOf('Europe/Berlin'))).toBeUndefined();
  });

  test('at(…) fires once, by the clock of its zone', () => {
    const schedule = parseSchedule('at(2026-05-10T14:00)', zoneOf('America/New_York'));
    const fired = Date.parse('2026-05-10T18:00Z');
    expect(schedule?.muteType).toBe('ONE_TIME');
    expect(schedule?.lastFired(fired, fired)).toBe(fired);
    expect(schedule?.lastFired(fired - DAY, fired - 1)).toBeUndefined();
    expect(schedule?.lastFired(fired + 1, fired + DAY)).toBeUndefined();
  });

  test('cron(…) fires by the clock of its zone, in summer and in winter, and not in an hour that is left out', () => {
    const schedule = parseSchedule('cron(30 2 * * *)', zoneOf('Europe/Berlin'));
    const last = (before: string) => {
      const fired = schedule?.lastFired(Date.parse(before) - 3 * DAY, Date.parse(before));
      return fired && new Date(fired).toISOString();
    };
    expect(last('2026-03-28T12:00Z')).toBe('2026-03-28T01:30:00.000Z');
    expect(last('2026-03-29T12:00Z')).toBe('2026-03-28T01:30:00.000Z');
    expect(last('2026-03-30T12:00Z')).toBe('2026-03-30T00:30:00.000Z');
    expect(last('2026-10-25T12:00Z')).toBe('2026-10-25T00:30:00.000Z');
    expect(last('2026-10-26T12:00Z')).toBe('2026-10-26T01:30:00.000Z');
  });

  /** Minute by minute: what the wall says, field by field; the second time of a doubled minute does not count. */
  const naive = (fields: readonly string[], zone: Zone, span: { from: number; to: number }): number | undefined => {
    const allows = (field: string | undefined, value: number) =>
      field === '*' || (field ?? '').split(',').some((part) => Number(part) === value);
    const [minute, hour, day, month, weekday] = fields;
    for (let time = Math.floor(span.to / MINUTE) * MINUTE; time >= span.from; time -= MINUTE) {
      const wall = new Date(zone.wallAt(time));
      if (!allows(minute, wall.getUTCMinutes()) || !allows(hour, wall.getUTCHours())) continue;
      if (!allows(month, wall.getUTCMonth() + 1)) continue;
      const [onDay, onWeekday] = [allows(day, wall.getUTCDate()), allows(weekday, wall.getUTCDay())];
      if (!(day === '*' || weekday === '*' ? onDay && onWeekday : onDay || onWeekday)) continue;
      if ([30, 60].some((back) => zone.wallAt(time - back * MINUTE) === wall.getTime())) continue;
      return time;
    }
    return undefined;
  };

  test('any cron expression last fired when its fields, minute by minute, say so', () => {
    const field = (min: number, max: number) =>
      fc.oneof(
        fc.constant('*'),
        fc.array(fc.integer({ min, max }), { minLength: 1, maxLength: 3 }).map((all) => all.join(',')),
      );
    const fields = fc.tuple(field(0, 59), field(0, 23), field(1, 31), field(1, 12), field(0, 6));
    const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe');
    // Days around the changes to and from summer time, and others.
    const days = fc.constantFrom(
      '2026-03-29',
      '2026-10-25',
      '2026-03-08',
      '2026-11-01',
      '2026-04-05',
      '2026-10-04',
      '2026-06-30',
    );
    fc.assert(
      fc.property(fields, zones, days, fc.integer({ min: 0, max: 2_880 }), (given, name, day, minutes) => {
        const zone = zoneOf(name);
        const to = Date.parse(day) + minutes * MINUTE + 12_345;
        const span = { from: to - DAY + 1, to };
        const schedule = parseSchedule(`cron(${given.join(' ')})`, zone);
        expect(schedule?.lastFired(span.from, span.to)).toBe(naive(given, zone, span));
      }),
      { numRuns: 100 },
    );
  });
});
