import { describe, expect, test } from 'vitest';
import { CELLS, RATES, ROUGH } from '../../bench/detection/cells.ts';
import { expected, goalsOf, isMet, waldBound } from '../../bench/detection/goals.ts';
import { LOADS, mitigate, PERIODS, settingName } from '../../bench/detection/mitigation/mitigate.ts';
import { detectHere } from '../../bench/detection/outcome.ts';
import { reportDetection } from '../../bench/detection/report.ts';
import { argo } from '../../bench/detection/rules/argo.ts';
import { flagger } from '../../bench/detection/rules/flagger.ts';
import { NAMES, OURS } from '../../bench/detection/rules/index.ts';
import { kayenta } from '../../bench/detection/rules/kayenta.ts';
import { judge } from '../../bench/detection/rules/ours.ts';
import { alarmAbove, thresholdFor } from '../../bench/detection/rules/rule.ts';
import { scoreTest, staticOf, staticShare } from '../../bench/detection/rules/windows.ts';
import { DAY, type Day, daysOf, world } from '../../bench/detection/world.ts';
import { judgeRatio } from '../../lambdas/domain/judge/judge.ts';
import { DEFAULT_SETTINGS } from '../../lambdas/domain/judge/measure.ts';
import { MINUTE } from '../../lambdas/domain/model.ts';
import { read } from '../docs/pages.ts';

const outcomes = detectHere(3);
const mitigations = mitigate(3);
const goals = goalsOf(outcomes, mitigations);
const printed = reportDetection(outcomes, mitigations, goals);

describe('npm run bench -- detection prints', () => {
  test('a row for each rule and the bound at each rate, and for each kind of rough day', () => {
    const rows = printed.split('\n').map((line) => line.split(/ {2,}/)[0] ?? '');
    const tables = RATES.length + Object.keys(ROUGH).length + 1;
    for (const name of NAMES) expect(rows.filter((row) => row === name).length).toBeGreaterThanOrEqual(tables);
    expect(rows.filter((row) => row.startsWith('the least possible'))).toHaveLength(RATES.length);
  });
  test('each way at each load and period, and each goal', () => {
    for (const setting of LOADS.flatMap((load) => PERIODS.map((period) => settingName(load, period))))
      expect(printed).toContain(setting);
    for (const { what } of goals) expect(printed).toContain(what);
  });
  test('lines of a terminal’s width or little more', () => {
    expect(Math.max(...printed.split('\n').map((line) => line.length))).toBeLessThanOrEqual(130);
  });
  test('the rows that the page has', () => {
    const names = (text: string) => new Set(text.split('\n').map((line) => line.split(/ {2,}/)[0] ?? ''));
    const onPage = names(read('docs/judge.md'));
    expect(
      [...names(printed)].filter((name) => !name.includes(' days each') && !/^-+$/.test(name) && !onPage.has(name)),
    ).toEqual([]);
  });
});

test('the page’s goals are met', () => {
  const page = read('docs/judge.md');
  for (const { what } of goals) expect(page).toMatch(new RegExp(`^${what} .* met$`, 'm'));
  expect(page).not.toContain('NOT MET');
});

