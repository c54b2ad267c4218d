import type { DeploymentConfig, UpdateEndpointInput } from '@aws-sdk/client-sagemaker';
import type { AlarmState } from '../../types.ts';
import type { Config } from './configs.ts';
import { refuseDeploymentConfig } from './deployment/check.ts';
import { refuseUnknownAlarms } from './deployment/policy.ts';
import type { Endpoint, Variant } from './endpoint.ts';
import { invalid } from './refusals.ts';

/** What Application Auto Scaling scales, so that an update does not take it away. */
export type ScalingRegistry = {
  readonly scales: (endpointName: string, variantName: string) => boolean;
  /** The endpoint is being deleted: its variants are targets no more. */
  readonly forget: (endpointName: string) => void;
};

export type Update = { readonly fresh: readonly Variant[]; readonly config: DeploymentConfig | undefined };

type Around = { readonly stateOf: (alarm: string) => AlarmState | undefined; readonly scaling: ScalingRegistry };

/** The fleet that an UpdateEndpoint asks for, and how it is to take over; refused as the API refuses it. */
export const readUpdate = (endpoint: Endpoint, config: Config, input: UpdateEndpointInput, around: Around): Update => {
  if (endpoint.status === 'InService' && config.name === endpoint.configName) {
    throw invalid(`Cannot update endpoint "${endpoint.arn}" to the endpoint configuration "${config.arn}" in use.`);
  }
  refuseScaled(endpoint, config.variants, around.scaling);
  const fresh = retained(endpoint, config, input);
  const deployment = deploymentConfigOf(endpoint, input);
  if (deployment !== undefined) refuseDeploymentConfig(deployment, { old: endpoint.variants, fresh });
  refuseUnknownAlarms(deployment, around.stateOf);
  return { fresh, config: deployment };
};

const deploymentConfigOf = (
  { lastDeploymentConfig }: Endpoint,
  { DeploymentConfig: config, RetainDeploymentConfig: retain }: UpdateEndpointInput,
): DeploymentConfig | undefined => {
  if (config !== undefined && retain === true) {
    throw invalid('Only one of DeploymentConfig and RetainDeploymentConfig may be given.');
  }
  return retain === true ? lastDeploymentConfig : config;
};

/** Without being asked to retain them, an update undoes every change of weights and counts since the last one. */
const retained = (endpoint: Endpoint, config: Config, input: UpdateEndpointInput): readonly Variant[] => {
  const excluded = (input.ExcludeRetainedVariantProperties ?? []).map(({ VariantPropertyType }) => VariantPropertyType);
  if (excluded.includes('DataCaptureConfig')) {
    throw invalid('ExcludeRetainedVariantProperties: DataCaptureConfig is not supported.');
  }
  if (input.RetainAllVariantProperties !== true) return config.variants;

  return config.variants.map((variant) => {
    const before = endpoint.variants.find(({ name }) => name === variant.name);
    if (before === undefined) return variant;
    const weight = excluded.includes('DesiredWeight') ? variant.desiredWeight : before.desiredWeight;
    const keepsCount = !excluded.includes('DesiredInstanceCount') && variant.serverless === undefined;
    const instances = keepsCount && before.desiredInstances > 0 ? before.desiredInstances : variant.desiredInstances;
    return {
      ...variant,
      currentWeight: weight,
      desiredWeight: weight,
      currentInstances: instances,
      desiredInstances: instances,
    };
  });
};

/** The model of a scaled variant may change; its instance type may not, nor may it go away. */
const refuseScaled = ({ name, variants }: Endpoint, fresh: readonly Variant[], { scales }: ScalingRegistry): void => {
  for (const { name: variant, instanceType } of variants.filter((one) => scales(name, one.name))) {
    const after = fresh.find((one) => one.name === variant);
    if (after !== undefined && after.instanceType === instanceType) continue;
    const what = after === undefined ? 'removed' : 'given another instance type';
    throw invalid(
      `An Application AutoScaling scalable target exists for variant "${variant}", which would be ${what}. Deregister the scalable target first.`,
    );
  }
};
