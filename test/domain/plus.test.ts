import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileGuards } from '../../infra/config/guards.ts';
import { decide } from '../../lambdas/domain/decide.ts';
import { timeToDetect } from '../../lambdas/domain/detection.ts';
import { kindOf } from '../../lambdas/domain/guards/index.ts';
import { minutesToBreach, shareOfBreaches } from '../../lambdas/domain/judge/minutes-to-detect.ts';
import { figureOf } from '../../lambdas/domain/lint/math.ts';
import { breaches, counted, measure, SECOND } from '../../lambdas/domain/model.ts';
import type { Guard } from '../../lambdas/domain/policy.ts';
import { breachWords } from '../../lambdas/domain/words/incident-letter.ts';
import { compile } from '../../sim/services/cloudwatch/math/compile.ts';
import { parseMath } from '../../sim/services/cloudwatch/math/parse.ts';
import { guard, incident, minute, minutes, NOW, policy, situation } from '../builders.ts';

const OF = { deployment: 'rb', endpoint: 'fraud', variant: 'canary' };
const LENIENT = { ...guard({ plus: 2, minRequests: 20 }), above: 0.02 };
const OF_CONFIG = { endpoint: 'fraud', stable: 'stable', canaries: ['canary'] };
const DEFAULTS = compileGuards({}, OF_CONFIG);

describe('some requests beside the share', () => {
  test.each([
    [20, 2, false],
    [20, 3, true],
    [49, 2, false],
    [49, 3, true],
    [50, 3, false],
    [50, 4, true],
    [1_000, 22, false],
    [1_000, 23, true],
    [19, 19, false],
  ])('of %d requests, %d of which fail: a breach is %s', (requests, failed, is) => {
    expect(breaches(LENIENT, minute(NOW, requests, failed))).toBe(is);
  });
  test('are left out of what is compared, and not of what is told', () => {
    const bad = minute(NOW, 100, 10);
    expect([counted(LENIENT, bad), measure(LENIENT, bad)]).toEqual([0.08, 0.1]);
    expect(counted(guard(), bad)).toBe(0.1);
  });
  test('are told with what is allowed', () => {
    const { breach } = incident();
    const told = (of: Guard) => breachWords(breach, policy({ guards: [of] }));
    expect(told(LENIENT)).toBe('canary: server errors (5XX) 10 % of 100 requests in a minute, allowed 2 % plus 2');
    expect(told(guard())).toBe('canary: server errors (5XX) 10 % of 100 requests in a minute, allowed 2 %');
  });
  test('hold a breach of which the newest minute has no more', () => {
    const seen = (failed: number) =>
      situation({
        policy: policy({ guards: [LENIENT] }),
        traffic: { stable: minutes(900, 4), canary: [...minutes(50, 10, [6, 7]), ...minutes(50, failed, [8, 8])] },
      });
    expect(decide(seen(3), NOW)).toMatchObject({ kind: 'hold', reason: { kind: 'better-since' } });
    expect(decide(seen(4), NOW).kind).toBe('roll-back');
  });
  test('speak for nothing in a storm', () => {
    const seen = (of: Guard) =>
      situation({
        policy: policy({ guards: [of] }),
        storm: { endpoints: 30, of: 100 },
        traffic: { stable: minutes(900, 9), canary: [...minutes(100, 2, [4, 7]), ...minutes(100, 6, [8, 8])] },
      });
    expect(decide(seen(guard({ breachingPeriods: 1, outOfPeriods: 5 })), NOW).kind).toBe('roll-back');
    expect(decide(seen(guard({ breachingPeriods: 1, outOfPeriods: 5, plus: 2 })), NOW)).toMatchObject({
      kind: 'hold',
      reason: { kind: 'storm' },
    });
  });
  test('take longer to see: of the fewest requests, so many more of them must fail', () => {
    const least = ({ plus }: Partial<Guard>) =>
      timeToDetect(guard({ minRequests: 20, breachingPeriods: 1, ...(plus && { plus }) }), 'gross').least /
      (SECOND / 10);
    expect([least({}), least({ plus: 2 }), least({ plus: 19.9 })].map(Math.round)).toEqual([12, 72, 600]);
  });
});

