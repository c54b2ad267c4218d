import type { CapacitySize, DeploymentConfig } from '@aws-sdk/client-sagemaker';
import type { AlarmState } from '../../../types.ts';
import type { Variant } from '../endpoint.ts';
import { invalid } from '../refusals.ts';

/** How the fleets are exchanged: in these steps, watching these alarms. */
export type Policy = {
  readonly kind: 'blue-green' | 'rolling';
  /** How many instances of a variant of `total` are in the first step, and come with each further one. */
  readonly first: (total: number) => number;
  readonly further: (total: number) => number;
  readonly called: 'canary' | 'full';
  /** Between steps, and after the last one, in seconds. */
  readonly waitSeconds: number;
  readonly lastWaitSeconds: number;
  readonly timeoutSeconds: number;
  readonly alarms: readonly string[];
  /** Part of the old fleet, 0..1, that comes back at a time when a rolling deployment is rolled back. */
  readonly rollbackBatch: (total: number) => number;
};

const all = (total: number): number => total;

/** What SageMaker does when nobody says how, and where its guardrails do not work. */
export const ALL_AT_ONCE: Policy = {
  kind: 'blue-green',
  first: all,
  further: all,
  called: 'full',
  waitSeconds: 0,
  lastWaitSeconds: 0,
  timeoutSeconds: Number.POSITIVE_INFINITY,
  alarms: [],
  rollbackBatch: all,
};

export const countOf =
  ({ Type, Value = 0 }: CapacitySize) =>
  (total: number): number =>
    Type === 'INSTANCE_COUNT' ? Value : Math.max(1, Math.floor((total * Value) / 100));

/** The policy that a deployment config asks for. What it contains is checked before. */
export const policyOf = (config: DeploymentConfig | undefined, variants: readonly Variant[]): Policy => {
  if (config === undefined || variants.some(hasInferentia1)) return ALL_AT_ONCE;
  const alarms = (config.AutoRollbackConfiguration?.Alarms ?? []).map(({ AlarmName = '' }) => AlarmName);
  const { BlueGreenUpdatePolicy: blueGreen, RollingUpdatePolicy: rolling } = config;
  if (rolling !== undefined) {
    const batch = countOf(rolling.MaximumBatchSize ?? WHOLE);
    return {
      kind: 'rolling',
      first: batch,
      further: batch,
      called: 'full',
      waitSeconds: rolling.WaitIntervalInSeconds ?? 0,
      lastWaitSeconds: rolling.WaitIntervalInSeconds ?? 0,
      timeoutSeconds: rolling.MaximumExecutionTimeoutInSeconds ?? Number.POSITIVE_INFINITY,
      alarms,
      rollbackBatch: countOf(rolling.RollbackMaximumBatchSize ?? WHOLE),
    };
  }
  const {
    Type: type,
    CanarySize: canary,
    LinearStepSize: step,
    WaitIntervalInSeconds: wait = 0,
  } = blueGreen?.TrafficRoutingConfiguration ?? {};
  return {
    ...ALL_AT_ONCE,
    ...(type === 'CANARY' && canary && { first: countOf(canary), called: 'canary' as const }),
    ...(type === 'LINEAR' && step && { first: countOf(step), further: countOf(step), called: 'canary' as const }),
    waitSeconds: wait,
    lastWaitSeconds: blueGreen?.TerminationWaitInSeconds ?? 0,
    timeoutSeconds: blueGreen?.MaximumExecutionTimeoutInSeconds ?? Number.POSITIVE_INFINITY,
    alarms,
  };
};

const WHOLE: CapacitySize = { Type: 'CAPACITY_PERCENT', Value: 100 };

/** Documented: there the guardrails do not work, and all traffic is shifted at once, without any baking. */
const hasInferentia1 = ({ instanceType }: Variant): boolean => instanceType?.startsWith('ml.inf1.') === true;

/** Alarms that stand in ALARM. One that is gone meanwhile trips nothing. */
export const tripped = ({ alarms }: Policy, stateOf: (name: string) => AlarmState | undefined): readonly string[] =>
  alarms.filter((name) => stateOf(name) === 'ALARM');

/** Alarms that do not exist cannot guard anything. */
export const refuseUnknownAlarms = (
  config: DeploymentConfig | undefined,
  stateOf: (name: string) => AlarmState | undefined,
): void => {
  const names = (config?.AutoRollbackConfiguration?.Alarms ?? []).map(({ AlarmName = '' }) => AlarmName);
  const unknown = names.filter((name) => stateOf(name) === undefined);
  if (unknown.length === 0) return;
  throw invalid(`Could not find CloudWatch alarm(s) ${unknown.map((name) => `"${name}"`).join(', ')}.`);
};
