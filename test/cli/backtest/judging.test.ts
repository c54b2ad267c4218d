import { expect, test } from 'vitest';
import { openFold } from '../../../cli/backtest/judging.ts';
import { judgeRatio } from '../../../lambdas/domain/judge/judge.ts';
import { DEFAULT_SETTINGS } from '../../../lambdas/domain/judge/measure.ts';
import type { Pair } from '../../../lambdas/domain/judge/pair.ts';
import { MINUTE } from '../../../lambdas/domain/model.ts';
import { at, scatter } from './histories.ts';

const errors = (requests: number, share: number, random: () => number): number =>
  Array.from({ length: requests }, random).filter((one) => one < share).length;

test.each([1, 2, 3])('the fold says each minute what the judge says of all minutes so far (seed %i)', (seed) => {
  const random = scatter(seed);
  const fold = openFold(DEFAULT_SETTINGS).take;
  const pairs: Pair[] = [];
  const [folded, judged]: boolean[][] = [[], []];
  for (let minute = 0; minute < 240; minute++) {
    const stable = { requests: 300, bad: errors(300, 0.005, random) };
    const canary = { requests: 40, bad: errors(40, minute < 120 ? 0.005 : 0.05, random) };
    pairs.push({ start: at(minute), canary, stable });
    folded?.push(fold({ start: at(minute), canary, stable })?.worse === true);
    judged?.push(judgeRatio({ pairs, history: [], until: at(minute) + MINUTE }, DEFAULT_SETTINGS).kind === 'worse');
  }
  expect(folded).toEqual(judged);
  expect(judged).toContain(true);
});

test('a canary that comes back after more than an hour is judged anew', () => {
  const fold = openFold(DEFAULT_SETTINGS).take;
  const stable = { requests: 300, bad: 1 };
  for (let minute = 0; minute < 30; minute++) fold({ start: at(minute), canary: { requests: 40, bad: 10 }, stable });
  for (let minute = 30; minute < 100; minute++) fold({ start: at(minute), canary: undefined, stable });
  expect(fold({ start: at(100), canary: { requests: 40, bad: 0 }, stable })).toMatchObject({ worse: false });
});
