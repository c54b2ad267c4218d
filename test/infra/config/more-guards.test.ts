import { describe, expect, test } from 'vitest';
import { checkConfig } from '../../../infra/config/check.ts';
import type { Guard } from '../../../lambdas/domain/policy.ts';
import { about } from './bad-configs.ts';

const checked = (guards: Record<string, unknown>, over: Record<string, unknown> = {}) =>
  checkConfig(about({ guards, ...over }));
const problems = (guards: Record<string, unknown>, over = {}): readonly string[] => {
  const result = checked(guards, over);
  return result.ok ? [] : result.problems.map((problem) => problem.replace('endpoints[0].', ''));
};
const guardsOf = (guards: Record<string, unknown>): readonly Guard[] => {
  const result = checked({ errors: { gross: false }, ...guards });
  if (!result.ok) throw new Error(result.problems.join('\n'));
  return result.deployment.policies[0]?.guards.slice(1) ?? [];
};
const manyCanaries = (count: number) => Array.from({ length: count }, (_, place) => `canary-${place}`);

describe('slow requests', () => {
  const slow = { thanMs: 300, above: 0.04 };
  const either = { signal: 'slow', slowerThanMs: 300 };

  test('are a guard on some minutes and a gross one, as errors are', () => {
    expect(guardsOf({ slow })).toEqual([
      {
        ...either,
        id: 'slow-300ms',
        gross: false,
        above: 0.04,
        plus: 2,
        minRequests: 20,
        breachingPeriods: 2,
        outOfPeriods: 3,
      },
      {
        ...either,
        id: 'slow-300ms-gross',
        gross: true,
        above: 0.1,
        plus: 3,
        minRequests: 20,
        breachingPeriods: 1,
        outOfPeriods: 1,
      },
    ]);
  });
  test('and errors have the gross guard once more by the second, beside the one on minutes', () => {
    const [, , often] = guardsOf({ slow: { ...slow, grossEverySeconds: 30 } });
    expect(often).toEqual({
      ...either,
      id: 'slow-300ms-gross-30s',
      gross: true,
      above: 0.1,
      plus: 3,
      minRequests: 20,
      breachingPeriods: 1,
      outOfPeriods: 1,
      periodSeconds: 30,
    });
    expect(guardsOf({ errors: { grossEverySeconds: 10 } })).toMatchObject([
      { id: 'errors-5xx-gross' },
      { id: 'errors-5xx-gross-10s', signal: '5xx', above: 0.05, plus: 3, periodSeconds: 10 },
    ]);
  });
  test('take all that may be said', () => {
    const gross = { above: 0.5, plus: 9, minRequests: 50 };
    expect(guardsOf({ slow: { ...slow, plus: 0, minRequests: 100, gross } })).toMatchObject([
      { above: 0.04, minRequests: 100 },
      { above: 0.5, plus: 9, minRequests: 50 },
    ]);
    expect(guardsOf({ slow: { ...slow, plus: 0 } })[0]).not.toHaveProperty('plus');
    expect(guardsOf({ slow: { ...slow, gross: false }, minRequests: 30 })).toMatchObject([{ minRequests: 30 }]);
    expect(guardsOf({ slow: { ...slow, above: 0.5 } })).toHaveLength(1);
    expect(guardsOf({ slow: false })).toEqual([]);
  });
  test('are enough to know stable by', () => {
    expect(problems({ errors: false, slow })).toEqual([]);
    expect(problems({ errors: false, overhead: { aboveMs: 50 } })).toEqual([
      'guards must hold at least one guard, errors, latency or slow; saw { errors: false }',
    ]);
  });
  test.each([
    [{ above: 0.04 }, 'guards.slow.thanMs is missing'],
    [{ thanMs: 300 }, 'guards.slow.above is missing'],
    [{ ...slow, thanMs: 0 }, 'guards.slow.thanMs must be milliseconds, above 0; saw 0'],
    [{ ...slow, above: 4 }, 'guards.slow.above must be a share between 0 and 1 (2 % is 0.02); saw 4'],
    [
      { ...slow, gross: { above: 0.04 } },
      "guards.slow.gross.above must be above the guard's own threshold, 0.04: gross means far beyond it; saw 0.04",
    ],
    [
      { ...slow, plus: 20 },
      'guards.slow.plus must be below minRequests, 20: else all of so few requests may fail; saw 20',
    ],
    [
      { ...slow, minRequests: 50, gross: { above: 0.5, plus: 50 } },
      'guards.slow.gross.plus must be below minRequests, 50: else all of so few requests may fail; saw 50',
    ],
  ])('%j is told', (wrong, problem) => {
    expect(problems({ slow: wrong })).toEqual([problem]);
  });
});

