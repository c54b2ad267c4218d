import { describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../../infra/config/limits.ts';
import { decide } from '../../lambdas/domain/decide.ts';
import type { Incident } from '../../lambdas/domain/incident.ts';
import { MINUTE, type Minute } from '../../lambdas/domain/model.ts';
import { stormIn } from '../../lambdas/domain/storm.ts';
import { at, byHand, endpointName, guard, incident, minute, minutes, NOW, policy, situation } from '../builders.ts';

const opened = (name: string, over: Partial<ReturnType<typeof incident>> = {}): Incident =>
  incident({ endpoint: endpointName(name), openedAt: at(5), ...over });
const many = (count: number, over: Partial<ReturnType<typeof incident>> = {}) =>
  Array.from({ length: count }, (_, place) => opened(`e${place}`, over));
const around = (heads: readonly Incident[], of: number) =>
  stormIn(heads, { limits: DEFAULT_LIMITS.storm, of, endpoint: endpointName('fraud'), now: NOW });
const ended = { state: 'RECOVERED', at: at(8), because: 'proved' } as const;

describe('F52: a storm is', () => {
  test.each([
    ['more than ten endpoints of a large fleet', 10, 1_000, { endpoints: 11, of: 1_000 }],
    ['not ten of them', 9, 1_000, undefined],
    ['more than a fifth of ten', 2, 10, { endpoints: 3, of: 10 }],
    ['not a fifth of ten', 1, 10, undefined],
    ['nothing that a smaller fleet can have', 8, 9, undefined],
  ])('%s', (_, others, of, storm) => {
    expect(around(many(others), of)).toEqual(storm && { ...storm, since: at(5) });
  });
  test('of incidents that opened within ten minutes, open or ended', () => {
    expect(around(many(10, { ending: ended }), 100)).toBeDefined();
    expect(around(many(10, { openedAt: at(0) }), 100)).toBeUndefined();
    expect(around(many(10, { openedAt: at(0.1) }), 100)).toBeDefined();
  });
  test('not over by time alone for those that it holds: they would all go at once', () => {
    const hold = { kind: 'storm', endpoints: 11, of: 100 } as const;
    expect(around(many(10, { openedAt: at(-60), hold }), 100)).toBeDefined();
    expect(around(many(10, { openedAt: at(-60), hold, ending: ended }), 100)).toBeUndefined();
  });
  test('not made of drills, of what people do by hand, or of the endpoint twice', () => {
    expect(around(many(10, { drill: { id: 'drill-20260101T100000' } }), 100)).toBeUndefined();
    expect(
      around(
        many(10).map(({ endpoint }) => ({ ...byHand(), endpoint, openedAt: at(5) })),
        100,
      ),
    ).toBeUndefined();
    expect(around([...many(9), opened('fraud')], 100)).toBeUndefined();
  });
});

const storm = { endpoints: 30, of: 100 };
const kind = (canary: readonly Minute[], stable: readonly Minute[], of = policy()) => {
  const verdict = decide(situation({ policy: of, storm, traffic: { stable, canary } }), NOW);
  return verdict.kind === 'hold' ? verdict.reason.kind : verdict.kind;
};

describe('F52: in a storm', () => {
  test('a canary that is twice as bad as its own stable is shifted', () => {
    expect(kind(minutes(100, 10), minutes(900, 4))).toBe('roll-back');
  });
  test.each([
    ['that is less than twice as bad', minutes(1_000, 35), minutes(1_000, 18)],
    [
      'that is twice as bad, by less than half of what is allowed',
      [...minutes(1_000, 21, [4, 6]), ...minutes(1_000, 1, [7, 7]), minute(at(8), 1_000, 21)],
      minutes(1_000, 8, [4, 8]),
    ],
    ['whose stable served too few to compare', minutes(100, 10), minutes(49, 0)],
    ['whose stable served in other minutes only', minutes(100, 10), minutes(900, 4, [1, 5])],
  ])('a canary %s is held', (_, canary, stable) => {
    expect(kind(canary, stable)).toBe('storm');
  });
  test('a canary whose minutes nobody could read is held', () => {
    const verdict = decide(situation({ storm, traffic: 'unreadable' }), NOW);
    expect(verdict).toMatchObject({ kind: 'hold', reason: { kind: 'storm', ...storm } });
  });
  test('only the newest minutes that the guard looks at are compared', () => {
    const of = policy({ guards: [guard({ breachingPeriods: 2, outOfPeriods: 2 })] });
    const well = minutes(100, 1, [1, 6]);
    expect(kind([...well, ...minutes(100, 10, [7, 8])], minutes(900, 4, [1, 8]), of)).toBe('roll-back');
    const before = Array.from({ length: 6 }, (_, place) => minute(at(1) + place * MINUTE, 1_000, 10));
    expect(kind([...before, ...minutes(1_000, 35, [7, 8])], [...before, ...minutes(1_000, 19, [7, 8])], of)).toBe(
      'storm',
    );
  });
  test('minutes from before those that the guard looks at, give or take what is not published yet, compare nothing', () => {
    const of = policy({ guards: [guard({ breachingPeriods: 1, outOfPeriods: 2 })] });
    const since = (minute: number) => kind(minutes(100, 10, [minute, 8]), minutes(900, 4, [minute, minute]), of);
    expect(since(6)).toBe('roll-back');
    expect(since(5)).toBe('storm');
  });
  test('what speaks against stable is told first, and what holds afterwards is not asked', () => {
    const seen = situation({ storm, traffic: 'unreadable', policy: policy({ mode: 'observe' }) });
    expect(decide(seen, NOW)).toMatchObject({ reason: { kind: 'storm' } });
    expect(decide({ ...seen, freeze: 'unreadable' }, NOW)).toMatchObject({ reason: { kind: 'freeze-unreadable' } });
  });
});
