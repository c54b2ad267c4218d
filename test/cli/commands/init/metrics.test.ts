import type { CloudWatchClient, GetMetricDataCommand, GetMetricDataCommandOutput } from '@aws-sdk/client-cloudwatch';
import { describe, expect, test } from 'vitest';
import { daysBefore, readMinutes } from '../../../../cli/commands/init/metrics.ts';

const OF = { endpoint: 'fraud', variant: 'canary' };
const SPAN = { from: 0, to: 600_000 };
const IDS = ['n', 'e5', 'e4', 'em', 'p99', 'p90'];

type Page = Pick<GetMetricDataCommandOutput, 'MetricDataResults' | 'NextToken'>;

/** Answers these pages, one after the other. */
const answering = (...pages: readonly Page[]) => {
  const tokens: (string | undefined)[] = [];
  const send = async ({ input }: GetMetricDataCommand) => pages[tokens.push(input.NextToken) - 1];
  return { client: { send } as unknown as CloudWatchClient, tokens };
};

const series = (Id: string, values: Readonly<Record<number, number>>, StatusCode: 'Complete' | 'PartialData') => ({
  Id,
  Timestamps: Object.keys(values).map((minute) => new Date(Number(minute) * 60_000)),
  Values: Object.values(values),
  StatusCode,
});

describe('minutes', () => {
  test('are put together from pages, newest first or not, and a series may go over the end of one', async () => {
    const { client, tokens } = answering(
      { MetricDataResults: [series('n', { 2: 30, 1: 20 }, 'PartialData')], NextToken: 'more' },
      {
        MetricDataResults: [
          series('n', { 0: 10, 3: 0 }, 'Complete'),
          series('e5', { 1: 2 }, 'Complete'),
          series('p99', { 0: 250_000 }, 'Complete'),
          ...['e4', 'em', 'p90'].map((id) => series(id, {}, 'Complete')),
        ],
      },
    );
    const { minutes, complete } = await readMinutes(client, OF, SPAN);
    expect(tokens).toEqual([undefined, 'more']);
    expect(complete).toBe(true);
    expect(minutes.map(({ start, requests, errors }) => [start, requests, errors['5xx']])).toEqual([
      [0, 10, 0],
      [60_000, 20, 2],
      [120_000, 30, 0],
    ]);
    expect(minutes.map(({ latencyMs }) => latencyMs)).toEqual([{ 99: 250 }, {}, {}]);
  });
  test.each(['PartialData', undefined] as const)('are not complete when a series ends as %s', async (status) => {
    const rest = IDS.filter((id) => id !== 'e5').map((id) => series(id, {}, 'Complete'));
    const { client } = answering({ MetricDataResults: [...rest, ...(status ? [series('e5', {}, status)] : [])] });
    expect(await readMinutes(client, OF, SPAN)).toEqual({ minutes: [], complete: false });
  });
  test('are asked for up to three minutes ago, and from whole minutes', () => {
    const now = Date.parse('2026-01-05T10:00:59Z');
    const { from, to } = daysBefore(now, 14);
    expect(new Date(to).toISOString()).toBe('2026-01-05T09:57:00.000Z');
    expect(new Date(from).toISOString()).toBe('2025-12-22T09:57:00.000Z');
  });
});
