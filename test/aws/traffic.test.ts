import { CloudWatchClient, type GetMetricDataInput } from '@aws-sdk/client-cloudwatch';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { cloudwatchTraffic } from '../../lambdas/aws/traffic.ts';
import type { Policy } from '../../lambdas/domain/policy.ts';
import type { Log } from '../../lambdas/ports.ts';
import { type MetricSample, Refusal } from '../../sim/types.ts';
import { guard, latencyGuard, policy } from '../builders.ts';
import { MINUTE, START, world } from '../sim/cloudwatch/world.ts';
import { answering, rude, saysNothing, wired } from './wired.ts';

afterEach(() => void vi.restoreAllMocks());

const POLICY = policy({ guards: [guard(), latencyGuard(), latencyGuard({ id: 'p50', percentile: 50 })] });
const NOW = START + 10 * MINUTE;

type Sampled = { readonly variant?: string; readonly endpoint?: string; readonly minute: number };
const sample = (name: string, values: MetricSample['values'], where: Sampled): MetricSample => ({
  namespace: 'AWS/SageMaker',
  name,
  dimensions: { EndpointName: where.endpoint ?? 'fraud', VariantName: where.variant ?? 'canary' },
  at: START + where.minute * MINUTE,
  values,
});

/** What a look ten minutes later reads of these samples. */
const read = (...samples: readonly MetricSample[]) => readAt(NOW, POLICY, samples);

const readAt = async (now: number, asked: Policy, samples: readonly MetricSample[]) => {
  const w = world();
  w.runTo(NOW);
  for (const one of samples) w.cloudwatch.put(one);
  // What was put becomes visible with CloudWatch's delay.
  w.runTo(NOW + MINUTE / 2);
  return cloudwatchTraffic(new CloudWatchClient(await wired(w.wires, [w.cloudwatch])))(asked, now);
};

const answers = async (reply: (input: GetMetricDataInput) => unknown) =>
  cloudwatchTraffic(new CloudWatchClient(await answering('cloudwatch', 'GetMetricData', reply)))(POLICY, NOW);

describe('the last minutes of a variant', () => {
  test('hold requests, failures and the percentiles that guards ask for, in milliseconds', async () => {
    const traffic = await read(
      sample('Invocations', [[1, 100]], { minute: 8 }),
      sample('Invocation5XXErrors', [[1, 10]], { minute: 8 }),
      sample('ModelLatency', [[120_000, 100]], { minute: 8 }),
    );
    expect(traffic).toEqual({
      stable: [],
      canary: [
        {
          start: START + 8 * MINUTE,
          requests: 100,
          values: { '5xx': 10, 'latency-p99': expect.closeTo(120, 0), 'latency-p50': expect.closeTo(120, 0) },
        },
      ],
    });
  });

  test('come oldest first, and a minute without requests is not among them', async () => {
    const traffic = await read(
      sample('Invocations', [[1, 30]], { minute: 8 }),
      sample('Invocations', [[1, 10]], { minute: 5 }),
      sample('Invocations', [[0, 1]], { minute: 6 }),
    );
    expect(traffic).toMatchObject({
      canary: [
        { start: START + 5 * MINUTE, requests: 10, values: {} },
        { start: START + 8 * MINUTE, requests: 30, values: {} },
      ],
    });
  });

  test('are those of this endpoint alone, whose name keeps its case', async () => {
    const of = (endpoint: string) => sample('Invocations', [[1, 30]], { minute: 8, endpoint });
    expect(await read(of('Fraud'), of('fraud-2'))).toEqual({ stable: [], canary: [] });
  });

  test('are over: what is counted so far of the minute under way is none', async () => {
    const samples = [sample('Invocations', [[1, 7]], { minute: 10 }), sample('Invocations', [[1, 5]], { minute: 9 })];
    const traffic = await readAt(NOW + MINUTE / 2, POLICY, samples);
    expect(traffic).toMatchObject({ canary: [{ start: START + 9 * MINUTE, requests: 5 }] });
    expect(traffic).not.toHaveProperty('canary.1');
  });

  test('count each kind of failure by its own metric, and each percentile by its own statistic', async () => {
    const signals = (['5xx', '4xx', 'model'] as const).map((signal) => guard({ id: signal, signal }));
    const percentiles = [99, 50].map((percentile) => latencyGuard({ id: `p${percentile}`, percentile }));
    const traffic = await readAt(NOW, policy({ guards: [...signals, ...percentiles] }), [
      sample('Invocations', [[1, 100]], { minute: 8 }),
      sample('Invocation5XXErrors', [[1, 5]], { minute: 8 }),
      sample('Invocation4XXErrors', [[1, 4]], { minute: 8 }),
      sample('InvocationModelErrors', [[1, 3]], { minute: 8 }),
      sample(
        'ModelLatency',
        [
          [50_000, 90],
          [990_000, 10],
        ],
        { minute: 8 },
      ),
    ]);
    const values = { '5xx': 5, '4xx': 4, model: 3, 'latency-p99': 990, 'latency-p50': 50 };
    expect(traffic).toMatchObject({ canary: [{ requests: 100, values }] });
  });

  test('begin a quarter of an hour ago', async () => {
    const traffic = await read(
      sample('Invocations', [[1, 1]], { minute: -6 }),
      sample('Invocations', [[1, 2]], { minute: -5 }),
    );
    expect(traffic).toMatchObject({ canary: [{ requests: 2 }] });
  });
});

const complete = (input: GetMetricDataInput) =>
  (input.MetricDataQueries ?? []).map(({ Id }) => ({ Id, StatusCode: 'Complete', Timestamps: [], Values: [] }));

describe('the metrics cannot be read', () => {
  test('when CloudWatch refuses', async () => {
    const refuse = () => {
      throw new Refusal('Throttling', 'Rate exceeded');
    };
    expect(await answers(refuse)).toBe('unreadable');
  });

  test.each(['InternalError', 'PartialData', 'Forbidden'])(
    'when one answer is %s: no datapoints would look like no traffic',
    async (StatusCode) => {
      const partly = (input: GetMetricDataInput) =>
        complete(input).map((result, place) => (place === 0 ? { ...result, StatusCode } : result));
      expect(await answers((input) => ({ MetricDataResults: partly(input) }))).toBe('unreadable');
      expect(await answers((input) => ({ MetricDataResults: complete(input) }))).not.toBe('unreadable');
    },
  );

  test('when a question has no answer', async () => {
    expect(await answers((input) => ({ MetricDataResults: complete(input).slice(1) }))).toBe('unreadable');
  });

  test('when CloudWatch is silent for a second and a half', async () => {
    const bound = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(AbortSignal.abort(new Error('time is up')));
    const client = new CloudWatchClient(await rude(saysNothing));
    const log = vi.fn<Log>();
    expect(await cloudwatchTraffic(client, { log })(POLICY, NOW)).toBe('unreadable');
    expect(bound).toHaveBeenCalledWith(1_500);
    expect(log).toHaveBeenCalledWith('metrics unreadable', { endpoint: 'fraud', error: 'AbortError: Request aborted' });
    await cloudwatchTraffic(client, { withinMs: 9_000 })(POLICY, NOW);
    expect(bound).toHaveBeenLastCalledWith(9_000);
  });
});