describe('overhead', () => {
  test('is guarded as latency is', () => {
    const config = { percentile: 95, aboveMs: 50 };
    const of = (guards: Record<string, unknown>) =>
      guardsOf(guards).map(({ id: _id, signal: _signal, ...rest }) => rest);
    expect(of({ overhead: config })).toEqual(of({ latency: config }));
    expect(guardsOf({ overhead: config }).map(({ id, signal }) => [id, signal])).toEqual([
      ['overhead-p95', 'overhead'],
      ['overhead-p95-gross', 'overhead'],
    ]);
  });
  test('has a gross bound above its own', () => {
    expect(problems({ overhead: { aboveMs: 50, gross: { aboveMs: 50 } } })).toEqual([
      "guards.overhead.gross.aboveMs must be above the guard's own threshold, 50: gross means far beyond it; saw 50",
    ]);
  });
  test('counts among the alarms of an endpoint, as slow requests do', () => {
    const canaries = manyCanaries(16);
    const two = {
      slow: { thanMs: 300, above: 0.04, gross: false },
      overhead: { aboveMs: 50 },
      latency: { aboveMs: 500 },
    };
    // Two for errors, one for slow requests, two each for the others, on 17 variants.
    expect(problems(two, { canaries })).toEqual([
      "canaries must need at most 100 alarms, since CloudWatch describes no more in one call: these variants and guards make 119; saw '16 variants'",
    ]);
  });
});

const COMPLAINTS = {
  id: 'complaints',
  namespace: 'Shop',
  metric: 'Complaints',
  statistic: 'Average',
  variantDimension: 'Variant',
  above: 2,
  comparedWith: 'stable',
  because: 'People complain',
};

describe('a metric that is compared', () => {
  test('with stable is measured by stable’s own figure', () => {
    expect(guardsOf({ metrics: [COMPLAINTS] })).toMatchObject([{ above: 2, timesOf: 'blue' }]);
    const { above: _above, ...rest } = COMPLAINTS;
    expect(guardsOf({ metrics: [{ ...rest, below: 0.5 }] })).toMatchObject([{ below: 0.5, timesOf: 'blue' }]);
  });
  test('with the figure at training has a threshold made of it', () => {
    const training = { comparedWith: { training: 0.31 }, below: 0.9 };
    const { above: _above, ...rest } = COMPLAINTS;
    const [made] = guardsOf({ metrics: [{ ...rest, ...training }] });
    expect(made).toMatchObject({ below: 0.279, atTraining: 0.31 });
    expect(made).not.toHaveProperty('timesOf');
    expect(guardsOf({ metrics: [{ ...COMPLAINTS, comparedWith: { training: 3 } }] })).toMatchObject([{ above: 6 }]);
    expect(guardsOf({ quality: [{ schedule: 'labels', metric: 'f1', ...training }] })).toMatchObject([
      { id: 'quality-f1', below: 0.279, atTraining: 0.31 },
    ]);
  });
  test.each([
    [{ comparedWith: 'last week' }, /comparedWith must be 'stable', 'usual' or \{ training: … \}; saw 'last week'/],
    [{ comparedWith: { training: 0 } }, /comparedWith\.training must be a number above 0; saw 0/],
    [{ comparedWith: {} }, /comparedWith\.training is missing/],
    [{ above: 1 }, /above must be above 1: a canary that is like stable has once as much; saw 1/],
    [{ above: undefined, below: 1 }, /below must be below 1: a canary that is like stable has once as much; saw 1/],
    [{ above: -2 }, /above must be above 0: with comparedWith it is a multiple; saw -2/],
    [{ above: undefined, below: 0 }, /below must be above 0: with comparedWith it is a multiple; saw 0/],
    [{ above: 0, comparedWith: { training: 3 } }, /above must be above 0: with comparedWith it is a multiple; saw 0/],
    [{ variantDimension: undefined }, /comparedWith must have a variantDimension beside it: whose figure is whose\?/],
    [{ missing: 'breaching' }, /missing must not be 'breaching' with comparedWith 'stable'/],
  ])('and written wrongly is told: %j', (over, problem) => {
    expect(problems({ metrics: [{ ...COMPLAINTS, ...over }] })).toEqual([expect.stringMatching(problem)]);
  });
  test('with stable needs a canary', () => {
    const restore = { canaries: [], strategy: { restore: {} } };
    expect(
      problems({ metrics: [COMPLAINTS, { ...COMPLAINTS, id: 'plain', comparedWith: undefined }] }, restore),
    ).toEqual([
      "guards.metrics[0].comparedWith must be left out where there is no canary: it compares one with stable; saw 'stable'",
    ]);
  });
  test('with stable makes no alarm on stable', () => {
    const canaries = manyCanaries(32);
    // 66 for errors, 33 for the one on each variant, and 32 for the canaries'.
    expect(
      problems({ metrics: [COMPLAINTS, { ...COMPLAINTS, id: 'plain', comparedWith: undefined }] }, { canaries }),
    ).toEqual([expect.stringContaining('make 131')]);
  });
});

