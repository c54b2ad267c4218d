import { describe, expect, test } from 'vitest';
import { reachedTwice } from '../../../../cli/commands/init/days.ts';
import { suggest } from '../../../../cli/commands/init/suggest.ts';
import { days, measured, minute } from './minutes.ts';

const stable = measured('stable', days(3));
const suggestFor = (canary: ReturnType<typeof days>, of = stable) =>
  suggest({ stable: of, canaries: [measured('canary', canary)] });

/** In the first of three minutes of each hour, and the last of them, so many of 200 requests fail. */
const inTwoMinutesAnHour = (failed: number) => (minuteOfDay: number) => ({
  failed: [0, 2].includes(minuteOfDay % 60) ? failed : 0,
});

describe('the level that two of three minutes reached', () => {
  const level = (values: readonly number[]) =>
    reachedTwice(values.map((value, place) => ({ start: place * 60_000, value, requests: 1 })));

  test.each([
    ['is the lower of two bad minutes beside each other', [0, 9, 7, 0], 7],
    ['is the lower of two with one between them', [9, 0, 7], 7],
    ['is not reached by minutes further apart', [9, 0, 0, 7], 0],
    ['is not reached by one minute alone', [9], 0],
    ['is the second of three', [5, 9, 7], 7],
  ])('%s', (_, values, expected) => expect(level(values)).toBe(expected));

  test('is not reached over a gap in the data', () => {
    const at = (start: number) => ({ start: start * 60_000, value: 9, requests: 1 });
    expect(reachedTwice([at(0), at(3)])).toBe(0);
    expect(reachedTwice([at(2), at(0)])).toBe(9);
  });
});

describe('errors', () => {
  test('are suggested at the default where nothing ever fails', () => {
    expect(suggestFor(days(3)).errors).toEqual({
      above: 0.02,
      basis: {
        kind: 'measured',
        variant: 'stable',
        medianDay: 0,
        worstDay: { day: '2026-01-01', value: 0 },
        days: 3,
        daysAbove: 0,
      },
    });
  });
  test('are suggested at twice what two of three minutes of a usual day reached beside two errors, rounded up', () => {
    expect(suggestFor(days(3, inTwoMinutesAnHour(5))).errors).toMatchObject({
      above: 0.03,
      basis: { variant: 'canary', medianDay: 0.015, daysAbove: 0 },
    });
    expect(suggestFor(days(3, inTwoMinutesAnHour(6))).errors.above).toBe(0.04);
    expect(suggestFor(days(3, inTwoMinutesAnHour(9))).errors.above).toBe(0.07);
  });
  test('of one bad day raise no threshold, and are told', () => {
    const badDay = days(3, (_, day) => ({ failed: day === 1 ? 10 : 0 }));
    expect(suggestFor(days(3), measured('stable', badDay)).errors).toMatchObject({
      above: 0.02,
      basis: { variant: 'stable', medianDay: 0, worstDay: { day: '2026-01-02', value: 0.04 }, daysAbove: 1 },
    });
  });
  test('of one minute alone count against a day when they are gross', () => {
    const once = days(3, (minuteOfDay, day) => ({ failed: day === 0 && minuteOfDay === 600 ? 14 : 0 }));
    expect(suggestFor(once).errors.basis).toMatchObject({ daysAbove: 1 });
    const almost = days(3, (minuteOfDay, day) => ({ failed: day === 0 && minuteOfDay === 600 ? 13 : 0 }));
    expect(suggestFor(almost).errors.basis).toMatchObject({ daysAbove: 0 });
  });
  test('of minutes with too few requests do not count', () => {
    const nights = days(3, (minuteOfDay) => (minuteOfDay < 100 ? { requests: 50, failed: 5 } : { requests: 300 }));
    // A minute must hold 100: half of 300, and no more than that.
    expect(suggestFor(nights).minRequests.value).toBe(100);
    expect(suggestFor(nights).errors.above).toBe(0.02);
  });
  test('that are usual are no threshold of more than a half', () => {
    const usual = days(3, () => ({ failed: 80 }));
    expect(suggestFor(usual, measured('stable', usual)).errors.above).toBe(0.5);
  });
  test('of a canary that is bad already are not taken as normal', () => {
    const bad = suggestFor(days(3, () => ({ failed: 20 })));
    expect(bad).toMatchObject({
      errors: { above: 0.02, basis: { variant: 'stable', daysAbove: 0 } },
      worse: [{ variant: 'canary', in: 'errors' }],
    });
  });
  test('stay at the default where less than an hour is known of stable', () => {
    const young = measured('stable', days(1).slice(0, 59));
    expect(suggestFor(days(3, inTwoMinutesAnHour(4)), young)).toMatchObject({
      errors: { above: 0.02, basis: { kind: 'default' } },
    });
    expect(suggestFor(days(3), young)).not.toHaveProperty('latency');
  });
});

describe('latency', () => {
  test('is suggested at one and a half times what two of three minutes of a usual day reached, rounded up', () => {
    expect(suggestFor(days(3)).latency).toMatchObject({ percentile: 99, aboveMs: 150, basis: { medianDay: 100 } });
    const slower = days(3, () => ({ latencyMs: { 99: 180, 90: 100 } }));
    expect(suggestFor(slower).latency).toMatchObject({ aboveMs: 300, basis: { variant: 'canary' } });
  });
  test('is the p90 of a canary whose p99 is its slowest request', () => {
    expect(suggestFor(days(3, () => ({ requests: 99 }))).latency).toMatchObject({ percentile: 90, aboveMs: 90 });
    expect(suggestFor(days(3, () => ({ requests: 100 }))).latency).toMatchObject({ percentile: 99 });
  });
  test('of a canary that is far slower already is not taken as normal', () => {
    const slow = suggestFor(days(3, () => ({ latencyMs: { 99: 900, 90: 121 } })));
    expect(slow).toMatchObject({ latency: { aboveMs: 150 }, worse: [{ variant: 'canary', in: 'latency' }] });
  });
  test('has no threshold where minutes with requests never follow each other', () => {
    const sparse = Array.from({ length: 100 }, (_, place) => minute(place * 10));
    expect(suggestFor(days(1), measured('stable', sparse))).toHaveProperty('latency.basis.variant', 'canary');
    expect(suggestFor(sparse, measured('stable', sparse))).not.toHaveProperty('latency');
  });
});

describe('the requests that a minute must hold', () => {
  test.each([
    ['half of a quiet minute', 150, 70],
    ['20 at least', 25, 20],
    ['100 at most', 5_000, 100],
  ])('are %s', (_, requests, value) => {
    expect(suggestFor(days(2, () => ({ requests }))).minRequests).toEqual({
      value,
      basis: { kind: 'measured', variant: 'canary', quiet: requests, usual: requests },
    });
  });
  test('are the default for a canary without traffic, which is told', () => {
    expect(suggestFor([])).toMatchObject({
      minRequests: { value: 20, basis: { kind: 'default' } },
      tooQuiet: ['canary'],
      latency: { percentile: 99 },
    });
  });
  test('are not fewer for the sake of a canary that cannot be judged anyway', () => {
    const canaries = [
      measured('busy', days(1)),
      measured(
        'idle',
        days(1, () => ({ requests: 19 })),
      ),
    ];
    expect(suggest({ stable, canaries })).toMatchObject({
      minRequests: { value: 100, basis: { variant: 'busy' } },
      tooQuiet: ['idle'],
      latency: { percentile: 99 },
    });
  });
});
