import type { Fleet } from './model.ts';
import type { HoldReason } from './reasons.ts';

const BEYOND_WEIGHTS = new Set<Fleet['status']>(['Failed', 'Deleting', 'OutOfService', 'UpdateRollbackFailed']);

/** In these SageMaker changes no weights any more, and only a person's change of the endpoint itself leads out of them. */
export const isBeyondWeights = ({ status }: Fleet): boolean => BEYOND_WEIGHTS.has(status);

/** Weights cannot be changed, or route nothing, and waiting alone does not help. */
export const whyUnusable = (fleet: Fleet): HoldReason | undefined => {
  const { status, failureReason, routedBy } = fleet;
  if (routedBy !== undefined) return { kind: 'unsupported', what: routedBy };
  return isBeyondWeights(fleet) || status === 'Creating'
    ? { kind: 'endpoint-unusable', status, ...(failureReason === undefined ? {} : { failure: failureReason }) }
    : undefined;
};

/**
 * SageMaker takes one change at a time; the next look finds out when this one is over. Another config that is on its way
 * brings its own weights, or is rolled back by SageMaker: nothing is planned around it.
 */
export const whyBusy = ({ status, pending }: Fleet): HoldReason | undefined => {
  if (pending !== undefined) return { kind: 'deployment-pending', config: pending };
  return status === 'InService' ? undefined : { kind: 'endpoint-busy', status };
};
