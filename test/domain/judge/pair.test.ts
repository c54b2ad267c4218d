import { expect, test } from 'vitest';
import { pairsOf } from '../../../lambdas/domain/judge/pair.ts';
import { shareOf } from '../../../lambdas/domain/judge/ratio.ts';
import { MINUTE } from '../../../lambdas/domain/model.ts';
import { START, side } from './seen.ts';

const at = (minute: number, requests = 10, bad = 1) => ({ start: START + minute * MINUTE, requests, bad });

test('minutes are put side by side, oldest first, in whatever order they were read', () => {
  const ordered = pairsOf([at(0), at(1), at(2)], [at(0), at(1), at(2)]);
  expect(pairsOf([at(2), at(0), at(1)], [at(1), at(2), at(0)])).toEqual(ordered);
  expect(ordered.map(({ start }) => start)).toEqual([0, 1, 2].map((minute) => START + minute * MINUTE));
});

test('a minute that one of them has no datapoint for, or no request in, is left out', () => {
  const found = pairsOf([at(0), at(1), at(2, 0, 0), at(3)], [at(1), at(2), at(3, 0, 0), at(4)]);
  expect(found.map(({ start }) => (start - START) / MINUTE)).toEqual([1]);
});

test('of two readings of one minute the later one counts', () => {
  expect(pairsOf([at(0, 10, 0), at(0, 30, 2)], [at(0)])).toMatchObject([{ canary: { requests: 30, bad: 2 } }]);
});

test('of no requests none is bad', () => expect([side(0, 0), side(20, 1)].map(shareOf)).toEqual([0, 0.05]));
