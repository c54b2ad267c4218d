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
import { messageOf, named } from './clients.ts';

export const sagemakerEndpoints = (client: SageMakerClient): Endpoints => ({
  async describe(endpoint) {
    try {
      return toFleet(await client.send(new DescribeEndpointCommand({ EndpointName: endpoint })));
    } catch (error) {
      if (named(error, 'ValidationException') && error.message.startsWith('Could not find endpoint')) return undefined;
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

export const toFleet = (reply: DescribeEndpointCommandOutput): Fleet => ({
  status: reply.EndpointStatus ?? 'OutOfService',
  config: reply.EndpointConfigName ?? '',
  variants: (reply.ProductionVariants ?? []).map(toVariant),
  lastModifiedAt: reply.LastModifiedTime?.getTime() ?? 0,
  ...(reply.FailureReason === undefined ? {} : { failureReason: reply.FailureReason }),
});

const toVariant = (summary: ProductionVariantSummary): Variant => ({
  name: summary.VariantName as VariantName,
  weight: summary.CurrentWeight ?? 0,
  desiredWeight: summary.DesiredWeight ?? summary.CurrentWeight ?? 0,
  ...(summary.CurrentInstanceCount === undefined ? {} : { instances: summary.CurrentInstanceCount }),
});

/**
 * A refusal of SageMaker's is an answer. A connection that broke, or a success that cannot be read, leaves open whether
 * the call took effect.
 */
const toAnswer = (error: unknown): ShiftAnswer => {
  const { httpStatusCode: status = 0, attempts = 1 } =
    (error as Partial<DescribeEndpointCommandOutput>).$metadata ?? {};
  const message = messageOf(error);
  if (named(error, 'ValidationException') && error.message.startsWith('Cannot update in-progress endpoint'))
    // The SDK repeats a call whose answer was lost: then it may be our own change that is in progress.
    return attempts > 1 ? { kind: 'lost', message } : { kind: 'busy' };
  return { kind: status >= 400 && status < 500 ? 'refused' : 'lost', message };
};
