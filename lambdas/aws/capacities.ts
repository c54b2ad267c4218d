import {
  ApplicationAutoScalingClient,
  DescribeScalableTargetsCommand,
  RegisterScalableTargetCommand,
} from '@aws-sdk/client-application-auto-scaling';
import { type SageMakerClient, UpdateEndpointWeightsAndCapacitiesCommand } from '@aws-sdk/client-sagemaker';
import type { Capacities } from '../ports.ts';
import { messageOf, requestHandler } from './clients.ts';
import { toAnswer } from './endpoints.ts';

export const makeScaling = (): ApplicationAutoScalingClient => new ApplicationAutoScalingClient({ requestHandler });

/** How many instances a variant has, by SageMaker and by Application Auto Scaling, which may change them at any time. */
export const awsCapacities = (sagemaker: SageMakerClient, scaling: ApplicationAutoScalingClient): Capacities => ({
  async bounds(endpoint, variant) {
    try {
      const reply = await scaling.send(
        new DescribeScalableTargetsCommand({ ...INSTANCES, ResourceIds: [resourceOf(endpoint, variant)] }),
      );
      const [target] = reply.ScalableTargets ?? [];
      if (target === undefined) return undefined;
      const { MinCapacity: floor = 0, MaxCapacity: ceiling = floor } = target;
      return { floor, ceiling };
    } catch {
      return 'unreadable';
    }
  },
  async raise(endpoint, { variant, unit, to }) {
    try {
      await sagemaker.send(
        new UpdateEndpointWeightsAndCapacitiesCommand({
          EndpointName: endpoint,
          // Never a weight: SageMaker moves traffic before the instances are there.
          DesiredWeightsAndCapacities: [
            unit === 'instances'
              ? { VariantName: variant, DesiredInstanceCount: to }
              : { VariantName: variant, ServerlessUpdateConfig: { MaxConcurrency: to } },
          ],
        }),
      );
      return { kind: 'accepted' };
    } catch (error) {
      return toAnswer(error);
    }
  },
  async raiseFloor(endpoint, { variant, to }) {
    try {
      // What is left out keeps its value: the ceiling, and what is suspended.
      await scaling.send(
        new RegisterScalableTargetCommand({ ...INSTANCES, ResourceId: resourceOf(endpoint, variant), MinCapacity: to }),
      );
      return undefined;
    } catch (error) {
      return messageOf(error);
    }
  },
});

const INSTANCES = {
  ServiceNamespace: 'sagemaker',
  ScalableDimension: 'sagemaker:variant:DesiredInstanceCount',
} as const;

/** With the case of the names, unlike SageMaker's ARNs. */
const resourceOf = (endpoint: string, variant: string): string => `endpoint/${endpoint}/variant/${variant}`;
