import { describe, expect, test } from 'vitest';
import { openPlayer, type Plan, play, playPolicy } from '../../../cli/backtest/play.ts';
import { minutesTaken } from '../../../cli/backtest/report.ts';
import { watchesOf } from '../../../cli/backtest/watches.ts';
import { WORSE_ABOVE } from '../../../lambdas/domain/guards/judge.ts';
import { MINUTE } from '../../../lambdas/domain/model.ts';
import type { Guard } from '../../../lambdas/domain/policy.ts';
import { at, errors5xx, history, policyOf, scatter, type Told, WELL } from './histories.ts';

const playing = (minutes: number, told: (minute: number) => Told, plan: Partial<Plan> = {}) =>
  playPolicy(plan.policy ?? policyOf(), history(minutes, told), plan);

const between = (from: number, to: number, bad: Told) => (minute: number) =>
  minute >= from && minute < to ? bad : WELL;
const BAD: Told = { stable: [900, 4], canary: [100, 10] };

describe('a canary that fails 10 % from 00:30 on', () => {
  test('is rolled back once two minutes are over', async () => {
    const { episodes } = await playing(60, between(30, 60, BAD));
    expect(episodes.told).toMatchObject([
      { rolledBackAt: at(32), guards: [{ id: 'errors-5xx', badSince: at(30) }, {}] },
    ]);
    expect(episodes.told.map(minutesTaken)).toEqual([2]);
  });
  test('is not, where stable fails too', async () => {
    const { episodes } = await playing(60, between(30, 60, { stable: [900, 90], canary: [100, 10] }));
    expect(episodes.told).toMatchObject([{ rolledBackAt: undefined, held: expect.stringContaining('stable') }]);
    expect({ rolledBack: episodes.rolledBack, held: episodes.held }).toEqual({ rolledBack: 0, held: 1 });
  });
  test('is called worse by the judge, too', async () => {
    const { episodes, judges } = await playing(60, between(30, 60, BAD));
    expect(judges).toMatchObject([{ id: 'judge-5xx', alarms: 1 }]);
    expect(Object.fromEntries(episodes.by)).toMatchObject({ 'canary judge-5xx': { joined: 1, alone: 0 } });
  });
});

describe('a canary that breaks no threshold, and is worse than stable', () => {
  const asks: Guard = {
    ...errors5xx,
    id: 'judge-5xx',
    signal: 'judge',
    above: WORSE_ABOVE,
    compares: { of: '5xx', falseAlarms: 0.01, smallest: 0.005 },
    minRequests: 1,
    breachingPeriods: 1,
    outOfPeriods: 1,
  };
  const lenient = { ...errors5xx, above: 0.5 };
  test('is rolled back where a guard of the config asks the judge', async () => {
    const policy = policyOf({ guards: [lenient, asks] });
    const { episodes, judges } = await playing(60, between(30, 60, BAD), { policy });
    expect(judges.map(({ id, guard }) => [id, guard])).toEqual([['judge-5xx', asks]]);
    expect(episodes.told).toMatchObject([{ rolledBackAt: at(33), guards: [{ id: 'judge-5xx' }] }]);
  });
  test('is not where none does: what the judge says then is only told', async () => {
    const policy = policyOf({ guards: [lenient] });
    const { episodes, judges } = await playing(60, between(30, 60, BAD), { policy });
    expect(judges.map(({ id, guard }) => [id, guard])).toEqual([['judge-5xx', undefined]]);
    expect(episodes.told).toMatchObject([{ rolledBackAt: undefined, held: undefined, guards: [{ id: 'judge-5xx' }] }]);
  });
  test('is held where stable, too, is worse than it was', async () => {
    const policy = policyOf({ guards: [lenient, asks] });
    const both: Told = { stable: [900, 40], canary: [100, 12] };
    const { episodes } = await playing(
      300,
      (minute) => (minute < 270 ? { ...WELL, ...(minute < 200 && { canary: [0, 0] }) } : both),
      { policy },
    );
    expect(episodes.told).toMatchObject([
      { rolledBackAt: undefined, held: expect.stringContaining('stable got worse too') },
    ]);
  });
});

