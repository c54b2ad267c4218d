import type { DesiredWeightAndCapacity, EndpointStatus } from '@aws-sdk/client-sagemaker';
import { Refusal } from '../../types.ts';
import type { Endpoint, Variant } from './endpoint.ts';

/** The variants with what the change desires; refuses as UpdateEndpointWeightsAndCapacities does. */
export const desired = (endpoint: Endpoint, changes: readonly DesiredWeightAndCapacity[]): readonly Variant[] => {
  refuseBusy(endpoint);
  refuseNames(endpoint, changes);
  refuseCapacities(changes);
  const variants = endpoint.variants.map((variant) => {
    const change = changes.find(({ VariantName }) => VariantName === variant.name);
    return {
      ...variant,
      // A variant that is not named keeps its weight.
      desiredWeight: Math.fround(change?.DesiredWeight ?? variant.desiredWeight),
      desiredInstances: change?.DesiredInstanceCount ?? variant.desiredInstances,
    };
  });
  // Nobody has written down what SageMaker does with this, so nothing may be built on it.
  if (variants.every(({ desiredWeight }) => desiredWeight === 0)) {
    throw new Error(
      `endpoint ${endpoint.name}: no variant would have any weight, and the small AWS does not know what then`,
    );
  }
  return variants;
};

/** What the service model itself forbids, before the endpoint is looked at. */
export const refuseMalformed = (changes: readonly DesiredWeightAndCapacity[] | undefined): void => {
  if (changes === undefined || changes.length === 0) {
    throw invalid(
      constraint('[]', 'desiredWeightsAndCapacities', 'Member must have length greater than or equal to 1'),
    );
  }
  changes.forEach(({ DesiredWeight, DesiredInstanceCount, ServerlessUpdateConfig }, index) => {
    const place = `desiredWeightsAndCapacities.${index + 1}.member`;
    const notNegative = 'Member must have value greater than or equal to 0';
    if (negative(DesiredWeight)) throw invalid(constraint(DesiredWeight, `${place}.desiredWeight`, notNegative));
    if (negative(DesiredInstanceCount)) {
      throw invalid(constraint(DesiredInstanceCount, `${place}.desiredInstanceCount`, notNegative));
    }
    if (ServerlessUpdateConfig !== undefined) throw new Error('the small AWS has no serverless variants');
  });
};

export const invalid = (message: string): Refusal => new Refusal('ValidationException', message);

const negative = (value: number | undefined): boolean => value !== undefined && !(value >= 0);

const constraint = (value: unknown, place: string, rule: string): string =>
  `1 validation error detected: Value '${String(value)}' at '${place}' failed to satisfy constraint: ${rule}`;

const IN_PROGRESS: readonly EndpointStatus[] = ['Creating', 'Updating', 'SystemUpdating', 'RollingBack', 'Deleting'];

const refuseBusy = ({ arn, status }: Endpoint): void => {
  if (IN_PROGRESS.includes(status)) throw invalid(`Cannot update in-progress endpoint "${arn}".`);
  if (status !== 'InService') throw invalid(`Cannot update endpoint "${arn}" in status ${status}.`);
};

const refuseNames = ({ configName, variants }: Endpoint, changes: readonly DesiredWeightAndCapacity[]): void => {
  const names = changes.map(({ VariantName = '' }) => VariantName);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw invalid(`The variant name "${twice}" was non-unique within the request.`);

  const unknown = names.filter((name) => !variants.some((variant) => variant.name === name));
  if (unknown.length === 0) return;
  const list = unknown.map((name) => `"${name}"`).join(', ');
  throw invalid(`The variant name(s) ${list} is/are not present within endpoint configuration "${configName}".`);
};

/** Documented: the weight of one or more variants, or the capacity of one. */
const refuseCapacities = (changes: readonly DesiredWeightAndCapacity[]): void => {
  const capacities = changes.filter(({ DesiredInstanceCount }) => DesiredInstanceCount !== undefined).length;
  if (capacities > 1 || (capacities === 1 && changes.length > 1)) {
    throw new Error(
      'one call changes weights, or the capacity of one variant; what else SageMaker takes is not documented',
    );
  }
};
