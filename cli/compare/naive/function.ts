import {
  DescribeEndpointCommand,
  SageMakerClient,
  UpdateEndpointWeightsAndCapacitiesCommand,
} from '@aws-sdk/client-sagemaker';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';

/** What the function reads of EventBridge's alarm event. */
type AlarmEvent = {
  readonly detail: {
    readonly alarmName: string;
    readonly configuration: { readonly metrics: readonly { readonly metricStat?: MetricStat }[] };
    readonly state: { readonly reason: string };
  };
};
type MetricStat = { readonly metric: { readonly dimensions: Dimensions } };
type Dimensions = { readonly EndpointName?: string; readonly VariantName?: string };

const { STABLE_VARIANT, TOPIC_ARN } = process.env;
const sagemaker = new SageMakerClient();
const sns = new SNSClient();

/**
 * What a competent engineer writes first: a canary's alarm comes, all traffic goes to stable, people are told. Where it
 * cannot, it says so and throws, so that Lambda tries twice more.
 */
export const handler = async ({ detail }: AlarmEvent): Promise<void> => {
  const { EndpointName, VariantName: canary } = watchedBy(detail);
  try {
    const { ProductionVariants: variants = [] } = await sagemaker.send(new DescribeEndpointCommand({ EndpointName }));
    const weights = new Map(variants.map((variant) => [variant.VariantName, variant.DesiredWeight]));
    // A second alarm of the same canary, or the same event again: it is done already.
    if (weights.get(canary) === 0) return;
    if (!weights.has(STABLE_VARIANT)) throw new Error(`endpoint ${EndpointName} has no variant ${STABLE_VARIANT}`);

    const change = {
      EndpointName,
      DesiredWeightsAndCapacities: variants.map(({ VariantName }) => ({
        VariantName,
        // A variant that is not named would keep its weight.
        DesiredWeight: VariantName === STABLE_VARIANT ? 1 : 0,
      })),
    };
    await sagemaker.send(new UpdateEndpointWeightsAndCapacitiesCommand(change));
  } catch (error) {
    await tell(`Could not move ${EndpointName} to ${STABLE_VARIANT}`, `${detail.alarmName}: ${String(error)}`);
    throw error;
  }
  await tell(`Moved ${EndpointName} to ${STABLE_VARIANT}`, `${detail.alarmName}: ${detail.state.reason}`);
};

const watchedBy = ({ configuration }: AlarmEvent['detail']): Dimensions =>
  configuration.metrics.map(({ metricStat }) => metricStat?.metric.dimensions).find((one) => one !== undefined) ?? {};

const tell = async (Subject: string, Message: string): Promise<void> => {
  await sns.send(new PublishCommand({ TopicArn: TOPIC_ARN, Subject, Message }));
};
