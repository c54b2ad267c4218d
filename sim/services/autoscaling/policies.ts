import type {
  DeleteScalingPolicyRequest,
  DescribeScalingPoliciesRequest,
  PutScalingPolicyRequest,
  ScalingPolicy,
  TargetTrackingScalingPolicyConfiguration,
} from '@aws-sdk/client-application-auto-scaling';
import { type Account, Refusal, type Wires } from '../../types.ts';
import { paged } from './paging.ts';
import { policyKey, type Store, targetOf } from './store.ts';
import {
  DIMENSION,
  invalid,
  NAMESPACE,
  type Policy,
  refuseOtherDimensions,
  refuseOtherServices,
  resourceOf,
} from './target.ts';

const METRIC = 'SageMakerVariantInvocationsPerInstance';

const MOST_POLICIES = 10;

/** Creates or changes a policy. Its two alarms are not in CloudWatch: the scaler looks at the metric itself. */
export const putPolicy = (wires: Wires, store: Store, input: PutScalingPolicyRequest) => {
  const { resourceId } = targetOf(store, resourceOf(input));
  const { PolicyName: name = '', PolicyType: type } = input;
  const before = store.policies.get(policyKey(resourceId, name));
  if (type === undefined && before === undefined) throw invalid('PolicyType is required when a policy is created.');
  if (type !== undefined && type !== 'TargetTrackingScaling') {
    throw new Error(`scaling policy ${name}: the small AWS has no ${type}`);
  }
  const policy: Policy = {
    name,
    resourceId,
    config: readConfig(name, input.TargetTrackingScalingPolicyConfiguration ?? before?.config),
    arn: before?.arn ?? arnOf(wires.account, wires.seeded.id('autoscaling/policies'), { resourceId, name }),
    createdAt: before?.createdAt ?? wires.clock.now(),
  };
  store.policies.set(policyKey(resourceId, name), policy);
  return { PolicyARN: policy.arn, Alarms: [] };
};

const arnOf = (account: Account, id: string, { resourceId, name }: Pick<Policy, 'resourceId' | 'name'>): string =>
  `arn:${account.partition}:autoscaling:${account.region}:${account.id}:scalingPolicy:${id}:resource/${NAMESPACE}/${resourceId}:policyName/${name}`;

type Config = TargetTrackingScalingPolicyConfiguration;

const readConfig = (name: string, config: Config | undefined): Config => {
  if (config === undefined) throw invalid('TargetTrackingScalingPolicyConfiguration is required.');
  const { PredefinedMetricSpecification: predefined, CustomizedMetricSpecification: customized } = config;
  if ((predefined === undefined) === (customized === undefined)) {
    throw invalid('Exactly one of PredefinedMetricSpecification and CustomizedMetricSpecification is needed.');
  }
  const metric = predefined?.PredefinedMetricType ?? 'CustomizedMetricSpecification';
  if (metric !== METRIC) throw new Error(`scaling policy ${name}: the small AWS tracks ${METRIC} only, not ${metric}`);
  if (!(Number(config.TargetValue) > 0)) throw invalid(`TargetValue ${config.TargetValue} must be above 0.`);
  for (const seconds of [config.ScaleInCooldown ?? 0, config.ScaleOutCooldown ?? 0]) {
    if (seconds < 0) throw invalid(`A cooldown of ${seconds} seconds must not be negative.`);
  }
  return config;
};

export const deletePolicy = (store: Store, input: DeleteScalingPolicyRequest): object => {
  const resourceId = resourceOf(input);
  if (store.policies.delete(policyKey(resourceId, input.PolicyName ?? ''))) return {};
  throw new Refusal(
    'ObjectNotFoundException',
    `No scaling policy found for service namespace: ${NAMESPACE}, resource ID: ${resourceId}, scalable dimension: ${DIMENSION}: ${input.PolicyName}`,
  );
};

export const describePolicies = (store: Store, input: DescribeScalingPoliciesRequest) => {
  refuseOtherServices(input.ServiceNamespace);
  refuseOtherDimensions(input.ScalableDimension);
  const { ResourceId: id, PolicyNames: names = [] } = input;
  const matching = [...store.policies.values()].filter(
    ({ resourceId, name }) => (id === undefined || resourceId === id) && (names.length === 0 || names.includes(name)),
  );
  const { page, next } = paged(matching, input, MOST_POLICIES);
  return { ScalingPolicies: page.map(described), ...next };
};

const described = ({ name, arn, resourceId, config, createdAt }: Policy): ScalingPolicy => ({
  PolicyARN: arn,
  PolicyName: name,
  ServiceNamespace: NAMESPACE,
  ResourceId: resourceId,
  ScalableDimension: DIMENSION,
  PolicyType: 'TargetTrackingScaling',
  TargetTrackingScalingPolicyConfiguration: config,
  Alarms: [],
  CreationTime: new Date(createdAt),
});