describe('the alarm', () => {
  const expression = kindOf(LENIENT).measured(LENIENT, OF)?.expression ?? '';
  const inCloudWatch = compile(parseMath(expression), { shapeOf: () => 'series', metrics: new Map() });
  const reckoned = (requests: number, failed: number): unknown =>
    inCloudWatch.run({
      starts: [NOW],
      series: (id) => [id === 'n' ? requests : failed],
      array: () => [],
    });
  const anyMinute = fc
    .integer({ min: 1, max: 2_000 })
    .chain((requests) => fc.tuple(fc.constant(requests), fc.integer({ min: 0, max: Math.min(requests, 60) })));

  test('asks the same, in the metric math of CloudWatch and in that of lint, and tells the share', () => {
    expect(expression).toBe('IF((n >= 20) AND ((e - 2) / n > 0.02), e / n, 0)');
    fc.assert(
      fc.property(anyMinute, ([requests, failed]) => {
        const expected = breaches(LENIENT, minute(NOW, requests, failed)) ? failed / requests : 0;
        expect(reckoned(requests, failed)).toEqual([expected]);
        expect(figureOf(expression)?.({ n: requests, e: failed })).toBe(expected);
        expect(expected === 0 || expected > LENIENT.above).toBe(true);
      }),
    );
  });
  test('of an older policy is as it was', () => {
    const old = guard({ minRequests: 20 });
    expect(kindOf(old).measured(old, OF)?.expression).toBe('IF(n >= 20, e / n, 0)');
  });
});

describe('by default', () => {
  const DAYS = 90 * 1_440;
  const HEALTHY = 0.005;
  const rates = Array.from({ length: 150 }, (_, place) => 10 * (place + 1));
  const [ordinary, gross] = DEFAULTS;
  if (ordinary === undefined || gross === undefined) throw new Error('errors have two guards');
  /** Minutes between two alarms of either. */
  const between = (minutesOf: (of: Guard) => number): number => 1 / (1 / minutesOf(ordinary) + 1 / minutesOf(gross));

  test('a healthy canary is taken for bad once in 90 days at most, whatever its traffic', () => {
    const worst = Math.min(...rates.map((rate) => between((of) => minutesToBreach(of, rate, { bad: HEALTHY }))));
    expect(worst).toBeGreaterThan(DAYS);
  });
  test('also where each minute has the same number of requests, and that is the worst', () => {
    const worst = Math.min(...Array.from({ length: 600 }, (_, n) => between((of) => everyMinute(of, n + 1, HEALTHY))));
    expect(worst).toBeGreaterThan(DAYS);
    // Without them, of 30 requests one alone would be too many.
    const { plus: _none, ...bare } = ordinary;
    expect(everyMinute(bare, 30, HEALTHY)).toBeLessThan(60);
  });
  test('by the second, the gross guard alone takes it for bad once in 90 days at most', () => {
    const periods = Math.min(...Array.from({ length: 200 }, (_, n) => minutesToBreach(gross, n + 1, { bad: HEALTHY })));
    expect(periods / 6).toBeGreaterThan(DAYS);
    expect(Math.floor(periods / 6 / 1_440)).toBe(193);
  });
  test('it holds for any share, of a canary that fails a quarter as often', () => {
    for (const above of [0.002, 0.1]) {
      const [one, other] = compileGuards({ errors: { above } }, OF_CONFIG);
      const of = (rate: number, it: Guard | undefined) => minutesToBreach(it ?? ordinary, rate, { bad: above / 4 });
      for (const rate of rates) expect(1 / (1 / of(rate, one) + 1 / of(rate, other))).toBeGreaterThan(DAYS);
    }
  });
  test.each([
    ['all of 20', 20, 1, 3],
    ['a tenth of 50', 50, 0.1, 3],
    ['a tenth of 300', 300, 0.1, 1.1],
    ['a twentieth of 100', 100, 0.05, 6],
    ['a twentieth of 300', 300, 0.05, 2.3],
    ['a fiftieth of 1,000', 1_000, 0.02, 10],
  ])('%s requests failing is seen soon', (_, rate, bad, minutesAtMost) => {
    const soonest = Math.min(...DEFAULTS.map((of) => minutesToBreach(of, rate, { bad })));
    expect(soonest).toBeLessThan(minutesAtMost);
  });
  test('what is counted by the minute is what the numbers say', () => {
    const none = Math.exp(-3) * (1 + 3 + 9 / 2);
    expect(shareOfBreaches(guard({ above: 1e-9, plus: 2, minRequests: 1 }), 30, 0.1)).toBeCloseTo(1 - none, 9);
  });
});

/** Minutes until the guard breaks where each minute has as many requests. */
const everyMinute = (of: Guard, requests: number, bad: number): number => {
  let [likely, breaching] = [(1 - bad) ** requests, 0];
  for (let failed = 0; failed <= Math.min(requests, 60); failed++) {
    if (breaches(of, minute(NOW, requests, failed))) breaching += likely;
    likely *= ((requests - failed) / (failed + 1)) * (bad / (1 - bad));
  }
  if (of.outOfPeriods === 1) return 1 / breaching;
  // Two of three: the first bad minute waits for another one among the next two.
  const well = 1 - breaching;
  return (1 + breaching * (1 + well)) / (1 - well - breaching * well ** 2);
};
