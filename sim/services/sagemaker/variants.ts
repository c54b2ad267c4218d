import type { CreateEndpointConfigInput, ProductionVariant } from '@aws-sdk/client-sagemaker';
import { type Variant, weightOf } from './endpoint.ts';
import { invalid } from './refusals.ts';

/** The variants of a config as they begin. The weight defaults to 1, and may be 0. */
export const readVariants = (input: CreateEndpointConfigInput): readonly Variant[] => {
  const given = input.ProductionVariants ?? [];
  const names = given.map(({ VariantName = '' }) => VariantName);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw invalid(`The variant name "${twice}" was non-unique within the request.`);
  return given.map((variant) => ({ ...readVariant(variant), ...publishedEvery(input) }));
};

const readVariant = (given: ProductionVariant): Variant => {
  const { VariantName: name = '', ModelName: modelName, ServerlessConfig: serverless } = given;
  if (modelName === undefined) {
    throw new Error(`variant ${name}: no model; the small AWS has no inference components`);
  }
  refuseWhatIsNotSimulated(name, given);
  const weight = weightOf(given.InitialVariantWeight ?? 1);
  const common = { name, modelName, currentWeight: weight, desiredWeight: weight };
  if (serverless !== undefined)
    return { ...common, ...readServerless(given), currentInstances: 0, desiredInstances: 0 };

  const { InstanceType: instanceType, InitialInstanceCount: count } = given;
  if (instanceType === undefined || count === undefined) {
    throw invalid(`The variant "${name}" needs an InstanceType and an InitialInstanceCount, or a ServerlessConfig.`);
  }
  return { ...common, instanceType, currentInstances: count, desiredInstances: count };
};

const readServerless = (given: ProductionVariant): Pick<Variant, 'serverless'> => {
  const { VariantName: name, ServerlessConfig: config, InstanceType: type, InitialInstanceCount: count } = given;
  if (config === undefined) return {};
  if (type !== undefined || count !== undefined) {
    throw invalid(`The variant "${name}" has both instances and a ServerlessConfig; exactly one of them is needed.`);
  }
  const { MemorySizeInMB: memory = 0, MaxConcurrency: most = 0, ProvisionedConcurrency: provisioned = 0 } = config;
  if (memory % 1_024 !== 0) throw invalid(`MemorySizeInMB ${memory} of variant "${name}" is no multiple of 1024.`);
  if (provisioned > most) {
    throw invalid(`ProvisionedConcurrency ${provisioned} of variant "${name}" is above MaxConcurrency ${most}.`);
  }
  return { serverless: { current: config, desired: config } };
};

const NOT_SIMULATED = [
  'InstancePools',
  'ManagedInstanceScaling',
  'CapacityReservationConfig',
  'CoreDumpConfig',
] as const;

const refuseWhatIsNotSimulated = (name: string, given: ProductionVariant): void => {
  const odd = NOT_SIMULATED.find((member) => given[member] !== undefined);
  if (odd !== undefined) throw new Error(`variant ${name}: the small AWS has no ${odd}`);
};

/** Seconds. */
const MINUTE = 60;
const FREQUENCIES: readonly number[] = [10, 30, MINUTE, 120, 180, 240, 300];

/** Of invocation metrics; alone, the frequency is that of the instances' utilisation. */
const publishedEvery = ({
  MetricsConfig: config,
}: CreateEndpointConfigInput): Pick<Variant, 'publishedEverySeconds'> => {
  const { EnableEnhancedMetrics: enhanced, MetricPublishFrequencyInSeconds: every = MINUTE } = config ?? {};
  return enhanced === true && every < MINUTE ? { publishedEverySeconds: every } : {};
};

/** What changes how an endpoint serves or counts, and is not there. The rest is kept and given back. */
export const refuseUnknownMembers = (given: CreateEndpointConfigInput): void => {
  const what = `endpoint config ${given.EndpointConfigName}: the small AWS has no`;
  if (given.ShadowProductionVariants !== undefined) throw new Error(`${what} shadow variants`);
  if (given.AsyncInferenceConfig !== undefined) throw new Error(`${what} asynchronous inference`);
  if (given.ExplainerConfig !== undefined) throw new Error(`${what} explainers`);
  const { EnableEnhancedMetrics: enhanced = false, MetricPublishFrequencyInSeconds: every = MINUTE } =
    given.MetricsConfig ?? {};
  if (!FREQUENCIES.includes(every))
    throw invalid(`MetricPublishFrequencyInSeconds ${every} is none of ${FREQUENCIES.join(', ')}.`);
  if (enhanced && every > MINUTE) throw new Error(`${what} invocation metrics that come less often than each minute`);
};
