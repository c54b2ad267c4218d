import { describe, expect, test } from 'vitest';
import { checkConfig } from '../../../infra/config/check.ts';
import { about } from './bad-configs.ts';

const checked = (guards: Record<string, unknown>, over: Record<string, unknown> = {}) =>
  checkConfig(about({ guards, ...over }));
const problems = (guards: Record<string, unknown>, over = {}): readonly string[] => {
  const result = checked(guards, over);
  return result.ok ? [] : result.problems;
};
const guardsOf = (guards: Record<string, unknown>) => {
  const result = checked({ errors: false, latency: { aboveMs: 500, gross: false }, ...guards });
  if (!result.ok) throw new Error(result.problems.join('\n'));
  return result.deployment.policies[0]?.guards.slice(1) ?? [];
};

const ORDERS = {
  id: 'orders',
  namespace: 'Shop',
  metric: 'OrderPlaced',
  statistic: 'Average',
  dimensions: { Endpoint: 'fraud' },
  variantDimension: 'Variant',
  below: 0.02,
  because: 'Visitors order less',
};

describe('any metric as a guard', () => {
  test('is what the config says, with two of three minutes where it says no more', () => {
    expect(guardsOf({ metrics: [ORDERS] })).toEqual([
      {
        id: 'orders',
        signal: 'metric',
        gross: false,
        below: 0.02,
        metric: {
          namespace: 'Shop',
          name: 'OrderPlaced',
          stat: 'Average',
          dimensions: { Endpoint: 'fraud' },
          variantDimension: 'Variant',
        },
        because: 'Visitors order less',
        minRequests: 1,
        breachingPeriods: 2,
        outOfPeriods: 3,
      },
    ]);
  });
  test('asks for one period where periods are long, and takes all that may be said', () => {
    const said = { periodSeconds: 3_600, minSamples: 30, missing: 'breaching', unit: 'EUR', lagMinutes: 90 };
    const { below: _below, dimensions: _none, variantDimension: _neither, ...rest } = ORDERS;
    expect(guardsOf({ metrics: [{ ...rest, ...said, above: 5 }] })).toMatchObject([
      {
        above: 5,
        periodSeconds: 3_600,
        missing: 'breaching',
        breachingPeriods: 1,
        outOfPeriods: 1,
        metric: { dimensions: {}, unit: 'EUR', minSamples: 30, lagSeconds: 5_400 },
      },
    ]);
  });
  test.each([
    [{ breachingPeriods: 4 }, 4, 4],
    [{ outOfPeriods: 1 }, 1, 1],
    [{ breachingPeriods: 3, outOfPeriods: 5 }, 3, 5],
  ])('fills in what goes with %j', (said, breachingPeriods, outOfPeriods) => {
    expect(guardsOf({ metrics: [{ ...ORDERS, ...said }] })).toMatchObject([{ breachingPeriods, outOfPeriods }]);
  });
  test.each([
    [{ above: 1 }, 'guards.metrics[0] must have exactly one of above and below; saw { above: 1, below: 0.02 }'],
    [{ below: undefined }, /metrics\[0\] must have exactly one of above and below/],
    [{ variantDimension: 'Endpoint' }, /variantDimension must not be among dimensions too: .*; saw 'Endpoint'/],
    [{ breachingPeriods: 3, outOfPeriods: 2 }, /breachingPeriods must be at most outOfPeriods, 2; saw 3/],
    [{ id: 'errors-5xx' }, /metrics\[0\]\.id must be another one: guards that are made for you are called so/],
    [{ id: 'a/b' }, /id must be letters, digits and inner hyphens, at most 40; saw 'a\/b'/],
    [{ statistic: 'p101' }, /statistic must be 'Average', 'Sum', .* or a percentile such as 'p99'; saw 'p101'/],
    [{ because: '' }, /because must be a sentence for people, at most 200 characters; saw ''/],
    [{ lagMinutes: 0 }, /lagMinutes must be minutes, a whole number from 1 to 10080; saw 0/],
    [{ below: Number.POSITIVE_INFINITY }, /below must be a number; saw Infinity/],
    [{ dimensions: { Shop: 7 } }, /dimensions\.Shop must be a dimension's value; saw 7/],
    [{ minSamples: 0 }, /minSamples must be a whole number of at least 1; saw 0/],
  ])('is refused with %j', (said, sentence) => {
    const found = problems({ metrics: [{ ...ORDERS, ...said }] }).map((one) => one.replace('endpoints[0].', ''));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(sentence);
  });
  test('is refused twice under one name', () => {
    expect(problems({ metrics: [ORDERS, { ...ORDERS, metric: 'Other' }] })).toEqual([
      "endpoints[0].guards.metrics[1].id must be named once: two guards cannot have one name; saw 'orders'",
    ]);
  });
});

describe('what guards are made of for you', () => {
  test('saturation counts every core and every GPU as CloudWatch does', () => {
    const used = guardsOf({
      cpu: { above: 0.8, cores: 4 },
      memory: { above: 0.9 },
      gpu: { above: 0.95, gpus: 2 },
      gpuMemory: { above: 0.9, gpus: 2 },
      disk: { above: 0.85 },
    });
    expect(used.map(({ id, above, metric }) => [id, above, metric?.name, metric?.variantDimension])).toEqual([
      ['cpu', 320, 'CPUUtilization', 'VariantName'],
      ['memory', 90, 'MemoryUtilization', 'VariantName'],
      ['gpu', 190, 'GPUUtilization', 'VariantName'],
      ['gpu-memory', 180, 'GPUMemoryUtilization', 'VariantName'],
      ['disk', 85, 'DiskUtilization', 'VariantName'],
    ]);
    expect(used.map(({ metric }) => metric?.namespace)).toEqual(
      Array.from({ length: 5 }, () => '/aws/sagemaker/Endpoints'),
    );
  });
  test('drift and quality are what Model Monitor publishes, without a variant', () => {
    const monitored = guardsOf({
      drift: [{ schedule: 'hourly', feature: 'age_in_years', above: 0.2 }],
      quality: [
        { schedule: 'daily', metric: 'f1', below: 0.8, every: 'day' },
        { schedule: 'daily', metric: 'rmse', above: 3, lagMinutes: 600 },
      ],
    });
    expect(monitored).toMatchObject([
      {
        id: 'drift-age-in-years',
        above: 0.2,
        periodSeconds: 3_600,
        metric: {
          namespace: 'aws/sagemaker/Endpoints/data-metrics',
          name: 'feature_baseline_drift_age_in_years',
          dimensions: { Feature: 'age_in_years', MonitoringSchedule: 'hourly' },
          lagSeconds: 7_200,
        },
      },
      { id: 'quality-f1', below: 0.8, periodSeconds: 86_400, metric: { stat: 'Minimum', lagSeconds: 93_600 } },
      { id: 'quality-rmse', above: 3, metric: { name: 'rmse', stat: 'Maximum', lagSeconds: 36_000 } },
    ]);
    for (const { metric } of monitored) expect(metric).not.toHaveProperty('variantDimension');
  });
  test('each is left out by false', () => {
    expect(guardsOf({ cpu: false, memory: false, gpu: false, gpuMemory: false, disk: false })).toEqual([]);
  });
  test('quality without a limit, or with two, is refused', () => {
    expect(problems({ quality: [{ schedule: 's', metric: 'f1' }] })).toEqual([
      'endpoints[0].guards.quality[0] must have exactly one of above and below; saw { above: undefined, below: undefined }',
    ]);
  });
  test.each([
    [
      {
        drift: [
          { schedule: 's', feature: 'a_b', above: 1 },
          { schedule: 's', feature: 'a-b', above: 1 },
        ],
      },
      'drift[1].feature',
    ],
    [
      {
        quality: [
          { schedule: 's', metric: 'f1', below: 1 },
          { schedule: 't', metric: 'f1', below: 1 },
        ],
      },
      'quality[1].metric',
    ],
  ])('two that would have one name are refused: %#', (guards, place) => {
    expect(problems(guards)).toEqual([expect.stringContaining(`guards.${place} must be named once`)]);
  });
});

describe('an alarm that was there already', () => {
  const OWN = { name: 'shop errors', because: 'Checkouts fail' };

  test('is a guard by its place, whatever it is called', () => {
    expect(guardsOf({ alarms: [OWN, { ...OWN, name: 'Other/1', variant: 'green' }] })).toEqual([
      expect.objectContaining({
        id: 'alarm-1',
        signal: 'alarm',
        existing: { name: 'shop errors' },
        because: 'Checkouts fail',
      }),
      expect.objectContaining({ id: 'alarm-2', existing: { name: 'Other/1', variant: 'green' } }),
    ]);
  });
  test.each([
    [[{ ...OWN, variant: 'red' }], "guards.alarms[0].variant must be stable or one of the canaries; saw 'red'"],
    [
      [{ ...OWN, name: 'sagemaker-rollback/self/x' }],
      /alarms\[0\]\.name must be an alarm of your own: this one belongs to the deployment/,
    ],
    [[OWN, OWN], /alarms\[1\]\.name must be named once/],
    [[{ ...OWN, name: 'a\u0000' }], /name must be an alarm's name, as CloudWatch shows it/],
  ])('is refused: %#', (alarms, sentence) => {
    const found = problems({ alarms }).map((one) => one.replace('endpoints[0].', ''));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(sentence);
  });
  test('is refused for a second endpoint: what both share is no canary’s fault', () => {
    const one = about({ guards: { alarms: [OWN] } });
    const two = { ...one.endpoints[0], endpoint: 'other' };
    const result = checkConfig({ ...one, endpoints: [...one.endpoints, two] });
    expect(result).toMatchObject({
      ok: false,
      problems: [expect.stringMatching(/^endpoints\[1\]\.guards\.alarms\[0\]\.name must be named once/)],
    });
  });
});

test('all alarms of an endpoint are read in one call, those that were there already with them', () => {
  const alarms = Array.from({ length: 97 }, (_, place) => ({ name: `own-${place}`, because: 'It is sick' }));
  expect(problems({ alarms })).toEqual([expect.stringContaining('these variants and guards make 101')]);
  expect(problems({ alarms: alarms.slice(1) })).toEqual([]);
  const used = { cpu: { above: 0.8, cores: 4 }, metrics: [ORDERS] };
  expect(problems({ ...used, alarms: alarms.slice(0, 93) })).toEqual([expect.stringContaining('make 101')]);
  expect(problems({ ...used, alarms: alarms.slice(0, 92) })).toEqual([]);
});
