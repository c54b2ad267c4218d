import { CloudWatchClient, type GetMetricDataInput } from '@aws-sdk/client-cloudwatch';
import { describe, expect, test } from 'vitest';
import { accountHistory, stretchesOf } from '../../../cli/backtest/read/account.ts';
import type { Row } from '../../../cli/backtest/row.ts';
import type { Read } from '../../../cli/backtest/watch.ts';
import { answering, interrupted, wired } from '../../aws/wired.ts';
import { MINUTE, START, type World, world } from '../../sim/cloudwatch/world.ts';

const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const metric = (over: Partial<Read> = {}): Read => ({
  variant: 'canary',
  namespace: 'Shop',
  metric: 'OrderPlaced',
  stat: 'Sum',
  dimensions: { Variant: 'canary' },
  periodSeconds: 60,
  ...over,
});

/** One sample a minute: the minute's own number. */
const publish = ({ cloudwatch }: Pick<World, 'cloudwatch'>, minutes: number, { metric: name, unit } = ORDERS) => {
  for (let minute = 0; minute < minutes; minute++)
    cloudwatch.put({
      namespace: 'Shop',
      name,
      unit,
      dimensions: { Variant: 'canary' },
      at: START + minute * MINUTE,
      values: [[minute, 1]],
    });
};
const ORDERS = { metric: 'OrderPlaced', unit: 'Count' };

/** An account in which each of these metrics was published for so many minutes; `first` sees each call before it is answered. */
const shop = async (
  minutes: number,
  names = ['OrderPlaced'],
  first: (input: GetMetricDataInput) => void = () => {},
) => {
  const calls: GetMetricDataInput[] = [];
  const w = world();
  w.runTo(START + minutes * MINUTE + HOUR);
  for (const name of names) publish(w, minutes, { metric: name, unit: 'Count' });
  const part = interrupted(w.cloudwatch, 'GetMetricData', (input: GetMetricDataInput) => {
    calls.push({ ...input });
    first(input);
  });
  return { ...w, calls, client: new CloudWatchClient(await wired(w.wires, [part])) };
};

const rowsOf = async (
  rows: AsyncIterable<Row>,
): Promise<readonly (readonly [minute: number, ...values: unknown[]])[]> => {
  const found: [number, ...unknown[]][] = [];
  for await (const { start, values } of rows) found.push([(start - START) / MINUTE, ...values]);
  return found;
};

const span = (minutes: number) => ({ from: START, until: START + minutes * MINUTE });

describe('an account is asked in stretches', () => {
  test.each([1, 6, 7, 499, 500, 501, 1_200])(
    'of which %i metrics fit into the datapoints of a page, without a gap',
    (metrics) => {
      const stretches = stretchesOf({ from: START, until: START + 14 * DAY }, metrics);
      const lengths = stretches.map(({ from, until }) => (until - from) / MINUTE);
      expect(Math.max(...lengths) * Math.min(metrics, 500)).toBeLessThanOrEqual(100_800);
      expect(stretches.map(({ from }) => from)).toEqual([START, ...stretches.slice(0, -1).map(({ until }) => until)]);
      expect(stretches.at(-1)?.until).toBe(START + 14 * DAY);
    },
  );
  test('as long as that: 14 days of five metrics are one call', () => {
    expect(stretchesOf({ from: START, until: START + 14 * DAY }, 5)).toHaveLength(1);
  });
});

