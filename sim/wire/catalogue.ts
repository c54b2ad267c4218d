import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as sagemaker from '@aws-sdk/client-sagemaker';
import * as sns from '@aws-sdk/client-sns';
import * as ssm from '@aws-sdk/client-ssm';
import { NormalizedSchema } from '@smithy/core/schema';
import type { ApiName } from '../types.ts';

export type Dialect = 'json' | 'json-with-query-errors' | 'query';

/** How a service speaks on the wire, as its SDK client sends it. */
export type Service = {
  readonly name: ApiName;
  readonly dialect: Dialect;
  readonly contentType: string;
  /** First part of `X-Amz-Target`; the query dialect names its operation in the body. */
  readonly target: string;
  /** Service in the scope of a SigV4 signature. */
  readonly signingName: string;
  /** The client's exports, its Smithy schemas among them. */
  readonly exports: Readonly<Record<string, unknown>>;
};

const JSON_1_0 = 'application/x-amz-json-1.0';
const JSON_1_1 = 'application/x-amz-json-1.1';

export const SERVICES: readonly Service[] = [
  {
    name: 'sagemaker',
    dialect: 'json',
    contentType: JSON_1_1,
    target: 'SageMaker',
    signingName: 'sagemaker',
    exports: sagemaker,
  },
  {
    name: 'cloudwatch',
    dialect: 'json-with-query-errors',
    contentType: JSON_1_0,
    target: 'GraniteServiceVersion20100801',
    signingName: 'monitoring',
    exports: cloudwatch,
  },
  {
    name: 'dynamodb',
    dialect: 'json',
    contentType: JSON_1_0,
    target: 'DynamoDB_20120810',
    signingName: 'dynamodb',
    exports: dynamodb,
  },
  { name: 'ssm', dialect: 'json', contentType: JSON_1_1, target: 'AmazonSSM', signingName: 'ssm', exports: ssm },
  { name: 'sns', dialect: 'query', contentType: 'text/xml', target: '', signingName: 'sns', exports: sns },
];

export type Shapes = { readonly input: NormalizedSchema; readonly output: NormalizedSchema };

/** What an operation takes and gives; undefined when the service has no such operation. */
export const shapesOf = (service: Service, operation: string): Shapes | undefined => {
  // Static operation schemas are tuples: 9, namespace, name, traits, input, output.
  const schema = service.exports[`${operation}$`];
  if (!Array.isArray(schema) || schema[0] !== 9) return undefined;
  return { input: NormalizedSchema.of(schema[4]), output: NormalizedSchema.of(schema[5]) };
};

/** The schema of an error shape, where the service's model has one. */
export const errorShapeOf = (service: Service, code: string): NormalizedSchema | undefined => {
  const schema = service.exports[`${code}$`];
  return Array.isArray(schema) && schema[0] === -3 ? NormalizedSchema.of(schema as never) : undefined;
};
