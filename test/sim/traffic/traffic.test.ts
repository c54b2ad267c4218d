import { describe, expect, test } from 'vitest';
import type { Behaviour } from '../../../sim/traffic/behaviour.ts';
import { MINUTE, putAlarm, START, world } from '../cloudwatch/world.ts';

const GOOD: Behaviour = { errorRatio5xx: 0.005, errorRatio4xx: 0, modelErrorRatio: 0.005, medianMs: 80, p99Ms: 250 };
const serving = (
  over: {
    seed?: number;
    weight?: number;
    requestsPerMinute?: number;
    canary?: Partial<Behaviour>;
    every?: 10 | 30;
  } = {},
) => {
  const w = world(over.seed ?? 1);
  const weight = over.weight ?? 0.1;
  const variants = [
    { name: 'stable', weight: 1 - weight, instances: 4 },
    { name: 'canary', weight, instances: 2 },
  ];
  const { every: publishedEverySeconds } = over;
  w.sagemaker.create({
    name: 'Fraud',
    configName: 'c',
    variants,
    ...(publishedEverySeconds && { publishedEverySeconds }),
  });
  w.traffic.behave('Fraud', 'stable', GOOD);
  w.traffic.behave('Fraud', 'canary', { ...GOOD, ...over.canary });
  w.traffic.offer('Fraud', { requestsPerMinute: over.requestsPerMinute ?? 6_000, slowAboveMs: 500 });
  return w;
};
const sum = (lines: readonly Readonly<Record<string, unknown>>[], key: string) =>
  lines.reduce((total, line) => total + Number(line[key]), 0);
const of = (w: ReturnType<typeof world>, variant: string) =>
  w.lines('traffic').filter((line) => line['variant'] === variant);

const metric = (w: ReturnType<typeof world>, name: string, stat: string, { variant = 'canary', period = 60 } = {}) => {
  const Dimensions = [
    { Name: 'EndpointName', Value: 'Fraud' },
    { Name: 'VariantName', Value: variant },
  ];
  const query = {
    Id: 'm',
    MetricStat: { Metric: { Namespace: 'AWS/SageMaker', MetricName: name, Dimensions }, Period: period, Stat: stat },
  };
  // Of the minute under way, there would be a part.
  const whole = Math.floor(w.wires.clock.now() / (period * 1_000)) * period * 1_000;
  const input = { MetricDataQueries: [query], StartTime: new Date(START), EndTime: new Date(whole) };
  const run = w.cloudwatch.api?.operations['GetMetricData']?.run as (input: unknown) => {
    MetricDataResults: [{ Values: number[] }];
  };
  return run(input).MetricDataResults[0].Values;
};

test('every request goes to one variant, by the weights in force', () => {
  const w = serving();
  w.runTo(START + 10 * MINUTE);
  expect(w.lines('traffic')).toHaveLength(20);
  const [stable, canary] = [sum(of(w, 'stable'), 'requests'), sum(of(w, 'canary'), 'requests')];
  expect(stable + canary).toBe(w.traffic.hurt('Fraud', START).requests - lastTick(w));
  expect(canary / (stable + canary)).toBeCloseTo(0.1, 2);
  expect((stable + canary) / 60_000).toBeCloseTo(1, 1);
});
const lastTick = (w: ReturnType<typeof world>) =>
  sum(
    w.traffic.counts('Fraud').filter(({ from }) => from >= START + 10 * MINUTE),
    'requests',
  );

test('the metrics say what the journal says', () => {
  const w = serving({ canary: { errorRatio5xx: 0.1, errorRatio4xx: 0.05 } });
  w.runTo(START + 2 * MINUTE + 5_000);
  const [second, first] = [of(w, 'canary')[1], of(w, 'canary')[0]];
  expect(metric(w, 'Invocations', 'Sum')).toEqual([second?.['requests'], first?.['requests']]);
  expect(metric(w, 'Invocation5XXErrors', 'Sum')).toEqual([second?.['errors5xx'], first?.['errors5xx']]);
  expect(metric(w, 'Invocation5XXErrors', 'SampleCount')).toEqual(metric(w, 'Invocations', 'Sum'));
  expect(metric(w, 'Invocation4XXErrors', 'Sum')).toEqual([second?.['errors4xx'], first?.['errors4xx']]);
  expect(metric(w, 'InvocationModelErrors', 'Sum')).toEqual([second?.['modelErrors'], first?.['modelErrors']]);
  expect(metric(w, 'InvocationsPerInstance', 'Sum')[0]).toBeCloseTo(Number(second?.['requests']) / 2, 6);
  expect(metric(w, 'ModelLatency', 'p99')[0]).toBeCloseTo(Number(second?.['p99Ms']) * 1000, -3);
});

