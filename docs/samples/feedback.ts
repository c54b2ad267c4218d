import { type CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { InvokeEndpointCommand, type SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';

/** Who answered comes with the answer, and nobody can find it out afterwards: keep it with the prediction. */
export const predict = async (runtime: SageMakerRuntimeClient, endpoint: string, features: unknown) => {
  const reply = await runtime.send(
    new InvokeEndpointCommand({
      EndpointName: endpoint,
      ContentType: 'application/json',
      Body: JSON.stringify(features),
    }),
  );
  return { answer: JSON.parse(reply.Body.transformToString()), variant: reply.InvokedProductionVariant };
};

/** Once the label, or the user's own word, is there. Its time is now: a datapoint in the past comes too late for an alarm. */
export const tellOutcome = (
  cloudwatch: CloudWatchClient,
  { endpoint, variant, right }: { endpoint: string; variant: string; right: boolean },
) =>
  cloudwatch.send(
    new PutMetricDataCommand({
      Namespace: 'Fraud',
      MetricData: [
        {
          MetricName: 'PredictionRight',
          Dimensions: [
            { Name: 'Endpoint', Value: endpoint },
            { Name: 'Variant', Value: variant },
          ],
          // 1 or 0 for each prediction, so that its Average is the share that was right.
          Value: right ? 1 : 0,
        },
      ],
    }),
  );
