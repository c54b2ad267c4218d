import { exactly, finite, text } from '../fields.ts';
import type { MetricGuard } from './metric.ts';
import { idPart, type Monitored, monitored, monitoredFields } from './monitor.ts';

/** A feature, or a prediction, that is distributed otherwise than in the baseline (data quality monitoring). */
export type DriftGuard = Monitored & {
  /** As in the baseline's statistics. */
  readonly feature: string;
  /** Distance from the baseline, as the schedule's constraints define it (comparison_method). */
  readonly above: number;
};

export const driftField = exactly({
  ...monitoredFields,
  feature: text(/^[\w.-]{1,200}$/, "must be a feature's name, as in the baseline"),
  above: finite,
});

export const drift = ({ schedule, feature, above, ...runs }: DriftGuard, endpoint: string): MetricGuard => ({
  id: `drift-${idPart(feature)}`,
  namespace: 'aws/sagemaker/Endpoints/data-metrics',
  metric: `feature_baseline_drift_${feature}`,
  statistic: 'Maximum',
  dimensions: { Endpoint: endpoint, Feature: feature, MonitoringSchedule: schedule },
  above,
  because: `${feature} is distributed otherwise than in training`,
  ...monitored({ schedule, ...runs }),
});
