import type { CloudWatchClient, GetMetricDataCommand, GetMetricDataCommandOutput } from '@aws-sdk/client-cloudwatch';
import { expect, test } from 'vitest';
import { readPeriods } from '../../../cli/lint/periods.ts';
import { at } from '../../builders.ts';
import { ratio, watch } from '../../domain/lint/watches.ts';

type Asked = GetMetricDataCommand['input'];

/** Answers each call with the next of these, and keeps what it was asked. */
const answering = (replies: readonly Partial<GetMetricDataCommandOutput>[]) => {
  const asked: Asked[] = [];
  const send = async ({ input }: GetMetricDataCommand) => {
    asked.push(input);
    return replies[asked.length - 1] ?? {};
  };
  return { asked, client: { send } as unknown as CloudWatchClient };
};
const points = (Id: string, ...values: readonly (readonly [number, number])[]) => ({
  Id,
  Timestamps: values.map(([minute]) => new Date(at(minute))),
  Values: values.map(([, value]) => value),
});

test('what comes in pages is put together by its minute, and what several alarms watch is asked once', async () => {
  const { asked, client } = answering([
    { MetricDataResults: [points('q0', [1, 100], [2, 200])], NextToken: 'more' },
    { MetricDataResults: [points('q0', [3, 300]), points('q1', [2, 4])] },
  ]);
  const twice = [ratio(0.02), ratio(0.1, { name: 'other' })];
  const read = await readPeriods(client, twice, at(60.5));
  const periods = [
    { start: at(1), values: { n: 100 } },
    { start: at(2), values: { n: 200, e: 4 } },
    { start: at(3), values: { n: 300 } },
  ];
  expect([...read]).toEqual([
    ['own', periods],
    ['other', periods],
  ]);
  expect(
    asked.map(({ MetricDataQueries, NextToken, EndTime }) => [MetricDataQueries?.length, NextToken, EndTime]),
  ).toEqual([
    [2, undefined, new Date(at(60))],
    [2, 'more', new Date(at(60))],
  ]);
});

test('periods of ten seconds are asked for the three hours that they are kept', async () => {
  const { asked, client } = answering([]);
  await readPeriods(client, [ratio(0.02), watch({ name: 'fine' }, { period: 10 })], at(0));
  const hours = asked.map(({ StartTime, EndTime }) => (Number(EndTime) - Number(StartTime)) / 3_600_000);
  expect(hours).toEqual([14 * 24, 3]);
});

test('an alarm that counts datapoints of one unit only is read so', async () => {
  const { asked, client } = answering([]);
  await readPeriods(client, [watch({}, {}, { id: 'm2', unit: 'Milliseconds' })], at(0));
  expect(asked[0]?.MetricDataQueries?.map(({ MetricStat }) => MetricStat?.Unit)).toEqual([undefined, 'Milliseconds']);
});