test('enhanced metrics come as often as the endpoint config says, and others once a minute', () => {
  const points = (every?: 10 | 30) => {
    const w = serving(every ? { every } : {});
    w.runTo(START + 2 * MINUTE + 5_000);
    const [tens, minutes] = [10, 60].map((period) => metric(w, 'Invocations', 'Sum', { period }));
    return { tens: tens?.length, minutes: minutes?.length };
  };
  expect(points()).toEqual({ tens: 2, minutes: 2 });
  expect(points(30)).toEqual({ tens: 4, minutes: 2 });
  expect(points(10)).toEqual({ tens: 12, minutes: 2 });
});

test('an alarm on ten seconds of enhanced metrics goes off within the minute, and on those of each minute it does not', () => {
  const heard = (every?: 10) => {
    const w = serving({ requestsPerMinute: 60_000, ...(every && { every }) });
    putAlarm(w, {
      AlarmName: 'fast',
      Namespace: 'AWS/SageMaker',
      MetricName: 'Invocation5XXErrors',
      Dimensions: [
        { Name: 'EndpointName', Value: 'Fraud' },
        { Name: 'VariantName', Value: 'canary' },
      ],
      Statistic: 'Average',
      Period: 10,
      Threshold: 0.05,
    });
    w.runTo(START + 10 * MINUTE);
    w.traffic.behave('Fraud', 'canary', { ...GOOD, errorRatio5xx: 0.2 });
    w.runTo(START + 10 * MINUTE + 35_000);
    return w.lines('alarm').some((line) => line['to'] === 'ALARM');
  };
  expect([heard(10), heard()]).toEqual([true, false]);
});

test('errors and latencies are as the variant behaves', () => {
  const w = serving({ canary: { errorRatio5xx: 0.1, medianMs: 100, p99Ms: 900 } });
  w.runTo(START + 20 * MINUTE);
  expect(sum(of(w, 'canary'), 'errors5xx') / sum(of(w, 'canary'), 'requests')).toBeCloseTo(0.1, 1);
  expect(sum(of(w, 'stable'), 'errors5xx') / sum(of(w, 'stable'), 'requests')).toBeCloseTo(0.005, 3);
  expect(sum(of(w, 'canary'), 'p50Ms') / 20).toBeGreaterThan(90);
  expect(sum(of(w, 'canary'), 'p50Ms') / 20).toBeLessThan(110);
  expect(sum(of(w, 'canary'), 'p99Ms') / 20).toBeGreaterThan(750);
  expect(sum(of(w, 'canary'), 'p99Ms') / 20).toBeLessThan(1_100);
});

test('a shift takes the canary’s requests away once it is in force', () => {
  const w = serving();
  w.runTo(START + 30_000);
  w.sagemaker.changeWeights('ana', 'Fraud', { stable: 1, canary: 0 });
  w.runTo(START + 5 * MINUTE);
  const requests = of(w, 'canary').map((line) => line['requests']);
  expect(requests[0]).toBeGreaterThan(400);
  expect(requests[1]).toBeGreaterThan(200);
  expect(requests[1]).toBeLessThan(400);
  expect(requests.slice(2)).toEqual([0, 0, 0]);
  expect(of(w, 'canary').at(-1)).toMatchObject({ share: 0, p50Ms: null, p99Ms: null });
  expect(metric(w, 'Invocations', 'Sum')).toHaveLength(2);
});

