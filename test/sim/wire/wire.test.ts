import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as sagemaker from '@aws-sdk/client-sagemaker';
import * as sns from '@aws-sdk/client-sns';
import * as ssm from '@aws-sdk/client-ssm';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { makeClock } from '../../../sim/kernel/clock.ts';
import { makeJournal } from '../../../sim/kernel/journal.ts';
import { makeSeeded } from '../../../sim/kernel/seeded.ts';
import { makeStillness } from '../../../sim/kernel/stillness.ts';
import { type Api, type ApiName, type Decision, Refusal, type Wires } from '../../../sim/types.ts';
import { makeServer } from '../../../sim/wire/server.ts';

type Answer = (input: unknown) => unknown;
const OPERATIONS: Readonly<Partial<Record<ApiName, readonly string[]>>> = {
  sagemaker: ['DescribeEndpoint', 'UpdateEndpointWeightsAndCapacities'],
  cloudwatch: ['DescribeAlarms', 'GetMetricData', 'PutMetricData'],
  dynamodb: ['PutItem', 'GetItem'],
  sns: ['Publish', 'ListSubscriptionsByTopic'],
  ssm: ['GetParameter'],
};

let answer: Answer = () => ({});
let decision: Decision = { allowed: true };
const clock = makeClock(Date.UTC(2020, 0, 1));
const stillness = makeStillness();
const journal = makeJournal(clock);
const wires = {
  account: { id: '111122223333', region: 'eu-west-1', partition: 'aws' },
  clock,
  journal,
  seeded: makeSeeded(1),
  faults: {},
  iam: { judge: () => decision },
} as unknown as Wires;

const apiOf = (name: ApiName): Api => {
  const operation = {
    needs: () => [{ action: `${name}:Act`, resource: 'arn:aws:x' }],
    run: (input: never) => answer(input),
  };
  return { name, operations: Object.fromEntries((OPERATIONS[name] ?? []).map((known) => [known, operation])) };
};
const server = await makeServer(wires, {
  apis: (Object.keys(OPERATIONS) as ApiName[]).map(apiOf),
  principalOf: (id) => (id === 'AKIAKNOWN' ? { kind: 'person', name: 'ana' } : undefined),
  slack: (path) =>
    path === '/slack/gone' ? { status: 410, body: 'channel_is_archived' } : { status: 200, body: 'ok' },
  stillness,
  immediately: true,
});
afterAll(server.close);
beforeEach(() => {
  answer = () => ({});
  decision = { allowed: true };
});

const config = {
  endpoint: server.url,
  region: 'eu-west-1',
  credentials: { accessKeyId: 'AKIAKNOWN', secretAccessKey: 'secret' },
  maxAttempts: 1,
};
const clients = {
  sagemaker: new sagemaker.SageMakerClient(config),
  cloudwatch: new cloudwatch.CloudWatchClient(config),
  dynamodb: new dynamodb.DynamoDBClient(config),
  sns: new sns.SNSClient(config),
  ssm: new ssm.SSMClient(config),
};
const failure = (call: Promise<unknown>): Promise<Record<string, unknown>> =>
  call.then(
    () => expect.unreachable('the call succeeded'),
    (error) => error,
  );
const answering = (output: unknown): unknown[] => {
  const inputs: unknown[] = [];
  answer = (input) => {
    inputs.push(input);
    return output;
  };
  return inputs;
};
const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:oncall';

