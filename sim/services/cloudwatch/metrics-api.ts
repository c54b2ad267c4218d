import type {
  GetMetricDataInput,
  GetMetricStatisticsInput,
  ListMetricsInput,
  PutMetricDataInput,
} from '@aws-sdk/client-cloudwatch';
import type { Api, Need, Wires } from '../../types.ts';
import { getMetricData } from './get-metric-data.ts';
import { getMetricStatistics } from './get-metric-statistics.ts';
import { listMetrics } from './list-metrics.ts';
import type { MetricStore } from './metric-store.ts';
import { samplesIn } from './put-metric-data.ts';
import type { Expects } from './queries.ts';

/** The operations on metrics. None of them knows resources; a grant to put may be bound to namespaces. */
export const metricOperations = (
  { account, clock, seeded }: Wires,
  store: MetricStore,
  expects: Expects,
): Api['operations'] => {
  const onAll = (action: string) => (): readonly Need[] => [{ action: `cloudwatch:${action}`, resource: '*' }];
  return {
    PutMetricData: {
      needs: ({ Namespace = '' }: PutMetricDataInput) => [
        { action: 'cloudwatch:PutMetricData', resource: '*', context: { 'cloudwatch:namespace': Namespace } },
      ],
      run: (input: PutMetricDataInput) => {
        for (const sample of samplesIn(input, clock.now())) store.put(sample);
      },
    },
    GetMetricData: {
      needs: onAll('GetMetricData'),
      run: (input: GetMetricDataInput) => getMetricData(input, { store, account, now: clock.now(), expects }),
    },
    GetMetricStatistics: {
      needs: onAll('GetMetricStatistics'),
      run: (input: GetMetricStatisticsInput) =>
        getMetricStatistics(input, {
          store,
          now: clock.now(),
          shuffle: seeded.random('cloudwatch/datapoints'),
        }),
    },
    ListMetrics: {
      needs: onAll('ListMetrics'),
      run: (input: ListMetricsInput) => listMetrics(input, store, clock.now()),
    },
  };
};
