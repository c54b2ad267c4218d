import type {
  ScalingActivityStatusCode,
  SuspendedState,
  TargetTrackingScalingPolicyConfiguration,
} from '@aws-sdk/client-application-auto-scaling';
import { type Instant, Refusal } from '../../types.ts';

/** A variant whose number of instances is scaled. */
export type Target = {
  readonly resourceId: string;
  readonly arn: string;
  readonly endpoint: string;
  readonly variant: string;
  readonly min: number;
  readonly max: number;
  readonly roleArn: string;
  readonly suspended: SuspendedState;
  readonly createdAt: Instant;
};

export type Policy = {
  readonly name: string;
  readonly arn: string;
  readonly resourceId: string;
  readonly config: TargetTrackingScalingPolicyConfiguration;
  readonly createdAt: Instant;
};

export type Activity = {
  readonly id: string;
  readonly resourceId: string;
  readonly description: string;
  readonly cause: string;
  readonly startedAt: Instant;
  readonly endedAt?: Instant;
  readonly status: ScalingActivityStatusCode;
  readonly message: string;
};

/** Who an operation is about. */
export type Named = {
  readonly ServiceNamespace?: string | undefined;
  readonly ResourceId?: string | undefined;
  readonly ScalableDimension?: string | undefined;
};

export const NAMESPACE = 'sagemaker';
export const DIMENSION = 'sagemaker:variant:DesiredInstanceCount';

export const invalid = (text: string): Refusal => new Refusal('ValidationException', text);

/** The resource that is named; only the instances of SageMaker's variants are scaled here. */
export const resourceOf = ({ ServiceNamespace, ResourceId = '', ScalableDimension }: Named): string => {
  refuseOtherServices(ServiceNamespace);
  refuseOtherDimensions(ScalableDimension);
  partsOf(ResourceId);
  return ResourceId;
};

export const refuseOtherServices = (namespace: string | undefined): void => {
  if (namespace !== NAMESPACE) throw new Error(`the small AWS scales SageMaker's variants only, not ${namespace}`);
};

export const refuseOtherDimensions = (dimension: string | undefined): void => {
  if (dimension !== undefined && dimension !== DIMENSION) {
    throw new Error(`the small AWS scales ${DIMENSION} only, not ${dimension}`);
  }
};

/** Names are compared case by case. */
export const partsOf = (resourceId: string): { readonly endpoint: string; readonly variant: string } => {
  const [, endpoint, variant] = /^endpoint\/([^/]+)\/variant\/([^/]+)$/.exec(resourceId) ?? [];
  if (endpoint === undefined || variant === undefined) {
    throw invalid(`Unsupported service namespace, resource type or scalable dimension: ${resourceId}`);
  }
  return { endpoint, variant };
};

export const notRegistered = (resourceId: string): Refusal =>
  new Refusal(
    'ObjectNotFoundException',
    `No scalable target registered for service namespace: ${NAMESPACE}, resource ID: ${resourceId}, scalable dimension: ${DIMENSION}`,
  );