describe('a round trip through the real client', () => {
  test('SageMaker: weights go in, dates and numbers come out', async () => {
    const at = new Date(1_700_000_000_123);
    const status = {
      EndpointName: 'fraud',
      EndpointArn: 'arn:aws:sagemaker:eu-west-1:111122223333:endpoint/fraud',
      EndpointStatus: 'InService' as const,
      CreationTime: at,
      LastModifiedTime: at,
      ProductionVariants: [{ VariantName: 'stable', CurrentWeight: 0, DesiredWeight: 0.1 }],
    };
    answering(status);
    expect(
      await clients.sagemaker.send(new sagemaker.DescribeEndpointCommand({ EndpointName: 'fraud' })),
    ).toMatchObject(status);

    const inputs = answering({ EndpointArn: status.EndpointArn });
    const wanted = {
      EndpointName: 'fraud',
      DesiredWeightsAndCapacities: [{ VariantName: 'canary', DesiredWeight: 0 }],
    };
    await clients.sagemaker.send(new sagemaker.UpdateEndpointWeightsAndCapacitiesCommand(wanted));
    expect(inputs).toEqual([wanted]);
  });

  test('CloudWatch: metric data with timestamps', async () => {
    const inputs = answering({
      MetricDataResults: [{ Id: 'e', Timestamps: [new Date(60_000)], Values: [0.25], StatusCode: 'Complete' }],
    });
    const metric = {
      Namespace: 'AWS/SageMaker',
      MetricName: 'Invocations',
      Dimensions: [{ Name: 'EndpointName', Value: 'Fraud' }],
    };
    const query = {
      StartTime: new Date(0),
      EndTime: new Date(120_000),
      MetricDataQueries: [{ Id: 'e', MetricStat: { Metric: metric, Period: 60, Stat: 'p99' } }],
    };
    const reply = await clients.cloudwatch.send(new cloudwatch.GetMetricDataCommand(query));
    expect(reply.MetricDataResults).toEqual([
      { Id: 'e', Timestamps: [new Date(60_000)], Values: [0.25], StatusCode: 'Complete' },
    ]);
    expect(inputs).toEqual([query]);
  });

  test('an operation without output answers an empty object', async () => {
    answering(undefined);
    const data = { Namespace: 'n', MetricData: [{ MetricName: 'm', Value: 1 }] };
    expect(await clients.cloudwatch.send(new cloudwatch.PutMetricDataCommand(data))).toHaveProperty('$metadata');
  });

  test('DynamoDB: attribute values, binary ones too', async () => {
    const Item = {
      pk: { S: 'e#fraud' },
      n: { N: '1.5' },
      list: { L: [{ BOOL: true }, { NULL: true }] },
      raw: { B: new Uint8Array([0, 255]) },
    };
    const inputs = answering({ Item });
    const reply = await clients.dynamodb.send(
      new dynamodb.GetItemCommand({ TableName: 't', Key: { pk: { S: 'e#fraud' } } }),
    );
    expect(reply.Item).toMatchObject({ ...Item, raw: { B: expect.anything() } });
    expect([...(reply.Item?.['raw']?.B ?? [])]).toEqual([0, 255]);
    expect(inputs).toEqual([{ TableName: 't', Key: { pk: { S: 'e#fraud' } } }]);
  });

  test('SSM: a parameter', async () => {
    answering({ Parameter: { Name: '/x', Value: 'off', Type: 'String', Version: 1 } });
    const reply = await clients.ssm.send(new ssm.GetParameterCommand({ Name: '/x' }));
    expect(reply.Parameter).toMatchObject({ Name: '/x', Value: 'off', Version: 1 });
  });

  test('SNS: a form goes in, XML comes out, whatever characters are in them', async () => {
    const inputs = answering({ MessageId: 'a<b>&"c"' });
    const publication = {
      TopicArn: TOPIC,
      Subject: 'ä & ö = 100 %',
      Message: '{"a": "<b>"}\n',
      MessageAttributes: {
        endpoint: { DataType: 'String', StringValue: 'fraud' },
        raw: { DataType: 'Binary', BinaryValue: new Uint8Array([1, 2]) },
      },
    };
    expect(await clients.sns.send(new sns.PublishCommand(publication))).toMatchObject({ MessageId: 'a<b>&"c"' });
    expect(inputs).toEqual([
      {
        ...publication,
        MessageAttributes: {
          endpoint: publication.MessageAttributes.endpoint,
          raw: { DataType: 'Binary', BinaryValue: Buffer.from([1, 2]) },
        },
      },
    ]);
  });

  test.each([0, 1, 3])('SNS: a list of %i subscriptions', async (count) => {
    const Subscriptions = Array.from({ length: count }, (_, index) => ({
      SubscriptionArn: `arn:${index}`,
      Protocol: 'email',
    }));
    answering({ Subscriptions });
    const reply = await clients.sns.send(new sns.ListSubscriptionsByTopicCommand({ TopicArn: TOPIC }));
    expect(reply.Subscriptions ?? []).toEqual(Subscriptions);
  });
});

