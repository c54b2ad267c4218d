import { expect, test } from 'vitest';
import { played } from './played.ts';

// Nine looks, one a minute and one for each hint, read five things each; beside them the sweep makes two calls a minute
// and compares each endpoint every fifth. A look more or less is within these bounds; one more call in each look is not.
const MOST: Readonly<Record<string, number>> = {
  // Billed by the metric, and only asked while an incident is open or a guard is in ALARM.
  GetMetricData: 10,
  // SageMaker throttles it early.
  DescribeEndpoint: 16,
  UpdateEndpointWeightsAndCapacities: 1,
  // One intent, and one for each step and letter.
  TransactWriteItems: 7,
  Publish: 2,
};

test('an incident from fault to proof costs at most a hundred calls of AWS, and these of the dear ones', async () => {
  const { awsCalls } = (await played('bad-canary')).story;
  const dear = Object.entries(MOST).filter(([operation, most]) => (awsCalls[operation] ?? 0) > most);
  expect(dear).toEqual([]);
  expect(Object.values(awsCalls).reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(100);
});
