import type { DescribeEndpointOutput } from '@aws-sdk/client-sagemaker';
import type { Endpoint } from './endpoint.ts';

export const describeEndpoint = (endpoint: Endpoint): DescribeEndpointOutput => ({
  EndpointName: endpoint.name,
  EndpointArn: endpoint.arn,
  EndpointConfigName: endpoint.configName,
  ProductionVariants: endpoint.variants.map((variant) => ({
    VariantName: variant.name,
    CurrentWeight: variant.currentWeight,
    DesiredWeight: variant.desiredWeight,
    CurrentInstanceCount: variant.currentInstances,
    DesiredInstanceCount: variant.desiredInstances,
  })),
  EndpointStatus: endpoint.status,
  ...(endpoint.failureReason !== undefined && { FailureReason: endpoint.failureReason }),
  CreationTime: new Date(endpoint.createdAt),
  LastModifiedTime: new Date(endpoint.modifiedAt),
});
