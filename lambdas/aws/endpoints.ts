import {
  DescribeEndpointCommand,
  type DescribeEndpointCommandOutput,
  type ProductionVariantSummary,
  type SageMakerClient,
  UpdateEndpointWeightsAndCapacitiesCommand,
} from '@aws-sdk/client-sagemaker';
import type { Fleet, Variant } from '../domain/model.ts';
import type { VariantName } from '../domain/policy.ts';
import type { ShiftAnswer } from '../domain/progress.ts';
import type { Endpoints } from '../ports.ts';
import { messageOf } from './clients.ts';
import { understood } from './understood.ts';

export const sagemakerEndpoints = (client: SageMakerClient): Endpoints => ({
  async describe(endpoint) {
    try {
      return toFleet(understood(await client.send(new DescribeEndpointCommand({ EndpointName: endpoint }))));
    } catch (error) {
      if (isInvalid(error, 'Could not find endpoint')) return undefined;
      throw error;
    }
  },
  async shift(endpoint, to) {
    const weights = Object.entries(to).map(([VariantName, DesiredWeight]) => ({ VariantName, DesiredWeight }));
    try {
      await client.send(
        new UpdateEndpointWeightsAndCapacitiesCommand({
          EndpointName: endpoint,
          // Never an instance count: autoscaling owns those, and a call may change the capacity of one variant only.
          DesiredWeightsAndCapacities: weights,
        }),
      );
      return { kind: 'accepted' };
    } catch (error) {
      return toAnswer(error);
    }
  },
});

export const toFleet = (reply: DescribeEndpointCommandOutput): Fleet => {
  const { ProductionVariants: variants = [], ShadowProductionVariants: shadows = [] } = reply;
  const pending = reply.PendingDeploymentSummary?.EndpointConfigName;
  return {
    status: reply.EndpointStatus ?? 'OutOfService',
    config: reply.EndpointConfigName ?? '',
    variants: variants.map(toVariant),
    lastModifiedAt: reply.LastModifiedTime?.getTime() ?? 0,
    ...(reply.FailureReason === undefined ? {} : { failureReason: reply.FailureReason }),
    ...(pending === undefined ? {} : { pending }),
    ...(shadows.length === 0 ? {} : { shadows: shadows.map(({ VariantName = '' }) => VariantName) }),
    ...(variants.some(holdsComponents) ? { routedBy: 'inference-components' } : {}),
  };
};

/** DescribeEndpoint names no model. Of a variant without one it shows no image either, and that SageMaker scales its instances. */
const holdsComponents = ({ ManagedInstanceScaling, DeployedImages }: ProductionVariantSummary): boolean =>
  ManagedInstanceScaling !== undefined && DeployedImages === undefined;

const toVariant = (summary: ProductionVariantSummary): Variant => ({
  name: summary.VariantName as VariantName,
  weight: summary.CurrentWeight ?? 0,
  desiredWeight: summary.DesiredWeight ?? summary.CurrentWeight ?? 0,
  ...(summary.CurrentInstanceCount === undefined ? {} : { instances: summary.CurrentInstanceCount }),
  ...concurrencyOf(summary),
});

const concurrencyOf = ({ CurrentServerlessConfig: config }: ProductionVariantSummary): Pick<Variant, 'serverless'> =>
  config?.MaxConcurrency === undefined ? {} : { serverless: { maxConcurrency: config.MaxConcurrency } };

/**
 * A refusal of SageMaker's is an answer. A connection that broke, or a success that cannot be read, leaves open whether
 * the call took effect.
 */
export const toAnswer = (error: unknown): Exclude<ShiftAnswer, { readonly kind: 'accepted' }> => {
  const { httpStatusCode: status = 0, attempts = 1 } =
    (error as Partial<DescribeEndpointCommandOutput>).$metadata ?? {};
  const message = messageOf(error);
  if (isInvalid(error, 'Cannot update in-progress endpoint'))
    // The SDK repeats a call whose answer was lost: then it may be our own change that is in progress.
    return attempts > 1 ? { kind: 'lost', message } : { kind: 'busy' };
  return { kind: status >= 400 && status < 500 ? 'refused' : 'lost', message };
};

/** The client takes the error's message as it came: it may be no text. */
const isInvalid = (error: unknown, start: string): boolean =>
  messageOf(error).startsWith(`ValidationException: ${start}`);
