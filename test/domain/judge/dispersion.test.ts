import { describe, expect, test } from 'vitest';
import { drawsOf } from '../../../bench/detection/draws.ts';
import { dispersionOf } from '../../../lambdas/domain/judge/dispersion.ts';
import { drawsFrom } from '../../../sim/kernel/chance.ts';
import { side } from './seen.ts';

const minutes = (cluster: number, shareAt: (minute: number) => number = () => 0.005) => {
  const { clustered } = drawsOf(drawsFrom('dispersion'));
  return Array.from({ length: 480 }, (_, minute) => side(1_000, clustered(1_000, shareAt(minute), cluster)));
};

describe('how errors cluster', () => {
  test('errors that come one by one count as they are', () => {
    expect(dispersionOf(minutes(1))).toBeLessThan(1.15);
  });
  test('errors in clusters of three count for at least five times less, as their variance says', () => {
    expect(dispersionOf(minutes(3))).toBeGreaterThan(5);
    expect(dispersionOf(minutes(3))).toBeLessThan(9);
  });
  test('larger clusters count for less', () => {
    expect(dispersionOf(minutes(8)) ?? 0).toBeGreaterThan(2 * (dispersionOf(minutes(3)) ?? 0));
  });
  test('a daily cycle of the share is no cluster', () => {
    const swinging = minutes(1, (minute) => 0.02 * (1 + 0.9 * Math.sin(minute / 76)));
    expect(dispersionOf(swinging)).toBeLessThan(1.2);
  });
  test('errors of half of the requests that swing by 20 of 100, where chance swings by 7, count for eight times less', () => {
    const swinging = Array.from({ length: 400 }, (_, minute) => side(100, minute % 2 === 0 ? 40 : 60));
    expect(dispersionOf(swinging)).toBeGreaterThan(8);
    expect(dispersionOf(swinging)).toBeLessThan(12);
  });
  test.each([
    ['no minute', []],
    ['eight minutes', Array.from({ length: 8 }, () => side(100, 1))],
    ['minutes without requests', Array.from({ length: 50 }, () => side(0, 0))],
  ])('%s tell nothing', (_, few) => expect(dispersionOf(few)).toBeUndefined());
  test.each([0, 100])('where %d of 100 always fail there are no clusters to see', (bad) => {
    expect(dispersionOf(Array.from({ length: 20 }, () => side(100, bad)))).toBe(1);
  });
});
