import { CloudWatchClient, type GetMetricDataInput } from '@aws-sdk/client-cloudwatch';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { cloudwatchHistory } from '../../lambdas/aws/history.ts';
import { cloudwatchEvidence } from '../../lambdas/aws/judge-evidence.ts';
import type { Asked, Found } from '../../lambdas/ports.ts';
import { endpointName, variantName } from '../builders.ts';
import { MINUTE, START, world } from '../sim/cloudwatch/world.ts';
import { answering, rude, saysNothing, wired } from './wired.ts';

afterEach(() => void vi.restoreAllMocks());

const asked = (over: Partial<Asked> = {}): Asked => ({
  endpoint: endpointName('fraud'),
  variant: variantName('canary'),
  name: 'Invocations',
  stat: 'Sum',
  per: 1,
  ...over,
});
const SPAN = { from: START - 60 * MINUTE, until: START };
const DAY = { from: START - 32 * 60 * MINUTE, until: START };

/** What is read where each call is answered so; and the calls. */
const reading = async (reply: (input: GetMetricDataInput, call: number) => unknown) => {
  const calls: GetMetricDataInput[] = [];
  const logged: string[] = [];
  const client = new CloudWatchClient(
    await answering('cloudwatch', 'GetMetricData', (input: GetMetricDataInput) => {
      calls.push(input);
      return reply(input, calls.length);
    }),
  );
  return { calls, logged, read: cloudwatchHistory(client, (message) => logged.push(message)) };
};
const complete = ({ MetricDataQueries = [] }: GetMetricDataInput) => ({
  MetricDataResults: MetricDataQueries.map(({ Id }) => ({ Id, StatusCode: 'Complete', Timestamps: [], Values: [] })),
});

const sizes = (calls: readonly { readonly MetricDataQueries?: readonly unknown[] | undefined }[]): readonly number[] =>
  calls.map(({ MetricDataQueries = [] }) => MetricDataQueries.length).toSorted((one, other) => one - other);

describe('the minutes of many metrics', () => {
  test('are what SageMaker published, in the order of the questions and by our own units', async () => {
    const w = world();
    const put = (name: string, values: readonly [number, number][], minute: number) =>
      w.cloudwatch.put({
        namespace: 'AWS/SageMaker',
        name,
        dimensions: { EndpointName: 'fraud', VariantName: 'canary' },
        at: START + minute * MINUTE,
        values,
      });
    w.runTo(START + 10 * MINUTE);
    put('Invocations', [[1, 40]], 7);
    put(
      'ModelLatency',
      [
        [100_000, 30],
        [400_000, 10],
      ],
      7,
    );
    w.runTo(START + 11 * MINUTE);
    const read = cloudwatchHistory(new CloudWatchClient(await wired(w.wires, [w.cloudwatch])), () => undefined);
    const found = await read(
      [
        asked({ name: 'ModelLatency', stat: 'PR(300000:)', per: 100 }),
        asked(),
        asked({ variant: variantName('stable') }),
      ],
      { from: START, until: START + 10 * MINUTE },
    );
    expect(found).toEqual([new Map([[START + 7 * MINUTE, 0.25]]), new Map([[START + 7 * MINUTE, 40]]), new Map()]);
  });
  test('are asked for within the bounds of one call: 500 questions, 100,800 datapoints', async () => {
    const { calls, read } = await reading(complete);
    const many = Array.from({ length: 501 }, () => asked());
    expect(await read(many, SPAN)).toHaveLength(501);
    expect(sizes(calls)).toEqual([1, 500]);
    calls.length = 0;
    await read(many.slice(0, 53), DAY);
    expect(sizes(calls)).toEqual([1, 52]);
  });
  test('are put together from all pages', async () => {
    const page = (minute: number, StatusCode: string) => ({
      MetricDataResults: [{ Id: 'q0', StatusCode, Timestamps: [new Date(START + minute * MINUTE)], Values: [minute] }],
    });
    const { calls, read } = await reading((_, call) =>
      call === 1 ? { ...page(1, 'PartialData'), NextToken: 'more' } : page(2, 'Complete'),
    );
    expect(await read([asked()], SPAN)).toEqual([new Map([1, 2].map((minute) => [START + minute * MINUTE, minute]))]);
    expect(calls[1]?.NextToken).toBe('more');
  });
  test.each([
    [
      'answers in part only',
      () => ({ MetricDataResults: [{ Id: 'q0', StatusCode: 'PartialData', Timestamps: [], Values: [] }] }),
    ],
    ['answers nothing', () => ({})],
  ])('are unreadable where CloudWatch %s', async (_, reply) => {
    const { logged, read } = await reading(reply);
    expect(await read([asked()], SPAN)).toBe('unreadable');
    expect(logged).toEqual(['history unreadable']);
  });
  test('are unreadable where CloudWatch does not answer in time', async () => {
    const bound = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(AbortSignal.abort(new Error('time is up')));
    const client = new CloudWatchClient(await rude(saysNothing));
    expect(await cloudwatchHistory(client, () => undefined)([asked()], SPAN)).toBe('unreadable');
    expect(bound).toHaveBeenCalledWith(10_000);
  });
});

