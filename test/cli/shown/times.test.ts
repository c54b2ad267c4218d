import { expect, test } from 'vitest';
import { instantIn, spanIn } from '../../../cli/shown/spans.ts';
import { ago, lasting, moment } from '../../../cli/shown/times.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOON = Date.UTC(2026, 0, 5, 12);

test.each([
  [0, '0 s'],
  [999, '0 s'],
  [45 * SECOND, '45 s'],
  [2 * MINUTE + 8 * SECOND, '2 min 8 s'],
  [3 * HOUR, '3 h'],
  [3 * HOUR + 5 * MINUTE + 50 * SECOND, '3 h 5 min'],
  [DAY + 4 * HOUR, '1 day 4 h'],
  [12 * DAY + 4 * HOUR, '12 days'],
])('%i ms last %s', (ms, expected) => {
  expect(lasting(ms)).toBe(expected);
});

test.each([
  [NOON - 90 * SECOND, '1 min 30 s ago'],
  [NOON - 2 * MINUTE - 59 * SECOND, '2 min ago'],
  [NOON - 26 * HOUR, '1 day 2 h ago'],
  // Clocks differ: what AWS dates a second ahead is no trouble.
  [NOON + SECOND, '0 s ago'],
])('%i was %s', (at, expected) => {
  expect(ago(at, NOON)).toBe(expected);
});

test('a time of another day comes with its date', () => {
  expect(moment(NOON - HOUR, NOON)).toBe('11:00:00 UTC');
  expect(moment(NOON - 13 * HOUR, NOON)).toBe('2026-01-04 23:00:00 UTC');
});

test.each([
  ['45s', 45 * SECOND],
  ['15m', 15 * MINUTE],
  ['12h', 12 * HOUR],
  ['30d', 30 * DAY],
  ['30', undefined],
  ['1w', undefined],
  ['-1d', undefined],
])('the span %s', (text, expected) => {
  expect(spanIn(text)).toBe(expected);
});

test.each([
  ['2026-01-05', NOON - 12 * HOUR],
  ['2026-01-05T12:00', NOON],
  ['2026-01-05T12:00:00.000Z', NOON],
  ['2026-01-05T13:00+01:00', NOON],
  ['2026-02-31T99:00', undefined],
  ['05.01.2026', undefined],
])('the time %s', (text, expected) => {
  expect(instantIn(text)).toBe(expected);
});