describe('what CloudWatch holds', () => {
  test('is read minute by minute, each under the name of its metric', async () => {
    const { client } = await shop(3);
    const { rows, remarks } = accountHistory(client, [metric()], [span(3)]);
    expect(await rowsOf(rows)).toEqual([0, 1, 2].map((minute) => [minute, ['canary OrderPlaced Sum', minute]]));
    expect(remarks()).toEqual([]);
  });
  test('is the same where it comes in several pages, which cut metrics in two', async () => {
    const names = ['OrderPlaced', 'OrderLost', 'OrderSent'];
    const wanted = names.map((name) => metric({ metric: name }));
    const whole = await shop(20, names);
    const paged = await shop(20, names, (input) => void Object.assign(input, { MaxDatapoints: 7 }));
    const both = [whole, paged].map(({ client }) => rowsOf(accountHistory(client, wanted, [span(20)]).rows));
    const [inOne, inMany] = await Promise.all(both);
    expect(inMany).toEqual(inOne);
    expect(inOne).toHaveLength(20);
    expect([whole.calls.length, paged.calls.length]).toEqual([1, 9]);
  });
  test('is asked for with 500 queries a call at most, and with as many datapoints as a page may hold', async () => {
    const names = Array.from({ length: 501 }, (_, place) => `Order${place}`);
    const { client, calls } = await shop(1, names);
    const [row = []] = await rowsOf(
      accountHistory(
        client,
        names.map((name) => metric({ metric: name })),
        [span(1)],
      ).rows,
    );
    expect(row).toHaveLength(502);
    expect(calls.map(({ MetricDataQueries = [], MaxDatapoints }) => [MetricDataQueries.length, MaxDatapoints])).toEqual(
      [
        [500, 100_800],
        [1, 100_800],
      ],
    );
  });
  test('in longer periods: those that lie within the stretches as a whole, whose borders may cut them', async () => {
    const { client } = await shop(5 * 60);
    const hourly = metric({ metric: 'OrderPlaced', stat: 'Maximum', periodSeconds: 3_600 });
    const stretches = [
      { from: START + 10 * MINUTE, until: START + 150 * MINUTE },
      { from: START + 150 * MINUTE, until: START + 270 * MINUTE },
    ];
    expect(await rowsOf(accountHistory(client, [hourly], stretches).rows)).toEqual([
      [60, ['canary OrderPlaced Maximum', 119]],
      [120, ['canary OrderPlaced Maximum', 179]],
      [180, ['canary OrderPlaced Maximum', 239]],
    ]);
  });
  test('of more than one unit is one of them, and people are told', async () => {
    const w = await shop(2);
    publish(w, 2, { metric: 'OrderPlaced', unit: 'None' });
    const { rows, remarks } = accountHistory(w.client, [metric()], [span(2)]);
    expect(await rowsOf(rows)).toHaveLength(2);
    expect(remarks()).toEqual(["CloudWatch said of canary OrderPlaced Sum: Multiple units returned: '[Count, None]'"]);
  });
});

describe('an answer that lacks something is no history:', () => {
  const answered = async (StatusCode: string) => {
    const client = new CloudWatchClient(
      await answering('cloudwatch', 'GetMetricData', () => ({
        MetricDataResults: [{ Id: 'm0', StatusCode, Timestamps: [new Date(START)], Values: [1] }],
      })),
    );
    return rowsOf(accountHistory(client, [metric()], [span(2)]).rows);
  };
  test.each([
    ['PartialData', 'in part only'],
    ['InternalError', 'InternalError'],
    ['Forbidden', 'Forbidden'],
  ])('%s on the last page', async (status, how) => {
    await expect(answered(status)).rejects.toThrow(`CloudWatch answered ${how} to canary OrderPlaced Sum.`);
  });
  test('a metric that no page names', async () => {
    const client = new CloudWatchClient(
      await answering('cloudwatch', 'GetMetricData', () => ({ MetricDataResults: [] })),
    );
    await expect(rowsOf(accountHistory(client, [metric()], [span(2)]).rows)).rejects.toThrow('in part only');
  });
  test('what CloudWatch says of the whole answer is told', async () => {
    const client = new CloudWatchClient(
      await answering('cloudwatch', 'GetMetricData', () => ({
        MetricDataResults: [{ Id: 'm0', StatusCode: 'Complete', Timestamps: [], Values: [] }],
        Messages: [{ Code: 'Slow', Value: 'it took long' }],
      })),
    );
    const { rows, remarks } = accountHistory(client, [metric()], [span(2)]);
    expect(await rowsOf(rows)).toEqual([]);
    expect(remarks()).toEqual(['CloudWatch said: it took long']);
  });
});
