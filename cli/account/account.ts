import { ApplicationAutoScalingClient } from '@aws-sdk/client-application-auto-scaling';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';

/** Which account and Region, as the AWS CLI takes them; absent: as the environment and its files say. */
export type Connection = { readonly profile?: string | undefined; readonly region?: string | undefined };

/** A person waits, but not for ever. */
const requestHandler = { connectionTimeout: 3_000, requestTimeout: 15_000, throwOnRequestTimeout: true };

/** The clients of one account and Region, each made when it is first asked for. */
export const openAccount = ({ profile, region }: Connection) => {
  const settings = {
    requestHandler,
    ...(profile === undefined ? {} : { profile }),
    ...(region === undefined ? {} : { region }),
  };
  return {
    autoscaling: once(() => new ApplicationAutoScalingClient(settings)),
    cloudformation: once(() => new CloudFormationClient(settings)),
    cloudwatch: once(() => new CloudWatchClient(settings)),
    dynamodb: once(() => new DynamoDBClient(settings)),
    events: once(() => new EventBridgeClient(settings)),
    iam: once(() => new IAMClient(settings)),
    lambda: once(() => new LambdaClient(settings)),
    sagemaker: once(() => new SageMakerClient(settings)),
    sns: once(() => new SNSClient(settings)),
    // Else a queue's URL would be called, whatever endpoint AWS_ENDPOINT_URL names.
    sqs: once(() => new SQSClient({ ...settings, useQueueUrlAsEndpoint: false })),
    ssm: once(() => new SSMClient(settings)),
    sts: once(() => new STSClient(settings)),
  };
};

export type Account = ReturnType<typeof openAccount>;

const once = <Client>(make: () => Client): (() => Client) => {
  let made: Client | undefined;
  return () => {
    made ??= make();
    return made;
  };
};
