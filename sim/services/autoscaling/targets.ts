import type {
  DeregisterScalableTargetRequest,
  DescribeScalableTargetsRequest,
  RegisterScalableTargetRequest,
  ScalableTarget,
} from '@aws-sdk/client-application-auto-scaling';
import type { Account, Wires } from '../../types.ts';
import { paged } from './paging.ts';
import { deregister, type Store, targetOf } from './store.ts';
import {
  DIMENSION,
  invalid,
  NAMESPACE,
  partsOf,
  refuseOtherDimensions,
  refuseOtherServices,
  resourceOf,
  type Target,
} from './target.ts';

/** What is scaled: a variant as SageMaker has it now. */
export type Scalable = { readonly instances: number; readonly instanceType: string | undefined };

export type Around = {
  readonly wires: Wires;
  readonly store: Store;
  /** Undefined when there is no such variant. */
  readonly variantOf: (endpoint: string, variant: string) => Scalable | undefined;
};

const MOST_TARGETS = 50;

/** Registers or changes a target; members that are left out keep their values. */
export const register = ({ wires, store, variantOf }: Around, input: RegisterScalableTargetRequest): Target => {
  const resourceId = resourceOf(input);
  const { endpoint, variant } = partsOf(resourceId);
  refuseUnscalable(resourceId, variantOf(endpoint, variant));
  const before = store.targets.get(resourceId);
  const { MinCapacity: min = before?.min, MaxCapacity: max = before?.max } = input;
  if (min === undefined || max === undefined) {
    throw invalid('MinCapacity and MaxCapacity are required when a new scalable target is registered.');
  }
  if (min < 0 || max < min) {
    throw invalid(`Maximum capacity ${max} cannot be less than minimum capacity ${min}, nor that less than 0.`);
  }
  const target: Target = {
    resourceId,
    endpoint,
    variant,
    min,
    max,
    arn: before?.arn ?? targetArn(wires.account, wires.seeded.id('autoscaling/targets').replaceAll('-', '')),
    roleArn: serviceRole(wires.account),
    suspended: { ...NOTHING_SUSPENDED, ...before?.suspended, ...input.SuspendedState },
    createdAt: before?.createdAt ?? wires.clock.now(),
  };
  store.targets.set(resourceId, target);
  return target;
};

const NOTHING_SUSPENDED = {
  DynamicScalingInSuspended: false,
  DynamicScalingOutSuspended: false,
  ScheduledScalingSuspended: false,
};

const refuseUnscalable = (resourceId: string, variant: Scalable | undefined): void => {
  if (variant === undefined) throw invalid(`SageMaker variant doesn't exist: ${resourceId}`);
  if (variant.instanceType === undefined) {
    throw invalid(`The variant of ${resourceId} is serverless, and has no ${DIMENSION}.`);
  }
  if (variant.instanceType.startsWith('ml.t2.')) {
    throw invalid(`Instances of type ${variant.instanceType} are not supported for autoscaling: ${resourceId}`);
  }
};

const targetArn = ({ partition, region, id }: Account, unique: string): string =>
  `arn:${partition}:application-autoscaling:${region}:${id}:scalable-target/${unique.slice(0, 28)}`;

/** For SageMaker, Application Auto Scaling uses its own role, whatever RoleARN says. */
const serviceRole = ({ partition, id }: Account): string =>
  `arn:${partition}:iam::${id}:role/aws-service-role/sagemaker.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint`;

export const deregisterTarget = ({ store }: Pick<Around, 'store'>, input: DeregisterScalableTargetRequest): object => {
  deregister(store, targetOf(store, resourceOf(input)).resourceId);
  return {};
};

export const describeTargets = (store: Store, input: DescribeScalableTargetsRequest) => {
  refuseOtherServices(input.ServiceNamespace);
  refuseOtherDimensions(input.ScalableDimension);
  const { ResourceIds: ids = [] } = input;
  const matching = [...store.targets.values()].filter(({ resourceId }) => ids.length === 0 || ids.includes(resourceId));
  const { page, next } = paged(matching, input, MOST_TARGETS);
  return { ScalableTargets: page.map(described), ...next };
};

const described = (target: Target): ScalableTarget => ({
  ServiceNamespace: NAMESPACE,
  ResourceId: target.resourceId,
  ScalableDimension: DIMENSION,
  MinCapacity: target.min,
  MaxCapacity: target.max,
  RoleARN: target.roleArn,
  CreationTime: new Date(target.createdAt),
  SuspendedState: target.suspended,
  ScalableTargetARN: target.arn,
});
