import type {
  DescribeEndpointOutput,
  PendingDeploymentSummary,
  ProductionVariantSummary,
} from '@aws-sdk/client-sagemaker';
import type { Deployment, Endpoint, Variant } from './endpoint.ts';

export const describeEndpoint = (endpoint: Endpoint): DescribeEndpointOutput => ({
  EndpointName: endpoint.name,
  EndpointArn: endpoint.arn,
  EndpointConfigName: endpoint.configName,
  ProductionVariants: endpoint.variants.map(summaryOf),
  EndpointStatus: endpoint.status,
  ...(endpoint.failureReason !== undefined && { FailureReason: endpoint.failureReason }),
  CreationTime: new Date(endpoint.createdAt),
  LastModifiedTime: new Date(endpoint.modifiedAt),
  ...(endpoint.lastDeploymentConfig && { LastDeploymentConfig: endpoint.lastDeploymentConfig }),
  // Documented for endpoints that create or update only, though a mix of two fleets may serve later as well.
  ...(endpoint.status === 'Updating' &&
    endpoint.deployment && { PendingDeploymentSummary: pendingOf(endpoint.deployment) }),
});

export const summaryOf = (variant: Variant): ProductionVariantSummary => ({
  VariantName: variant.name,
  CurrentWeight: variant.currentWeight,
  DesiredWeight: variant.desiredWeight,
  ...(variant.serverless === undefined
    ? { CurrentInstanceCount: variant.currentInstances, DesiredInstanceCount: variant.desiredInstances }
    : {
        CurrentServerlessConfig: variant.serverless.current,
        DesiredServerlessConfig: variant.serverless.desired,
      }),
  ...(variant.stage && { VariantStatus: [variant.stage] }),
});

const pendingOf = ({ configName, startedAt, variants }: Deployment): PendingDeploymentSummary => ({
  EndpointConfigName: configName,
  StartTime: new Date(startedAt),
  ProductionVariants: variants.map((variant) => ({
    ...summaryOf(variant),
    ...(variant.instanceType && { InstanceType: variant.instanceType }),
  })),
});