test('users are hurt by failures and by slow answers, from the fault on', () => {
  const w = serving();
  w.runTo(START + 2 * MINUTE);
  w.traffic.behave('Fraud', 'canary', { ...GOOD, errorRatio5xx: 0.5, medianMs: 2_000, p99Ms: 4_000 });
  w.runTo(START + 4 * MINUTE - 1);
  const view = w.traffic.hurt('Fraud', START + 2 * MINUTE + 10_000);
  expect(view.hurt).toBe(view.failed5xx + view.slow);
  expect(view.hurt / view.requests).toBeCloseTo(0.1, 1);
  expect(view.slow).toBeGreaterThan(300);
});

test('an endpoint that does not serve counts nothing', () => {
  const w = serving();
  w.sagemaker.setStatus('Fraud', 'OutOfService');
  w.runTo(START + 2 * MINUTE);
  expect(sum(w.lines('traffic'), 'requests')).toBe(0);
});

test('a variant without instances fails every request', () => {
  const w = serving();
  w.sagemaker.changeCapacity('ana', 'Fraud', { variant: 'canary', instances: 0 });
  w.runTo(START + 6 * MINUTE);
  const last = of(w, 'canary').at(-1);
  expect(last?.['requests']).toBeGreaterThan(0);
  expect(last?.['errors5xx']).toBe(last?.['requests']);
});

describe('chance', () => {
  const told = (w: ReturnType<typeof world>, endpoint = 'Fraud') => {
    w.runTo(START + 3 * MINUTE);
    return w.lines('traffic').filter((line) => line['endpoint'] === endpoint);
  };

  test('is the same for the same seed and another for another', () => {
    expect(told(serving())).toEqual(told(serving()));
    expect(told(serving())).not.toEqual(told(serving({ seed: 2 })));
  });

  test('of one endpoint does not hang on another endpoint', () => {
    const w = serving();
    w.sagemaker.create({ name: 'Other', configName: 'd', variants: [{ name: 'only', weight: 1, instances: 1 }] });
    w.traffic.behave('Other', 'only', GOOD);
    w.traffic.offer('Other', { requestsPerMinute: (now) => (now < START + MINUTE ? 60 : 0) });
    expect(told(w)).toEqual(told(serving()));
    expect(told(w, 'Other').map((line) => Number(line['requests']) > 0)).toEqual([true, false, false]);
  });

  test('of a stable variant does not hang on the canary’s errors', () => {
    const stable = (w: ReturnType<typeof world>) => told(w).filter((line) => line['variant'] === 'stable');
    expect(stable(serving({ canary: { errorRatio5xx: 0.3 } }))).toEqual(stable(serving()));
  });
});

test('a bad canary puts its alarm into ALARM within three minutes', () => {
  const w = serving();
  const stat = (Id: string, MetricName: string) => ({
    Id,
    ReturnData: false,
    MetricStat: {
      Metric: {
        Namespace: 'AWS/SageMaker',
        MetricName,
        Dimensions: [
          { Name: 'EndpointName', Value: 'Fraud' },
          { Name: 'VariantName', Value: 'canary' },
        ],
      },
      Period: 60,
      Stat: 'Sum',
    },
  });
  putAlarm(w, {
    Namespace: undefined,
    MetricName: undefined,
    Dimensions: undefined,
    Period: undefined,
    Statistic: undefined,
    Threshold: 0.02,
    EvaluationPeriods: 3,
    DatapointsToAlarm: 2,
    TreatMissingData: 'notBreaching',
    Metrics: [
      { Id: 'ratio', Expression: 'IF(n >= 20, e / n, 0)' },
      stat('e', 'Invocation5XXErrors'),
      stat('n', 'Invocations'),
    ],
  });
  w.runTo(START + 5 * MINUTE);
  expect(w.cloudwatch.alarm('errors').standing.state).toBe('OK');
  w.traffic.behave('Fraud', 'canary', { ...GOOD, errorRatio5xx: 0.1 });
  w.runTo(START + 8 * MINUTE + 5_000);
  expect(w.cloudwatch.alarm('errors').standing.state).toBe('ALARM');
});

test.each([
  [{ errorRatio5xx: 1.2 }, /errorRatio5xx is a share/],
  [{ errorRatio5xx: 0.6, errorRatio4xx: 0.6 }, /more than all/],
  [{ p99Ms: 10 }, /p99Ms 10 not below/],
])('a behaviour of %j is refused', (over, problem) => {
  expect(() => serving({ canary: over })).toThrow(problem);
});
