import { describe, expect, test } from 'vitest';
import { modelOf } from '../../../sim/models/model.ts';
import type { ApiName } from '../../../sim/types.ts';
import { addressOf } from '../../../sim/wire/address.ts';
import type { Exchange } from '../../../sim/wire/exchange.ts';
import { replyWith } from '../../../sim/wire/reply.ts';

const answer = (service: ApiName, name: string, output: unknown, unchecked = false) => {
  const { metadata, operations } = modelOf(service);
  const headers = { 'x-amz-target': `${metadata.targetPrefix}.${name}` };
  const address = addressOf({ headers } as unknown as Exchange);
  const operation = operations.get(name);
  if (address === undefined || operation === undefined) throw new Error(`${service} has no ${name}`);
  return replyWith({ address, requestId: 'r', unchecked }, operation, output);
};

const at = new Date(0);
const endpoint = (over: object) => ({
  EndpointName: 'fraud',
  EndpointArn: 'arn:aws:sagemaker:eu-west-1:111122223333:endpoint/fraud',
  EndpointStatus: 'InService',
  CreationTime: at,
  LastModifiedTime: at,
  ...over,
});
const variant = (over: object) => endpoint({ ProductionVariants: [{ VariantName: 'v', ...over }] });

describe('a reply that the model does not allow is a mistake of ours, told with its place:', () => {
  test.each([
    [endpoint({ EndpointStatus: undefined }), 'endpointStatus (missing)'],
    [endpoint({ EndpointStatus: 'Up' }), 'endpointStatus (constraint "Up": Member must satisfy enum value set: [OutOf'],
    [endpoint({ EndpointArn: 'fraud' }), 'endpointArn (constraint "fraud": Member must satisfy regular expression'],
    [endpoint({ CreationTime: '1970-01-01' }), 'creationTime (type)'],
    [endpoint({ CreationTime: new Date(Number.NaN) }), 'creationTime (type)'],
    [endpoint({ Colour: 'red' }), 'colour (unknown)'],
    [
      variant({ CurrentWeight: -1 }),
      'productionVariants.1.member.currentWeight (constraint -1: Member must have value',
    ],
    [variant({ CurrentInstanceCount: 1.5 }), 'productionVariants.1.member.currentInstanceCount (type)'],
    [endpoint({ ProductionVariants: [undefined] }), 'productionVariants.1.member (missing)'],
    ['InService', ' (type)'],
  ])('%#', (output, told) => {
    expect(() => answer('sagemaker', 'DescribeEndpoint', output)).toThrow(
      `sagemaker DescribeEndpoint answers what its model does not allow: ${told}`,
    );
  });

  test('unless a test asks for it', () => {
    expect(answer('sagemaker', 'DescribeEndpoint', endpoint({ EndpointStatus: 'Up' }), true).body).toContain('"Up"');
  });
});

test('nothing unprocessed is an empty map, as DynamoDB documents it', () => {
  const reply = answer('dynamodb', 'BatchGetItem', { Responses: {}, UnprocessedKeys: {} });
  expect(reply.body).toBe('{"Responses":{},"UnprocessedKeys":{}}');
});

test('exactly one member of a union is given', () => {
  const alarm = (EvaluationWindow: object) => ({ MetricAlarms: [{ AlarmName: 'a', EvaluationWindow }] });
  expect(() => answer('cloudwatch', 'DescribeAlarms', alarm({}))).toThrow('exactly one member');
  expect(answer('cloudwatch', 'DescribeAlarms', alarm({ SlidingWindow: {} })).status).toBe(200);
});
