import {
  DescribeEndpointCommand,
  SageMakerClient,
  UpdateEndpointWeightsAndCapacitiesCommand,
} from '@aws-sdk/client-sagemaker';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { ENDPOINT } from '../replies.ts';

/** What one would write first: no evidence, no freeze, no ledger, no proof. */
const sagemaker = new SageMakerClient({});
const sns = new SNSClient({});

export const handler = async (): Promise<void> => {
  const { ProductionVariants = [] } = await sagemaker.send(new DescribeEndpointCommand({ EndpointName: ENDPOINT }));
  const weights = ProductionVariants.map(({ VariantName }) => ({
    VariantName,
    DesiredWeight: VariantName === 'stable' ? 1 : 0,
  }));
  await sagemaker.send(
    new UpdateEndpointWeightsAndCapacitiesCommand({ EndpointName: ENDPOINT, DesiredWeightsAndCapacities: weights }),
  );
  await sns.send(new PublishCommand({ TopicArn: process.env['ROLLBACK_ONCALL_TOPIC'], Message: 'rolled back' }));
};
