import type { EndpointStatus } from '@aws-sdk/client-sagemaker';
import type { ServiceEvent } from '../../types.ts';
import type { Endpoint } from './endpoint.ts';

/** Events spell the status in upper snake case, the API in camel case. Times are epoch milliseconds. */
const EVENT_STATUS: Readonly<Record<EndpointStatus, string>> = {
  InService: 'IN_SERVICE',
  Updating: 'UPDATING',
  SystemUpdating: 'SYSTEM_UPDATING',
  RollingBack: 'ROLLING_BACK',
  Creating: 'CREATING',
  Deleting: 'DELETING',
  Failed: 'FAILED',
  OutOfService: 'OUT_OF_SERVICE',
  UpdateRollbackFailed: 'UPDATE_ROLLBACK_FAILED',
};

/** As in the documented sample, the variants have no names and only what is desired of them. */
export const endpointEvent = (
  endpoint: Endpoint,
): Omit<ServiceEvent, 'id' | 'version' | 'account' | 'region' | 'time'> => ({
  'detail-type': 'SageMaker Endpoint State Change',
  source: 'aws.sagemaker',
  resources: [endpoint.arn],
  detail: {
    EndpointName: endpoint.name,
    EndpointArn: endpoint.arn,
    EndpointConfigName: endpoint.configName,
    ProductionVariants: endpoint.variants.map(({ desiredWeight, desiredInstances }) => ({
      DesiredWeight: desiredWeight,
      DesiredInstanceCount: desiredInstances,
    })),
    EndpointStatus: EVENT_STATUS[endpoint.status],
    CreationTime: endpoint.createdAt,
    LastModifiedTime: endpoint.modifiedAt,
    Tags: {},
  },
});