test('no guard sees too few requests', async () => {
  const { alarms, episodes } = await playing(60, () => ({ stable: [900, 4], canary: [19, 19] }));
  expect(alarms.map(({ alarms: count, judged }) => [count, judged])).toEqual([
    [0, 60],
    [0, 60],
  ]);
  // The judge has no such minimum.
  expect(episodes.told.flatMap(({ guards }) => guards.map(({ id }) => id))).toEqual(['judge-5xx']);
});

describe('two spells of bad minutes', () => {
  const spells = (apart: number) => (minute: number) =>
    minute === 30 || minute === 31 || minute === 30 + apart || minute === 31 + apart ? BAD : WELL;
  test.each([
    [40, 1],
    [90, 2],
  ])('%i minutes apart are %i episodes', async (apart, count) => {
    expect((await playing(240, spells(apart))).episodes.count).toBe(count);
  });
  test('are two where the second one lies in an incident that somebody labelled', async () => {
    const incidents = [{ from: at(65), until: at(80) }];
    const { episodes } = await playing(240, spells(40), { incidents });
    expect(episodes.told.map(({ incident }) => incident)).toEqual([undefined, 0]);
    expect([...episodes.found]).toEqual([[0, 7]]);
  });
});

test('minutes that nobody measured breach nothing, and end an alarm', async () => {
  const { alarms } = await playing(60, (minute) => (minute >= 30 && minute < 32 ? BAD : minute >= 32 ? {} : WELL));
  expect(alarms.find(({ watch }) => watch.variant === 'canary')).toMatchObject({ alarms: 1, state: 'OK', judged: 32 });
});

test('a gap of a week between two rows is a week without data', async () => {
  const rows = [...history(40, between(38, 40, BAD)), ...[...history(10_090)].slice(-10)];
  const { alarms, rows: count } = await playPolicy(policyOf(), rows, {});
  expect(count).toBe(50);
  expect(alarms.find(({ watch }) => watch.variant === 'canary')).toMatchObject({ alarms: 1, judged: 50, state: 'OK' });
});

describe('each threshold that is tried', () => {
  const random = scatter(7);
  const minutes: readonly Told[] = Array.from({ length: 3_000 }, () => {
    const errors = random() < 0.05 ? Math.floor(random() * 30) : Math.floor(random() * 3);
    return random() < 0.03 ? {} : { stable: [900, 4], canary: [100, errors] };
  });
  const rows = () => history(minutes.length, (minute) => minutes[minute] ?? {});
  const watches = (above: number) =>
    watchesOf(policyOf({ guards: [{ ...errors5xx, above }] })).filter(({ variant }) => variant === 'canary');

  /** Of a guard that is configured so: hours with an alarm, each beginning with one. */
  const hoursOf = (above: number): number => {
    const player = openPlayer({ watches: watches(above) });
    let [hours, countedAt] = [0, Number.NEGATIVE_INFINITY];
    for (const row of rows()) {
      player.take(row);
      if (player.end().alarms[0]?.state !== 'ALARM' || row.start - countedAt < 60 * MINUTE) continue;
      [hours, countedAt] = [hours + 1, row.start];
    }
    return hours;
  };

  test('alarms as often as the guard would that is configured so', async () => {
    const { alarms } = await play(rows(), { watches: watches(0.02) });
    const tried = alarms[0]?.candidates ?? [];
    expect(tried.map(({ falseAlarms }) => falseAlarms)).toEqual(tried.map(({ threshold }) => hoursOf(threshold)));
    expect(new Set(tried.map(({ falseAlarms }) => falseAlarms)).size).toBeGreaterThan(5);
  });
});
