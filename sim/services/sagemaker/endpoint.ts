import type { EndpointStatus } from '@aws-sdk/client-sagemaker';
import type { Instant } from '../../types.ts';

export type Variant = {
  readonly name: string;
  /** Weights are 32-bit floats in SageMaker: 0.1 comes back as 0.10000000149011612. */
  readonly currentWeight: number;
  readonly desiredWeight: number;
  readonly currentInstances: number;
  readonly desiredInstances: number;
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
  readonly failureReason?: string;
};

export type NewEndpoint = {
  readonly name: string;
  readonly configName: string;
  readonly variants: readonly { readonly name: string; readonly weight: number; readonly instances: number }[];
};

/** One variant's share of the traffic, 0..1, by the weights that are in force. */
export const shareOf = ({ variants }: Endpoint, variantName: string): number => {
  const total = variants.reduce((sum, { currentWeight }) => sum + currentWeight, 0);
  const weight = variants.find(({ name }) => name === variantName)?.currentWeight ?? 0;
  return total === 0 ? 0 : weight / total;
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
  variants.map((variant) => ({
    ...variant,
    currentWeight: variant.desiredWeight,
    currentInstances: variant.desiredInstances,
  }));

/** Desired becomes again what is in force. */
export const abandoned = (variants: readonly Variant[]): readonly Variant[] =>
  variants.map((variant) => ({
    ...variant,
    desiredWeight: variant.currentWeight,
    desiredInstances: variant.currentInstances,
  }));
