import * as v from 'valibot';
import { exactly, finite, text } from '../fields.ts';
import type { MetricGuard } from './metric.ts';
import { idPart, type Monitored, monitored, monitoredFields } from './monitor.ts';

/** How good predictions were by the labels that came for them (model quality monitoring). */
export type QualityGuard = Monitored & {
  /** As Model Monitor names it: `accuracy`, `precision`, `recall`, `f1`, `auc`, `rmse`, `mae`, `r2`… */
  readonly metric: string;
  /** Exactly one of the two: below it for what is to be high, above it for an error. */
  readonly below?: number;
  readonly above?: number;
};

export const qualityField = exactly({
  ...monitoredFields,
  metric: text(/^\w{1,100}$/, "must be a metric of model quality, such as 'f1'"),
  below: v.optional(finite),
  above: v.optional(finite),
});

export const quality = ({ schedule, metric, below, above, ...runs }: QualityGuard, endpoint: string): MetricGuard => ({
  id: `quality-${idPart(metric)}`,
  namespace: 'aws/sagemaker/Endpoints/model-metrics',
  metric,
  statistic: below === undefined ? 'Maximum' : 'Minimum',
  dimensions: { Endpoint: endpoint, MonitoringSchedule: schedule },
  ...(below !== undefined && { below }),
  ...(above !== undefined && { above }),
  because: 'By the labels that came in, predictions are worse than promised',
  ...monitored({ schedule, ...runs }),
});
