import type { CapacitySize, DeploymentConfig, TrafficRoutingConfig } from '@aws-sdk/client-sagemaker';
import type { Variant } from '../endpoint.ts';
import { invalid } from '../refusals.ts';
import { countOf } from './policy.ts';

export type Fleets = { readonly old: readonly Variant[]; readonly fresh: readonly Variant[] };

/** Refuses what the guardrails do not take, so that nothing begins that could not go on. */
export const refuseDeploymentConfig = (config: DeploymentConfig, { old, fresh }: Fleets): void => {
  const { BlueGreenUpdatePolicy: blueGreen, RollingUpdatePolicy: rolling } = config;
  if (blueGreen !== undefined && rolling !== undefined) {
    throw invalid('Only one of BlueGreenUpdatePolicy and RollingUpdatePolicy may be given.');
  }
  if (names(old) !== names(fresh)) {
    throw invalid(`The new endpoint configuration must have the same variant names as the old one: ${names(old)}.`);
  }
  if (fresh.some(({ serverless }) => serverless !== undefined)) {
    throw invalid('Deployment guardrails are not supported for serverless variants.');
  }
  if (rolling !== undefined) refuseRolling(rolling, fresh);
  if (blueGreen !== undefined) refuseBlueGreen(blueGreen, fresh);
};

const names = (variants: readonly Variant[]): string =>
  variants
    .map(({ name }) => name)
    .sort()
    .join(', ');

type BlueGreen = NonNullable<DeploymentConfig['BlueGreenUpdatePolicy']>;
type Rolling = NonNullable<DeploymentConfig['RollingUpdatePolicy']>;

const refuseBlueGreen = (policy: BlueGreen, fresh: readonly Variant[]): void => {
  const { TrafficRoutingConfiguration: routing = {} as TrafficRoutingConfig, TerminationWaitInSeconds: last = 0 } =
    policy;
  const { Type: type, CanarySize: canary, LinearStepSize: step, WaitIntervalInSeconds: wait = 0 } = routing;
  if ((type === 'CANARY') !== (canary !== undefined)) {
    throw invalid('CanarySize is needed with traffic routing of type CANARY, and only there.');
  }
  if ((type === 'LINEAR') !== (step !== undefined)) {
    throw invalid('LinearStepSize is needed with traffic routing of type LINEAR, and only there.');
  }
  if (canary !== undefined) refuseSize('CanarySize', canary, { fresh, from: 0, to: 50 });
  if (step !== undefined) refuseSize('LinearStepSize', step, { fresh, from: 10, to: 50 });
  refuseTimeout(policy.MaximumExecutionTimeoutInSeconds, wait + last);
};

const refuseRolling = (policy: Rolling, fresh: readonly Variant[]): void => {
  if (fresh.length > 1) throw invalid('Rolling deployments are not supported for endpoints with several variants.');
  const { MaximumBatchSize: batch, RollbackMaximumBatchSize: back, WaitIntervalInSeconds: wait = 0 } = policy;
  if (batch !== undefined) refuseSize('MaximumBatchSize', batch, { fresh, from: 5, to: 50 });
  if (back !== undefined) refuseSize('RollbackMaximumBatchSize', back, { fresh, from: 5, to: 100 });
  refuseTimeout(policy.MaximumExecutionTimeoutInSeconds, wait);
};

type Range = { readonly fresh: readonly Variant[]; readonly from: number; readonly to: number };

/** Both as it is written and as whole instances, of which there is at least one. */
const refuseSize = (what: string, size: CapacitySize, { fresh, from, to }: Range): void => {
  const { Type: type, Value: value = 0 } = size;
  for (const { name, desiredInstances: total } of fresh) {
    const percent = (countOf(size)(total) / total) * 100;
    const asWritten = type === 'CAPACITY_PERCENT' ? value : percent;
    if (asWritten >= from && asWritten <= to && percent <= to) continue;
    throw invalid(
      `${what} must be between ${from} and ${to} percent of the ${total} instance(s) of variant "${name}", not ${value} (${type}).`,
    );
  }
};

const refuseTimeout = (timeout: number | undefined, waits: number): void => {
  if (timeout !== undefined && timeout <= waits) {
    throw invalid(`MaximumExecutionTimeoutInSeconds ${timeout} must be larger than the total waiting time ${waits}.`);
  }
};