test('a goal is met up to its bound', () => {
  expect([0.9, 1, 1.01, Number.NaN].map((now) => isMet({ what: '', most: 1, now }))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test('the judge of the bench answers as the one that is shipped does, minute by minute', () => {
  const [day] = daysOf(world(10, { canary: 0.03, missing: 0.1 }), 'own fold', 1);
  if (day === undefined) throw new Error('no day');
  const counts = (requests: Int32Array, bad: Int32Array) =>
    Array.from(requests, (count, minute) => ({ start: minute * MINUTE, requests: count, bad: bad[minute] ?? 0 }));
  const [canary, stable] = [counts(day.canaryRequests, day.canaryBad), counts(day.stableRequests, day.stableBad)];
  const history = counts(day.historyRequests, day.historyBad);
  const worse = (minutes: number): boolean => {
    const pairs = canary.slice(0, minutes).flatMap((one, place) => {
      const other = stable[place];
      return other === undefined || one.requests === 0 || other.requests === 0
        ? []
        : [{ start: one.start, canary: one, stable: other }];
    });
    return judgeRatio({ pairs, history, until: minutes * MINUTE }, DEFAULT_SETTINGS).kind === 'worse';
  };
  const first = Array.from({ length: 200 }, (_, place) => place + 1).find(worse);
  expect(first).toBeGreaterThan(2);
  expect(judge(day)).toBe(first);
});

test('the bound and what explain tells are of the size that the reference simulation had', () => {
  expect(RATES.map((rate) => Number(waldBound(rate, 0.02).toPrecision(3)))).toEqual([120, 12, 1.2]);
  for (const rate of RATES) expect(expected(rate, 0.02)).toBeGreaterThan(waldBound(rate, 0.02));
});

describe('days', () => {
  const sums = (seed: string, over = {}) =>
    [...daysOf(world(10, over), seed, 3)].map((day) =>
      [day.canaryRequests, day.canaryBad].map((of) => of.reduce((so, one) => so + one, 0)),
    );
  test('are the same from the same seed, and others from another', () => {
    expect(sums('a')).toEqual(sums('a'));
    expect(sums('a')).not.toEqual(sums('b'));
  });
  test('have the requests and errors that they are asked for', () => {
    for (const cluster of [1, 3]) {
      const [day] = daysOf(world(100, { canary: 0.02, cluster }), 'size', 1);
      const of = (values: Int32Array = new Int32Array()) => values.reduce((so, one) => so + one, 0);
      expect(of(day?.canaryRequests) / (DAY * 300)).toBeCloseTo(1, 1);
      expect(of(day?.canaryBad) / of(day?.canaryRequests)).toBeCloseTo(0.02, 2);
      expect(of(day?.stableBad) / of(day?.stableRequests)).toBeCloseTo(0.005, 2);
    }
  });
  test('are played under every name', () => expect(Object.keys(outcomes.cells)).toEqual(Object.keys(CELLS)));
});

/** A day in which each minute is like this one. */
const dayOf = (of: (minute: number) => readonly [n: number, x: number, m: number, y: number]): Day => {
  const column = (place: 0 | 1 | 2 | 3) => Int32Array.from({ length: DAY }, (_, minute) => of(minute)[place]);
  return {
    canaryRequests: column(0),
    canaryBad: column(1),
    stableRequests: column(2),
    stableBad: column(3),
    historyRequests: new Int32Array(480).fill(570),
    historyBad: new Int32Array(480).fill(3),
  };
};
const fine = [100, 0, 900, 9] as const;
const bad = [100, 10, 900, 9] as const;

describe('the others alarm as their sources say', () => {
  test('Flagger on the check after as many bad minutes as it allows, in a row or not', () => {
    expect(flagger(1)(dayOf((minute) => (minute === 7 ? bad : fine)))).toBe(9);
    expect(flagger(3)(dayOf((minute) => (minute % 10 === 0 ? bad : fine)))).toBe(22);
    expect(flagger(1)(dayOf((minute) => (minute === 7 ? [0, 0, 900, 9] : fine)))).toBe(9);
    expect(flagger(1)(dayOf(() => [100, 1, 900, 9]))).toBe(Number.POSITIVE_INFINITY);
  });
  test('Argo Rollouts on its fourth bad measurement, one in five minutes', () => {
    expect(argo(dayOf(() => bad))).toBe(20);
    expect(argo(dayOf(() => [100, 5, 900, 9]))).toBe(Number.POSITIVE_INFINITY);
  });
  test('Kayenta where the canary’s minutes rank higher by a margin, at its next judgement', () => {
    const noisy = (minute: number, more: number) => [100, (minute % 3) + more, 900, 9 * (minute % 3)] as const;
    expect(kayenta(60)(dayOf((minute) => noisy(minute, 2)))).toBe(60);
    expect(kayenta(60)(dayOf((minute) => noisy(minute, 0)))).toBe(Number.POSITIVE_INFINITY);
    expect(kayenta(60)(dayOf(() => [0, 0, 900, 9]))).toBe(Number.POSITIVE_INFINITY);
  });
  test('static ones once their window is full', () => {
    expect(alarmAbove(staticShare(5), 0.05)(dayOf(() => bad))).toBe(5);
    expect(alarmAbove(staticShare(5), 0.1)(dayOf(() => bad))).toBe(Number.POSITIVE_INFINITY);
    expect(alarmAbove(staticOf(3, 5), 0.05)(dayOf((minute) => (minute % 2 === 0 ? bad : fine)))).toBe(5);
    expect(alarmAbove(staticOf(4, 5), 0.05)(dayOf((minute) => (minute % 2 === 0 ? bad : fine)))).toBe(
      Number.POSITIVE_INFINITY,
    );
    expect(scoreTest(5)(dayOf(() => bad))[4]).toBeCloseTo((50 - 5) / Math.sqrt(500 * 0.01 * 0.99 + 1), 9);
  });
  test('at thresholds that one calibration day in a hundred crosses', () => {
    const values = Array.from({ length: 100 }, (_, place) => place);
    expect(thresholdFor(values, 0.01)).toBe(98);
  });
  test('ours is the first of them', () => expect(NAMES[0]).toBe(OURS));
});
