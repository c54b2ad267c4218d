import type { EndpointStatus, ProductionVariantSummary } from '@aws-sdk/client-sagemaker';
import type { ServiceEvent } from '../../types.ts';
import { describeEndpoint } from './describe-endpoint.ts';
import type { Endpoint } from './endpoint.ts';

export type EndpointEvent = Omit<ServiceEvent, 'id' | 'version' | 'account' | 'region' | 'time'>;

/** The endpoint's tags as the events have them. */
export type TagMap = Readonly<Record<string, string>>;

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
export const endpointEvent = (endpoint: Endpoint, tags: TagMap): EndpointEvent => ({
  'detail-type': 'SageMaker Endpoint State Change',
  source: 'aws.sagemaker',
  resources: [endpoint.arn],
  detail: {
    ...identity(endpoint),
    ProductionVariants: endpoint.variants.map(({ desiredWeight, desiredInstances }) => ({
      DesiredWeight: desiredWeight,
      DesiredInstanceCount: desiredInstances,
    })),
    ...state(endpoint, tags),
  },
});

/** A step of a deployment, or a change of capacity; here the variants are told in full. */
export const deploymentEvent = (endpoint: Endpoint, tags: TagMap): EndpointEvent => {
  const { ProductionVariants: variants = [], PendingDeploymentSummary: pending } = describeEndpoint(endpoint);
  return {
    'detail-type': 'SageMaker Endpoint Deployment State Change',
    source: 'aws.sagemaker',
    resources: [endpoint.arn],
    detail: {
      ...identity(endpoint),
      ProductionVariants: variants.map(inEpoch),
      ...state(endpoint, tags),
      ...(pending && {
        PendingDeploymentSummary: {
          EndpointConfigName: pending.EndpointConfigName,
          StartTime: pending.StartTime?.getTime(),
          ProductionVariants: pending.ProductionVariants?.map(inEpoch),
        },
      }),
    },
  };
};

const identity = ({ name, arn, configName }: Endpoint) => ({
  EndpointName: name,
  EndpointArn: arn,
  EndpointConfigName: configName,
});

const state = ({ status, createdAt, modifiedAt }: Endpoint, tags: TagMap) => ({
  EndpointStatus: EVENT_STATUS[status],
  CreationTime: createdAt,
  LastModifiedTime: modifiedAt,
  Tags: tags,
});

const inEpoch = ({ VariantStatus: stages, ...variant }: ProductionVariantSummary) => ({
  ...variant,
  ...(stages && { VariantStatus: stages.map((stage) => ({ ...stage, StartTime: stage.StartTime?.getTime() })) }),
});
