import type { Incident } from '../../../lambdas/domain/incident.ts';
import type { Instant } from '../../../lambdas/domain/model.ts';

/** When SageMaker was asked for what a person agreed to: weights, or an endpoint config. Undefined: it was not. */
export const startedAt = ({ shift, preparing }: Incident): Instant | undefined =>
  shift?.requestedAt ?? (preparing?.order.kind === 'restore' ? preparing.requestedAt : undefined);

/** When it was first seen in force, or in service. */
export const inForceAt = ({ shift, preparing }: Incident): Instant | undefined =>
  shift?.inForceAt ?? preparing?.inForceAt;
