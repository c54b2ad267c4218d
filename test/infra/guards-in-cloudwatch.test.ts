import { describe, expect, test } from 'vitest';
import type { GuardsConfig } from '../../infra/config/shape.ts';
import { call, MINUTE, putAlarm, START, world } from '../sim/cloudwatch/world.ts';
import { config, endpoint, properties } from './stacks.ts';

/** What a minute of one variant holds: requests, how many of them took 400 ms and not 100, and complaints. */
type Served = { readonly requests?: number; readonly slow?: number; readonly complaints?: number };
type Minutes = { readonly blue?: Served; readonly green?: Served };

/** The guards' alarms, as synthesised, in a CloudWatch in which each of twelve minutes is alike; their states then. */
const statesOf = (guards: GuardsConfig, { blue = {}, green = {} }: Minutes) => {
  const stack = config({
    endpoints: [endpoint({ endpoint: 'fraud', guards: { errors: { gross: false }, ...guards } })],
  });
  const alarms = properties(stack, 'AWS::CloudWatch::Alarm').filter(({ AlarmName }) =>
    /\/guard\//.test(String(AlarmName)),
  );
  const lived = world();
  for (const { AlarmActions: _actions, Tags: _tags, ...alarm } of alarms)
    putAlarm(lived, { ...NOTHING_PLAIN, ...alarm });
  for (let minute = 0; minute < 12; minute += 1) {
    serve(lived, 'blue', blue, START + minute * MINUTE);
    serve(lived, 'green', green, START + minute * MINUTE);
    lived.runTo(START + (minute + 1) * MINUTE);
  }
  const { MetricAlarms } = call(lived.cloudwatch, 'DescribeAlarms', {}) as { MetricAlarms: readonly Described[] };
  return Object.fromEntries(
    MetricAlarms.map(({ AlarmName, StateValue }) => [AlarmName.split('/fraud/')[1], StateValue]),
  );
};

type Described = { readonly AlarmName: string; readonly StateValue: string };

const NOTHING_PLAIN = {
  Namespace: undefined,
  MetricName: undefined,
  Dimensions: undefined,
  Period: undefined,
  Statistic: undefined,
};

const serve = (
  { cloudwatch }: ReturnType<typeof world>,
  variant: string,
  { requests = 0, slow = 0, complaints }: Served,
  at: number,
): void => {
  const dimensions = { EndpointName: 'fraud', VariantName: variant };
  const values = [
    [100_000, requests - slow],
    [400_000, slow],
  ].filter(([, count]) => count !== 0) as [number, number][];
  if (requests > 0) {
    cloudwatch.put({ namespace: 'AWS/SageMaker', name: 'Invocations', dimensions, at, values: [[1, requests]] });
    cloudwatch.put({ namespace: 'AWS/SageMaker', name: 'ModelLatency', dimensions, at, values });
  }
  if (complaints !== undefined)
    cloudwatch.put({
      namespace: 'Shop',
      name: 'Complaints',
      dimensions: { Variant: variant },
      at,
      values: [[complaints, 1]],
    });
};

describe('in CloudWatch', () => {
  const slow = { thanMs: 300, above: 0.05 };

  test('slow requests are seen on the variant that has them', () => {
    const states = statesOf({ slow }, { blue: { requests: 900, slow: 9 }, green: { requests: 100, slow: 9 } });
    expect(states).toMatchObject({
      'blue/slow-300ms': 'OK',
      'green/slow-300ms': 'ALARM',
      'green/slow-300ms-gross': 'OK',
    });
  });
  test('and not as few as are allowed', () => {
    const states = statesOf({ slow }, { blue: { requests: 900 }, green: { requests: 30, slow: 3 } });
    expect(states).toMatchObject({ 'green/slow-300ms': 'OK', 'green/slow-300ms-gross': 'OK' });
  });
  test.each<[string, Minutes, string]>([
    ['fewer than is promised', { blue: { requests: 400 }, green: { requests: 90 } }, 'ALARM'],
    ['as many as is promised', { blue: { requests: 400 }, green: { requests: 100 } }, 'OK'],
    ['all of one variant', { blue: { requests: 600 } }, 'OK'],
    ['none at all', {}, 'ALARM'],
  ])('requests of an endpoint are added up: %s', (_, minutes, state) => {
    expect(statesOf({ traffic: { below: 500 } }, minutes)).toMatchObject({ traffic: state });
  });

  const metrics = [
    {
      id: 'complaints',
      namespace: 'Shop',
      metric: 'Complaints',
      statistic: 'Average',
      variantDimension: 'Variant',
      above: 2,
      comparedWith: 'stable' as const,
      because: 'People complain',
    },
  ];
  test.each<[string, Minutes, string]>([
    ['three times as many', { blue: { complaints: 0.01 }, green: { complaints: 0.03 } }, 'ALARM'],
    ['as many', { blue: { complaints: 0.03 }, green: { complaints: 0.03 } }, 'OK'],
    ['of a stable without any', { blue: { complaints: 0 }, green: { complaints: 0.03 } }, 'OK'],
    ['of a stable that publishes none', { green: { complaints: 0.03 } }, 'OK'],
  ])('complaints are compared with those of stable: %s', (_, minutes, state) => {
    const states = statesOf({ metrics }, minutes);
    expect(states).toMatchObject({ 'green/complaints': state });
    expect(states).not.toHaveProperty('blue/complaints');
  });
});
