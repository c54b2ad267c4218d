import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SSMClient } from '@aws-sdk/client-ssm';
import { makeAwsTime, tellingTime } from './aws-time.ts';

/** Without these the SDK waits for ever on a connection that says nothing; without the last it only warns, and waits on. */
export const requestHandler = { connectionTimeout: 1_000, requestTimeout: 4_000, throwOnRequestTimeout: true };

/** `notify` needs this one only, and so bundles no other. */
export const makeSsm = (): SSMClient => new SSMClient({ requestHandler });

/** Those that a shift rests on, and the time by their replies. What only tells of it makes its own, where it is loaded. */
export const makeClients = () => {
  const time = makeAwsTime(() => Date.now());
  return {
    time,
    cloudwatch: tellingTime(new CloudWatchClient({ requestHandler }), time),
    dynamodb: tellingTime(new DynamoDBClient({ requestHandler }), time),
    sagemaker: tellingTime(new SageMakerClient({ requestHandler }), time),
    ssm: tellingTime(makeSsm(), time),
  };
};

/** Bounds a call with all its retries. */
export const within = (ms: number): { abortSignal: AbortSignal } => ({ abortSignal: AbortSignal.timeout(ms) });

/** SageMaker's and EventBridge's errors are mostly not modelled: their name is all there is to go by. */
export const named = (error: unknown, name: string): error is Error => error instanceof Error && error.name === name;

export const messageOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);
