import * as v from 'valibot';
import { exactly, finite, text } from '../fields.ts';
import { atTraining } from './compared-with.ts';
import { idPart, monitored, monitoredFields } from './monitor.ts';
import type { MetricGuard, QualityGuard } from './shape.ts';

export const qualityField = exactly({
  ...monitoredFields,
  metric: text(/^\w{1,100}$/, "must be a metric of model quality, such as 'f1'"),
  below: v.optional(finite),
  above: v.optional(finite),
  comparedWith: v.optional(atTraining),
});

export const quality = (
  { schedule, metric, below, above, comparedWith, ...runs }: QualityGuard,
  endpoint: string,
): MetricGuard => ({
  id: `quality-${idPart(metric)}`,
  namespace: 'aws/sagemaker/Endpoints/model-metrics',
  metric,
  statistic: below === undefined ? 'Maximum' : 'Minimum',
  dimensions: { Endpoint: endpoint, MonitoringSchedule: schedule },
  ...(below !== undefined && { below }),
  ...(above !== undefined && { above }),
  ...(comparedWith !== undefined && { comparedWith }),
  because: 'By the labels that came in, predictions are worse than promised',
  ...monitored({ schedule, ...runs }),
});
