import { describe, expect, test } from 'vitest';
import { obey } from '../../lambdas/domain/by-hand.ts';
import { obstacles } from '../../lambdas/domain/decide.ts';
import { exposed } from '../../lambdas/domain/exposure.ts';
import { gaveUpIn } from '../../lambdas/domain/gave-up.ts';
import type { GoodConfig } from '../../lambdas/domain/last-known-good.ts';
import type { Minute } from '../../lambdas/domain/model.ts';
import { held } from '../../lambdas/domain/progress.ts';
import { comparedNow } from '../../lambdas/domain/unguarded.ts';
import {
  ANA,
  at,
  fleet,
  guardAlarms,
  incident,
  minute,
  NOW,
  policy,
  shift,
  situation,
  variant,
  variantName,
  weighing,
} from '../builders.ts';

const MINUTES = Array.from({ length: 15 }, (_, n) => n);

describe("the endpoint's FailureReason, when a person opens an incident", () => {
  const obeyed = (failureReason?: string) => {
    const seen = fleet({ lastModifiedAt: at(5), ...(failureReason !== undefined && { failureReason }) });
    const alarms = guardAlarms(policy(), { canary: { state: 'OK' } });
    const verdict = obey(situation({ fleet: seen, alarms }), { by: ANA, to: variantName('stable') }, NOW);
    return { seen, opened: verdict.kind === 'roll-back' ? verdict.incident : undefined };
  };

  test('is remembered, so that it is neither taken for the fate of their shift nor told as news', () => {
    const { seen, opened } = obeyed('no capacity');
    expect(opened).toMatchObject({ byHand: { by: ANA, at: NOW }, failureAtOpen: 'no capacity' });
    expect(gaveUpIn(seen, { newest: undefined, now: NOW })).toHaveLength(1);
    expect(gaveUpIn(seen, { newest: opened, now: NOW })).toEqual([]);
  });
  test('is not made up where there is none', () => {
    const { opened } = obeyed();
    expect(opened).toBeDefined();
    expect(opened).not.toHaveProperty('failureAtOpen');
  });
});

describe('what would hold an endpoint that goes back to a config', () => {
  const ONE = policy({ canaries: [], restore: { bakeMinutes: 60 } });
  const good: GoodConfig = {
    config: 'config-0',
    variant: variantName('stable'),
    since: at(-2_000),
    until: at(-100),
    requests: 60_000,
  };
  const kinds = (known: readonly GoodConfig[], seen = fleet({ variants: [variant('stable', 1)] })) =>
    obstacles(situation({ policy: ONE, fleet: seen, alarms: guardAlarms(ONE), good: known }), seen, NOW).map(
      ({ kind }) => kind,
    );

  test('is nothing where a good one is known', () => {
    expect(kinds([good])).toEqual([]);
  });
  test('is that none is known, or that only the one in service is', () => {
    expect(kinds([])).toEqual(['nothing-good-known']);
    expect(kinds([{ ...good, config: 'config-1' }])).toEqual(['nothing-good-known']);
  });
  test('is no doubt about stable, to which no traffic would go: only that there are other variants', () => {
    expect(kinds([good], weighing({ stable: 1, canary: 9 }))).toEqual(['not-one-variant']);
  });
});

describe('a busy endpoint', () => {
  const waiting = (since?: number) =>
    incident({
      told: 1,
      toldAt: NOW,
      hold: { kind: 'endpoint-busy', status: 'Updating', ...(since !== undefined && { since }) },
    });
  const later = (since?: number, minutes = 25) =>
    held(waiting(since), { kind: 'endpoint-busy', status: 'Updating' }, at(minutes));

  test('is told once more after ten minutes', () => {
    expect(later(NOW)).toMatchObject({ asked: ['endpoint-busy'], owed: 'changed' });
    expect(later(NOW, 19)).toEqual(waiting(NOW));
  });
  test('is not said to last where nobody wrote down since when; the reminder of each day still comes', () => {
    expect(later()).toEqual(waiting());
    expect(later(undefined, 10 + 24 * 60)).toMatchObject({ owed: 'reminder' });
  });
});

describe('what CloudWatch holds no datapoint of', () => {
  test('counts as no failure, and the requests of that minute count', () => {
    const canary: Minute[] = [minute(at(6), 100, 10), { start: at(7), requests: 50, values: {} }];
    expect(exposed(incident(), situation({ traffic: { canary } })).exposure).toMatchObject({
      until: at(8),
      requests: 150,
      failed: 10,
    });
  });
  test('counts as no request: all that the variant would have had by its share was avoided', () => {
    const ended = incident({
      exposure: { variant: variantName('canary'), from: at(6), until: at(10), requests: 400, failed: 40 },
      shift: shift({ inForceAt: at(10.5) }),
      ending: { state: 'RECOVERED', at: at(15), because: 'proved' },
    });
    const stable = MINUTES.map((n) => minute(at(n), 1_000, 4));
    // Minutes 11 to 14 are whole ones after the shift: a tenth of 4,000 requests, of which a tenth failed before.
    expect(exposed(ended, situation({ traffic: { stable } })).exposure).toEqual({
      ...ended.exposure,
      avoided: { requests: 400, failed: 40 },
    });
  });
});

describe('comparing many endpoints', () => {
  const comparedIn = (now: number, of: number) =>
    Array.from({ length: of }, (_, index) => index).filter((index) => comparedNow(index, now, of));

  test('takes no more than twenty of them in one minute, and leaves none out', () => {
    const turns = Array.from({ length: 13 }, (_, later) => comparedIn(at(later), 250));
    expect(Math.max(...turns.map(({ length }) => length))).toBeLessThanOrEqual(20);
    expect(new Set(turns.flat()).size).toBe(250);
  });
  test('takes each in five minutes up to a hundred', () => {
    expect(new Set([0, 1, 2, 3, 4].flatMap((later) => comparedIn(at(later), 100))).size).toBe(100);
  });
});
