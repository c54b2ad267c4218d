import * as autoscaling from '@aws-sdk/client-application-auto-scaling';
import * as cloudformation from '@aws-sdk/client-cloudformation';
import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as events from '@aws-sdk/client-eventbridge';
import * as iam from '@aws-sdk/client-iam';
import * as lambda from '@aws-sdk/client-lambda';
import * as s3 from '@aws-sdk/client-s3';
import * as sagemaker from '@aws-sdk/client-sagemaker';
import * as runtime from '@aws-sdk/client-sagemaker-runtime';
import * as sns from '@aws-sdk/client-sns';
import * as sqs from '@aws-sdk/client-sqs';
import * as ssm from '@aws-sdk/client-ssm';
import * as sts from '@aws-sdk/client-sts';
import { AwsQueryProtocol, AwsSmithyRpcV2CborProtocol } from '@aws-sdk/core/protocols';
import type { ApiName } from '../../../sim/types.ts';

type Constructor = new (input: object) => { readonly send: (command: object, options?: object) => Promise<object> };
export type Client = InstanceType<Constructor>;

const CLIENTS: Readonly<Record<ApiName, readonly [module: object, client: Constructor]>> = {
  'application-autoscaling': [autoscaling, autoscaling.ApplicationAutoScalingClient as unknown as Constructor],
  cloudformation: [cloudformation, cloudformation.CloudFormationClient as unknown as Constructor],
  cloudwatch: [cloudwatch, cloudwatch.CloudWatchClient as unknown as Constructor],
  dynamodb: [dynamodb, dynamodb.DynamoDBClient as unknown as Constructor],
  events: [events, events.EventBridgeClient as unknown as Constructor],
  iam: [iam, iam.IAMClient as unknown as Constructor],
  lambda: [lambda, lambda.LambdaClient as unknown as Constructor],
  s3: [s3, s3.S3Client as unknown as Constructor],
  sagemaker: [sagemaker, sagemaker.SageMakerClient as unknown as Constructor],
  'sagemaker-runtime': [runtime, runtime.SageMakerRuntimeClient as unknown as Constructor],
  sns: [sns, sns.SNSClient as unknown as Constructor],
  sqs: [sqs, sqs.SQSClient as unknown as Constructor],
  ssm: [ssm, ssm.SSMClient as unknown as Constructor],
  sts: [sts, sts.STSClient as unknown as Constructor],
};

/** What one client is made of: the service, and the protocol if it is not the client's own choice. */
export type Speaker = { readonly service: ApiName; readonly protocol?: 'cbor' | 'query' };

export const SPEAKERS: readonly Speaker[] = [
  ...(Object.keys(CLIENTS) as ApiName[]).map((service) => ({ service })),
  { service: 'cloudwatch', protocol: 'cbor' },
  { service: 'cloudwatch', protocol: 'query' },
];
export const titleOf = ({ service, protocol }: Speaker): string =>
  protocol === undefined ? service : `${service} over ${protocol}`;

const PROTOCOLS = { cbor: AwsSmithyRpcV2CborProtocol, query: AwsQueryProtocol };

/** A real client of the SDK. `over` are its settings: an endpoint, or a request handler. */
export const clientOf = ({ service, protocol }: Speaker, over: object): Client => {
  const [, Made] = CLIENTS[service];
  return new Made({
    endpoint: 'http://127.0.0.1:1',
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AKIAKNOWN', secretAccessKey: 'secret' },
    maxAttempts: 1,
    ...(protocol === undefined ? {} : { protocol: PROTOCOLS[protocol] }),
    ...over,
  });
};

export const commandOf = (service: ApiName, operation: string, input: unknown): object => {
  const [module] = CLIENTS[service];
  const Made = (module as Readonly<Record<string, new (input: unknown) => object>>)[`${operation}Command`];
  if (Made === undefined) throw new Error(`the client of ${service} has no ${operation}`);
  return new Made(input);
};

/** The class that the client throws for an error. */
export const errorClassOf = (service: ApiName, name: string): unknown =>
  (CLIENTS[service][0] as Readonly<Record<string, unknown>>)[name];