describe('errors reach the client as its own classes', () => {
  const refusing = (refusal: Refusal): void => {
    answer = () => {
      throw refusal;
    };
  };

  test('an error that the model does not know keeps its name and message', async () => {
    refusing(new Refusal('ValidationException', 'Cannot update in-progress endpoint "arn".'));
    const error = await failure(clients.sagemaker.send(new sagemaker.DescribeEndpointCommand({ EndpointName: 'a' })));
    expect(error).toMatchObject({ name: 'ValidationException', message: 'Cannot update in-progress endpoint "arn".' });
    expect(error).toBeInstanceOf(sagemaker.SageMakerServiceException);
  });

  test('a failed condition brings the item that stood in the way', async () => {
    refusing(
      new Refusal('ConditionalCheckFailedException', 'The conditional request failed', 400, {
        Item: { pk: { S: 'x' } },
      }),
    );
    const error = await failure(
      clients.dynamodb.send(new dynamodb.PutItemCommand({ TableName: 't', Item: { pk: { S: 'x' } } })),
    );
    expect(error).toBeInstanceOf(dynamodb.ConditionalCheckFailedException);
    expect(error).toMatchObject({ Item: { pk: { S: 'x' } }, message: 'The conditional request failed' });
  });

  test('CloudWatch still names its old query codes', async () => {
    refusing(new Refusal('InvalidParameterValueException', 'no such state', 400));
    const error = await failure(clients.cloudwatch.send(new cloudwatch.DescribeAlarmsCommand({})));
    expect(error).toBeInstanceOf(cloudwatch.InvalidParameterValueException);
    expect(error).toMatchObject({ Code: 'InvalidParameterValue', $metadata: { httpStatusCode: 400 } });
  });

  test('SNS answers in XML', async () => {
    refusing(new Refusal('NotFound', 'Topic does not exist', 404));
    const error = await failure(clients.sns.send(new sns.PublishCommand({ TopicArn: TOPIC, Message: 'x' })));
    expect(error).toBeInstanceOf(sns.NotFoundException);
    expect(error).toMatchObject({ message: 'Topic does not exist' });
  });

  test('whoever may not is told so, by each protocol in its own way', async () => {
    decision = { allowed: false, why: 'User: arn is not authorized to perform: x:Act on resource: arn:aws:x' };
    const read = failure(clients.sagemaker.send(new sagemaker.DescribeEndpointCommand({ EndpointName: 'a' })));
    expect(await read).toMatchObject({
      name: 'AccessDeniedException',
      message: decision.why,
      $metadata: { httpStatusCode: 400 },
    });
    const published = failure(clients.sns.send(new sns.PublishCommand({ TopicArn: TOPIC, Message: 'x' })));
    expect(await published).toBeInstanceOf(sns.AuthorizationErrorException);
    expect(journal.lines.at(-2)).toMatchObject({ kind: 'missing-hop', hop: 'grant', to: 'sns:Act on arn:aws:x' });
  });
});

describe('what AWS would refuse is refused', () => {
  test.each([
    ['a missing member', { EndpointName: undefined }, "Value null at 'endpointName' failed to satisfy constraint"],
    ['a member of the wrong type', { EndpointName: 7 }, 'NUMBER_VALUE can not be converted to a String'],
  ])('%s', async (_what, input, message) => {
    const call = clients.sagemaker.send(new sagemaker.DescribeEndpointCommand(input as never));
    expect((await failure(call))['message']).toContain(message);
  });

  test('a missing member deep inside', async () => {
    const wanted = { EndpointName: 'a', DesiredWeightsAndCapacities: [{ DesiredWeight: 1 }] } as never;
    const error = await failure(
      clients.sagemaker.send(new sagemaker.UpdateEndpointWeightsAndCapacitiesCommand(wanted)),
    );
    expect(error['message']).toContain("'desiredWeightsAndCapacities.1.member.variantName'");
  });

  test('an operation that is not built: an error, and a missing hop', async () => {
    const error = await failure(clients.sagemaker.send(new sagemaker.DeleteEndpointCommand({ EndpointName: 'a' })));
    expect(error['name']).toBe('UnknownOperationException');
    const to = 'sagemaker DeleteEndpoint';
    expect(journal.lines.findLast(({ kind }) => kind === 'missing-hop')).toMatchObject({
      hop: 'operation',
      from: 'person ana',
      to,
    });
  });

  test('a key that nobody holds', async () => {
    const stranger = new ssm.SSMClient({ ...config, credentials: { accessKeyId: 'AKIAOTHER', secretAccessKey: 's' } });
    expect(await failure(stranger.send(new ssm.GetParameterCommand({ Name: 'x' })))).toMatchObject({
      name: 'UnrecognizedClientException',
    });
  });

  test('a signature for another region', async () => {
    const abroad = new ssm.SSMClient({ ...config, region: 'us-east-1' });
    expect(await failure(abroad.send(new ssm.GetParameterCommand({ Name: 'x' })))).toMatchObject({
      name: 'InvalidSignatureException',
    });
  });

  test('a path where nothing listens', async () => {
    expect((await fetch(`${server.url}/2015-03-31/event-source-mappings`)).status).toBe(400);
  });
});

test('replies are dated by the virtual clock', async () => {
  const reply = await fetch(`${server.url}/slack/T/B`, { method: 'POST', body: '{}' });
  expect(reply.headers.get('date')).toBe('Wed, 01 Jan 2020 00:00:00 GMT');
  expect([reply.status, await reply.text()]).toEqual([200, 'ok']);
});

test('a post that Slack refuses reached nobody', async () => {
  const before = journal.lines.length;
  expect((await fetch(`${server.url}/slack/gone`, { method: 'POST', body: '{}' })).status).toBe(410);
  expect(journal.lines.slice(before)).toMatchObject([{ kind: 'call', api: 'slack', outcome: 'HTTP 410' }]);
});

test('a service that answers what its own model does not know is a mistake of ours, and stops the run', async () => {
  answering({ Parameter: { Nmae: '/x' } });
  const call = clients.ssm.send(new ssm.GetParameterCommand({ Name: '/x' }), { abortSignal: AbortSignal.timeout(200) });
  await failure(call);
  await expect(stillness.settled()).rejects.toThrow(
    'ssm GetParameter answers what its model does not allow: parameter.nmae (unknown)',
  );
});
