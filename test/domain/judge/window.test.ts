import { expect, test } from 'vitest';
import { windowOf } from '../../../lambdas/domain/judge/window.ts';
import { MINUTE, SECOND } from '../../../lambdas/domain/model.ts';
import { START } from './seen.ts';

const HOUR = 60 * MINUTE;
const hours = (after: number) => {
  const { from, until, historyFrom } = windowOf(START + 20 * SECOND, START + after);
  return [from - historyFrom, from - START, until - START].map((ms) => ms / HOUR);
};

test.each([
  ['in its first minute nothing is over yet', 40 * SECOND, [8, 0, 0]],
  ['in its first hour all of it counts', HOUR + 5 * SECOND, [8, 0, 1]],
  ['with its last minute the first day is whole', 24 * HOUR, [8, 0, 24]],
  ['with the next one a new day begins', 24 * HOUR + MINUTE, [8, 24, 24 + 1 / 60]],
  ['days later only the present day counts', 75 * HOUR, [8, 72, 75]],
  ['a clock that is behind reads nothing', -HOUR, [8, 0, 0]],
])('of a canary %s', (_, after, expected) => expect(hours(after)).toEqual(expected));
