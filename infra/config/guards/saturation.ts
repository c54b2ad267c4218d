import { exactly, share, wholeFromOne } from '../fields.ts';
import type { MetricGuard } from './shape.ts';

/** SageMaker publishes them for each variant, over all of its instances. */
const INSTANCES = '/aws/sagemaker/Endpoints';
const PERCENT = 100;

/** Used resources do harm once they stay used: three minutes in a row. */
const THREE_OF_THREE = { breachingPeriods: 3, outOfPeriods: 3 } as const;

type Used = { readonly id: string; readonly metric: string; readonly above: number; readonly because: string };

/** `above`: share (0..1) of all that an instance has; CloudWatch counts 100 % for each core and each GPU. */
export const saturation = ({ id, metric, above, because }: Used, endpoint: string, each = 1): MetricGuard => ({
  id,
  namespace: INSTANCES,
  metric,
  statistic: 'Average',
  dimensions: { EndpointName: endpoint },
  variantDimension: 'VariantName',
  above: Number((above * each * PERCENT).toPrecision(6)),
  unit: '%',
  because,
  ...THREE_OF_THREE,
});

export const saturationField = exactly({ above: share });
export const perCore = exactly({ above: share, cores: wholeFromOne });
export const perGpu = exactly({ above: share, gpus: wholeFromOne });
