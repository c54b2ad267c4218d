import type {
  DeploymentConfig,
  EndpointStatus,
  ProductionVariantInstanceType,
  ProductionVariantServerlessConfig,
  ProductionVariantStatus,
} from '@aws-sdk/client-sagemaker';
import type { Instant } from '../../types.ts';

export type Variant = {
  readonly name: string;
  readonly modelName: string;
  /** Absent: serverless. */
  readonly instanceType?: ProductionVariantInstanceType;
  /** Weights are 32-bit floats in SageMaker: 0.1 comes back as 0.10000000149011612. */
  readonly currentWeight: number;
  readonly desiredWeight: number;
  /** 0 for a serverless variant. */
  readonly currentInstances: number;
  readonly desiredInstances: number;
  readonly serverless?: {
    readonly current: ProductionVariantServerlessConfig;
    readonly desired: ProductionVariantServerlessConfig;
  };
  /** How often its invocation metrics come; absent: each minute. */
  readonly publishedEverySeconds?: number;
  /** What is being done to it; absent in peace. */
  readonly stage?: ProductionVariantStatus;
};

/** A new fleet, while it takes over from the old one. */
export type Deployment = {
  readonly configName: string;
  readonly startedAt: Instant;
  readonly variants: readonly Variant[];
  /** Share of the endpoint's requests that the new fleet gets, 0..1. */
  readonly share: number;
};

export type Endpoint = {
  readonly name: string;
  /** Carries the name in lower case. */
  readonly arn: string;
  readonly configName: string;
  readonly status: EndpointStatus;
  readonly variants: readonly Variant[];
  readonly createdAt: Instant;
  readonly modifiedAt: Instant;
  /** May also stand on an endpoint that is InService again. */
  readonly failureReason?: string;
  readonly deployment?: Deployment;
  readonly lastDeploymentConfig?: DeploymentConfig;
};

export type NewEndpoint = {
  readonly name: string;
  readonly configName: string;
  /** Of its models. Absent: they have none. */
  readonly roleArn?: string;
  /** Enhanced metrics, so often. Absent: those of each minute. */
  readonly publishedEverySeconds?: 10 | 30;
  readonly variants: readonly { readonly name: string; readonly weight: number; readonly instances: number }[];
};

/** A weight as SageMaker keeps it. What is beyond a 32-bit float would be infinite, and nobody knows what SageMaker says. */
export const weightOf = (given: number): number => {
  const weight = Math.fround(given);
  if (Number.isFinite(weight)) return weight;
  throw new Error(
    `weight ${given}: the small AWS does not know what SageMaker does with more than a 32-bit float holds`,
  );
};

/** One variant's share of the traffic, 0..1, by the weights that are in force. */
export const shareOf = ({ variants }: Pick<Endpoint, 'variants'>, variantName: string): number => {
  const total = variants.reduce((sum, { currentWeight }) => sum + currentWeight, 0);
  const weight = variants.find(({ name }) => name === variantName)?.currentWeight ?? 0;
  return total === 0 ? 0 : weight / total;
};

/** Those who answer requests: one variant of one fleet. */
export type Server = {
  readonly variant: string;
  /** The new fleet's, while it takes over. */
  readonly configName?: string;
  /** Share of the endpoint's requests, 0..1. */
  readonly share: number;
  /** Infinity where there is none to count: a serverless variant has always one more. */
  readonly instances: number;
  /** As of its variant. */
  readonly publishedEverySeconds: number | undefined;
};

/** Who answers an endpoint's requests now; while a new fleet takes over, it and the old one. */
export const serversOf = ({ variants, deployment }: Endpoint): readonly Server[] => {
  const newShare = deployment?.share ?? 0;
  const old = variants.map((variant) => serverOf(variants, variant, 1 - newShare));
  if (deployment === undefined || newShare === 0) return old;
  const taking = deployment.variants.map((variant) => ({
    ...serverOf(deployment.variants, variant, newShare),
    configName: deployment.configName,
  }));
  return [...old.filter(({ share }) => share > 0), ...taking];
};

const serverOf = (variants: readonly Variant[], variant: Variant, fleetShare: number): Server => {
  const { name, serverless, currentInstances, publishedEverySeconds } = variant;
  return {
    variant: name,
    share: shareOf({ variants }, name) * fleetShare,
    instances: serverless === undefined ? currentInstances : Number.POSITIVE_INFINITY,
    publishedEverySeconds,
  };
};

/** An endpoint answers requests in these states, also while it changes. */
export const serves = ({ status }: Endpoint): boolean => SERVING.includes(status);

const SERVING: readonly EndpointStatus[] = [
  'InService',
  'Updating',
  'SystemUpdating',
  'RollingBack',
  'UpdateRollbackFailed',
];

/** Current becomes what was desired. */
export const settled = (variants: readonly Variant[]): readonly Variant[] =>
  variants.map(({ stage: _stage, serverless, ...variant }) => ({
    ...variant,
    currentWeight: variant.desiredWeight,
    currentInstances: variant.desiredInstances,
    ...(serverless !== undefined && { serverless: { ...serverless, current: serverless.desired } }),
  }));

/** Desired becomes again what is in force. */
export const abandoned = (variants: readonly Variant[]): readonly Variant[] =>
  variants.map(({ stage: _stage, serverless, ...variant }) => ({
    ...variant,
    desiredWeight: variant.currentWeight,
    desiredInstances: variant.currentInstances,
    ...(serverless !== undefined && { serverless: { ...serverless, desired: serverless.current } }),
  }));