describe('a metric that is compared with what is usual', () => {
  const { variantDimension: _variant, ...OF_ALL } = COMPLAINTS;
  const UNUSUAL = { ...OF_ALL, above: 3, comparedWith: 'usual' };

  test('is held against its anomaly detection band, so many standard deviations wide', () => {
    expect(guardsOf({ metrics: [UNUSUAL] })).toMatchObject([{ above: 3, anomalyBand: true }]);
    const { above: _above, ...rest } = UNUSUAL;
    const seldom = { ...rest, below: 0.5, periodSeconds: 3_600, missing: 'breaching' };
    expect(guardsOf({ metrics: [seldom] })).toMatchObject([
      { below: 0.5, anomalyBand: true, missing: 'breaching', periodSeconds: 3_600 },
    ]);
  });
  test.each([
    [{ above: 0 }, /above must be above 0: with comparedWith it is so many standard deviations; saw 0/],
    [
      { variantDimension: 'Variant' },
      /variantDimension must be left out with comparedWith 'usual': a canary that is minutes old has no usual figure\. Compare it with 'stable'; saw 'Variant'/,
    ],
    [
      { minSamples: 30 },
      /minSamples must be left out with comparedWith 'usual': CloudWatch holds every period against its band; saw 30/,
    ],
    [
      { periodSeconds: 10 },
      /periodSeconds must be a multiple of 60 with comparedWith 'usual': finer figures are kept for hours, and not for weeks; saw 10/,
    ],
  ])('and written wrongly is told: %j', (over, problem) => {
    expect(problems({ metrics: [{ ...UNUSUAL, ...over }] })).toEqual([expect.stringMatching(problem)]);
  });
  test('needs no canary, and makes one alarm for the endpoint', () => {
    expect(problems({ metrics: [UNUSUAL] }, { canaries: [], strategy: { restore: {} } })).toEqual([]);
  });
});

describe('traffic', () => {
  test('is a guard on the requests of all variants', () => {
    expect(guardsOf({ traffic: { below: 500 } })).toEqual([
      {
        id: 'traffic',
        signal: 'traffic',
        gross: false,
        below: 500,
        sums: ['blue', 'green'],
        missing: 'breaching',
        minRequests: 1,
        breachingPeriods: 3,
        outOfPeriods: 3,
      },
    ]);
    expect(guardsOf({ traffic: false })).toEqual([]);
  });
  test('of more variants than an alarm can add up is told', () => {
    expect(problems({ traffic: { below: 500 } }, { canaries: manyCanaries(9) })).toEqual([]);
    expect(problems({ traffic: { below: 500 } }, { canaries: manyCanaries(10) })).toEqual([
      'guards.traffic must be left out of an endpoint with 11 variants: an alarm adds up at most 10; saw { below: 500 }',
    ]);
  });
  test('is below something, and has a name that no metric takes', () => {
    expect(problems({ traffic: { below: 0 } })).toEqual([
      'guards.traffic.below must be requests per minute, above 0; saw 0',
    ]);
    expect(problems({ metrics: [{ ...COMPLAINTS, id: 'traffic' }] })).toEqual([
      expect.stringContaining('guards.metrics[0].id must be another one'),
    ]);
  });
  test('is one alarm of its endpoint', () => {
    expect(
      problems(
        { traffic: { below: 5 }, overhead: { aboveMs: 9 }, errors: { gross: false } },
        { canaries: manyCanaries(33) },
      ),
    ).toEqual([expect.stringContaining('an alarm adds up at most 10'), expect.stringContaining('make 103')]);
  });
});
