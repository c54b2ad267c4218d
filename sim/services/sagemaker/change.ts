import type { DesiredWeightAndCapacity } from '@aws-sdk/client-sagemaker';
import { type Endpoint, type Variant, weightOf } from './endpoint.ts';
import { constraint, invalid } from './refusals.ts';
import { refuseStatus } from './statuses.ts';

/** The variants with what the change desires; refuses as UpdateEndpointWeightsAndCapacities does. */
export const desired = (endpoint: Endpoint, changes: readonly DesiredWeightAndCapacity[]): readonly Variant[] => {
  refuseStatus(endpoint, 'UpdateEndpointWeightsAndCapacities');
  refuseNames(endpoint, changes);
  refuseKinds(endpoint, changes);
  refuseCapacities(changes);
  const variants = endpoint.variants.map((variant) =>
    wanting(
      variant,
      changes.find(({ VariantName }) => VariantName === variant.name),
    ),
  );
  // Nobody has written down what SageMaker does with this, so nothing may be built on it.
  if (variants.every(({ desiredWeight }) => desiredWeight === 0)) {
    throw new Error(
      `endpoint ${endpoint.name}: no variant would have any weight, and the small AWS does not know what then`,
    );
  }
  return variants;
};

/** A variant that is not named keeps its weight. */
const wanting = (variant: Variant, change: DesiredWeightAndCapacity | undefined): Variant => {
  const { serverless } = variant;
  const update = change?.ServerlessUpdateConfig;
  return {
    ...variant,
    desiredWeight: weightOf(change?.DesiredWeight ?? variant.desiredWeight),
    desiredInstances: change?.DesiredInstanceCount ?? variant.desiredInstances,
    ...(serverless && update && { serverless: { ...serverless, desired: { ...serverless.desired, ...update } } }),
  };
};

/** What the service model itself forbids, before the endpoint is looked at. */
export const refuseMalformed = (changes: readonly DesiredWeightAndCapacity[] | undefined): void => {
  if (changes === undefined || changes.length === 0) {
    throw constraint('[]', 'desiredWeightsAndCapacities', 'Member must have length greater than or equal to 1');
  }
  changes.forEach(({ DesiredWeight, DesiredInstanceCount }, index) => {
    const place = `desiredWeightsAndCapacities.${index + 1}.member`;
    const notNegative = 'Member must have value greater than or equal to 0';
    if (negative(DesiredWeight)) throw constraint(DesiredWeight, `${place}.desiredWeight`, notNegative);
    if (negative(DesiredInstanceCount)) {
      throw constraint(DesiredInstanceCount, `${place}.desiredInstanceCount`, notNegative);
    }
  });
};

const negative = (value: number | undefined): boolean => value !== undefined && !(value >= 0);

const refuseNames = ({ configName, variants }: Endpoint, changes: readonly DesiredWeightAndCapacity[]): void => {
  const names = changes.map(({ VariantName = '' }) => VariantName);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw invalid(`The variant name "${twice}" was non-unique within the request.`);

  const unknown = names.filter((name) => !variants.some((variant) => variant.name === name));
  if (unknown.length === 0) return;
  const list = unknown.map((name) => `"${name}"`).join(', ');
  throw invalid(`The variant name(s) ${list} is/are not present within endpoint configuration "${configName}".`);
};

/** A serverless variant has concurrency, any other has instances. */
const refuseKinds = ({ variants }: Endpoint, changes: readonly DesiredWeightAndCapacity[]): void => {
  for (const { VariantName: name, DesiredInstanceCount: instances, ServerlessUpdateConfig: update } of changes) {
    const serverless = variants.find((variant) => variant.name === name)?.serverless;
    if (serverless !== undefined && instances !== undefined) {
      throw invalid(`The variant "${name}" is serverless, and has no instances to change.`);
    }
    if (serverless === undefined && update !== undefined) {
      throw invalid(`The variant "${name}" is not serverless, and has no concurrency to change.`);
    }
    const wanted = { ...serverless?.desired, ...update };
    const { MaxConcurrency: most = 0, ProvisionedConcurrency: provisioned = 0 } = wanted;
    if (update !== undefined && provisioned > most) {
      throw invalid(`ProvisionedConcurrency ${provisioned} of variant "${name}" is above MaxConcurrency ${most}.`);
    }
  }
};

/** Documented: the weight of one or more variants, or the capacity of one. */
const refuseCapacities = (changes: readonly DesiredWeightAndCapacity[]): void => {
  const capacities = changes.filter(
    ({ DesiredInstanceCount, ServerlessUpdateConfig }) =>
      DesiredInstanceCount !== undefined || ServerlessUpdateConfig !== undefined,
  ).length;
  if (capacities > 1 || (capacities === 1 && changes.length > 1)) {
    throw new Error(
      'one call changes weights, or the capacity of one variant; what else SageMaker takes is not documented',
    );
  }
};
