import { exactly, finite, text } from '../fields.ts';
import { idPart, monitored, monitoredFields } from './monitor.ts';
import type { DriftGuard, MetricGuard } from './shape.ts';

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