describe('a line of a band', () => {
  const line = (side: 'upper' | 'lower') => asked({ line: { side, deviations: 3 } });
  const at = (...minutes: readonly number[]) => minutes.map((minute) => new Date(START + minute * MINUTE));
  const series = (Id: string, minutes: readonly number[], Values: readonly number[], StatusCode = 'Complete') => ({
    Id,
    StatusCode,
    Timestamps: at(...minutes),
    Values,
  });

  test('is asked for by an expression on the metric itself', async () => {
    const { calls, read } = await reading(complete);
    await read([asked(), line('upper')], SPAN);
    const metric = (Id: string) => ({ Id, MetricStat: expect.objectContaining({ Stat: 'Sum', Period: 60 }) });
    expect(calls[0]?.MetricDataQueries).toEqual([
      metric('q0'),
      metric('m1'),
      { Id: 'q1', Expression: 'ANOMALY_DETECTION_BAND(m1, 3)' },
    ]);
  });
  test.each([
    ['upper', [51, 61]],
    ['lower', [31, 41]],
  ] as const)('is the %s one, in whatever order CloudWatch names both', async (side, [first, second]) => {
    const { read } = await reading(() => ({
      MetricDataResults: [
        series('m0', [1, 2], [40, 50]),
        series('q0', [1, 2], [31, 61]),
        series('q0', [1, 2], [51, 41]),
      ],
    }));
    expect(await read([line(side)], SPAN)).toEqual([
      new Map([
        [START + MINUTE, first],
        [START + 2 * MINUTE, second],
      ]),
    ]);
  });
  test('is put together from all pages, and not there where only one of both is', async () => {
    const { read } = await reading((_, call) =>
      call === 1
        ? {
            MetricDataResults: [series('q0', [1], [31], 'PartialData'), series('q0', [1], [51], 'PartialData')],
            NextToken: 'more',
          }
        : { MetricDataResults: [series('q0', [2, 3], [32, 33]), series('q0', [2], [52])] },
    );
    expect(await read([line('upper')], SPAN)).toEqual([
      new Map([
        [START + MINUTE, 51],
        [START + 2 * MINUTE, 52],
      ]),
    ]);
  });
  test('counts as three metrics of one call', async () => {
    const { calls, read } = await reading(complete);
    expect(await read([...Array.from({ length: 166 }, asked), line('upper')], SPAN)).toHaveLength(167);
    expect(sizes(calls)).toEqual([2, 166]);
  });
});

describe('what the judge found', () => {
  const found = (over: Partial<Found> = {}): Found => ({
    endpoint: endpointName('fraud'),
    variant: variantName('canary'),
    guard: 'judge-5xx',
    value: 1.2,
    ...over,
  });

  test('is a metric of the deployment, the variant and the guard, at the minute that it stands for', async () => {
    const w = world();
    w.runTo(START + 10 * MINUTE);
    const client = new CloudWatchClient(await wired(w.wires, [w.cloudwatch]));
    await cloudwatchEvidence(client)('rb', [found()], START + 8 * MINUTE);
    w.runTo(START + 11 * MINUTE);
    const [series] = (await cloudwatchHistory(client, () => undefined)(
      [
        asked({
          namespace: 'SageMakerRollback',
          name: 'Evidence',
          stat: 'Maximum',
          dimensions: { Deployment: 'rb', Guard: 'judge-5xx' },
        }),
      ],
      { from: START, until: START + 10 * MINUTE },
    )) as readonly ReadonlyMap<number, number>[];
    expect([...(series ?? [])]).toEqual([[START + 8 * MINUTE, 1.2]]);
  });
  test('goes in as many calls as CloudWatch takes, a thousand in each', async () => {
    const sizes: number[] = [];
    const client = new CloudWatchClient(
      await answering('cloudwatch', 'PutMetricData', ({ MetricData = [] }: { MetricData?: readonly unknown[] }) => {
        sizes.push(MetricData.length);
        return {};
      }),
    );
    const many = Array.from({ length: 1_001 }, (_, place) => found({ guard: `judge-${place}` }));
    await cloudwatchEvidence(client)('rb', many, START);
    expect(sizes).toEqual([1_000, 1]);
  });
});
