import { describe, expect, test } from 'vitest';
import { asksForPinned, pinnedIn, withoutWeight } from '../../lambdas/domain/pinned.ts';
import { at, fleet, minutes, WANTED, weighing } from '../builders.ts';

describe('F27: requests that no weight explains', () => {
  const traffic = { stable: minutes(100, 0, [6, 19]), canary: minutes(5, 0, [6, 19]) };
  const there = weighing(WANTED, { lastModifiedAt: at(12) });

  test('are those of the minutes that begin two minutes after the weights were changed, or later', () => {
    expect(pinnedIn(there, traffic)).toEqual([
      { variant: 'canary', requests: 6 * 5, what: 'canary has weight 0, and serves requests' },
    ]);
  });
  test('are none of an endpoint that is being changed, is gone, or whose metrics cannot be read', () => {
    expect(pinnedIn({ ...there, status: 'Updating' }, traffic)).toEqual([]);
    expect(pinnedIn(undefined, traffic)).toEqual([]);
    expect(pinnedIn(there, 'unreadable')).toEqual([]);
    expect(pinnedIn(there, {})).toEqual([]);
    expect(pinnedIn(there, { canary: minutes(0, 0, [14, 19]) })).toEqual([]);
  });
  test('are none of a variant that has a weight, or is to have one', () => {
    expect(withoutWeight(fleet())).toEqual([]);
    const coming = there.variants.map((one) => ({ ...one, desiredWeight: 1 }));
    expect(withoutWeight({ ...there, variants: coming })).toEqual([]);
    expect(withoutWeight(undefined)).toEqual([]);
  });
});

describe('F27: metrics, which cost money, are asked for them', () => {
  const QUIET = at(30);
  test('of so many that one is compared every eight minutes, in the first eight of each hour', () => {
    expect([7.9, 8].map((minute) => asksForPinned(undefined, at(minute), 8))).toEqual([true, false]);
  });
  test.each([
    ['in the first five minutes of each hour', undefined, at(4.9), true],
    ['not after those', undefined, at(5), false],
    ['in the hour after an incident, whatever the minute', at(10), QUIET, true],
    ['also in its last moment', QUIET - 60 * 60_000 + 1, QUIET, true],
    ['not when that hour is over', QUIET - 60 * 60_000, QUIET, false],
    ['each hour again, however long ago it was', at(-6_000), at(60), true],
  ])('%s', (_, endedAt, now, asks) => {
    expect(asksForPinned(endedAt, now, 5)).toBe(asks);
  });
});
