import type { EndpointStatus } from '@aws-sdk/client-sagemaker';
import type { Endpoint } from './endpoint.ts';
import { invalid } from './refusals.ts';

export type Operation = 'UpdateEndpoint' | 'UpdateEndpointWeightsAndCapacities' | 'DeleteEndpoint';

/** The states in which an operation is taken. Describing and tagging an endpoint are in all of them. */
const TAKEN: Readonly<Record<Operation, readonly EndpointStatus[]>> = {
  // A deployment that stopped half-way is cured by another one.
  UpdateEndpoint: ['InService', 'UpdateRollbackFailed'],
  UpdateEndpointWeightsAndCapacities: ['InService'],
  DeleteEndpoint: ['InService', 'OutOfService', 'Failed', 'UpdateRollbackFailed'],
};

const IN_PROGRESS: readonly EndpointStatus[] = ['Creating', 'Updating', 'SystemUpdating', 'RollingBack', 'Deleting'];

/** SageMaker takes one change of an endpoint at a time, and says so of a deletion too in these words. */
export const refuseStatus = ({ arn, status }: Endpoint, operation: Operation): void => {
  if (TAKEN[operation].includes(status)) return;
  if (IN_PROGRESS.includes(status)) throw invalid(`Cannot update in-progress endpoint "${arn}".`);
  throw invalid(`Cannot update endpoint "${arn}" in status ${status}.`);
};
