import { beforeEach, describe, expect, test } from 'vitest';
import type { Speaker } from './clients.ts';
import { asForm, asJson, makeStand } from './stand.ts';

const stand = await makeStand();
beforeEach(() => {
  stand.told.answer = () => ({});
});

const SAGEMAKER: Speaker = { service: 'sagemaker' };
const NAME = '[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}';

const weights = (over: object) => ({
  EndpointName: 'fraud',
  DesiredWeightsAndCapacities: [{ VariantName: 'canary', DesiredWeight: 1, ...over }],
});

describe('what the model does not allow is refused in the words of AWS', () => {
  test.each([
    [
      'a missing member',
      SAGEMAKER,
      'DescribeEndpoint',
      {},
      "1 validation error detected: Value null at 'endpointName' failed to satisfy constraint: Member must not be null",
    ],
    [
      'a pattern that is not met',
      SAGEMAKER,
      'DescribeEndpoint',
      { EndpointName: 'a_b' },
      `1 validation error detected: Value 'a_b' at 'endpointName' failed to satisfy constraint: Member must satisfy regular expression pattern: ${NAME}`,
    ],
    [
      'a pattern that is met by a part only',
      SAGEMAKER,
      'DescribeEndpoint',
      { EndpointName: 'fraud\n' },
      `1 validation error detected: Value 'fraud\n' at 'endpointName' failed to satisfy constraint: Member must satisfy regular expression pattern: ${NAME}`,
    ],
    [
      'a number below its range, deep inside',
      SAGEMAKER,
      'UpdateEndpointWeightsAndCapacities',
      weights({ DesiredWeight: -0.5 }),
      "1 validation error detected: Value '-0.5' at 'desiredWeightsAndCapacities.1.member.desiredWeight' failed to satisfy constraint: Member must have value greater than or equal to 0",
    ],
    [
      'two flaws at once',
      SAGEMAKER,
      'UpdateEndpointWeightsAndCapacities',
      { ...weights({ DesiredInstanceCount: -1 }), EndpointName: undefined },
      "2 validation errors detected: Value null at 'endpointName' failed to satisfy constraint: Member must not be null; Value '-1' at 'desiredWeightsAndCapacities.1.member.desiredInstanceCount' failed to satisfy constraint: Member must have value greater than or equal to 0",
    ],
    [
      'an empty list',
      SAGEMAKER,
      'UpdateEndpointWeightsAndCapacities',
      { EndpointName: 'fraud', DesiredWeightsAndCapacities: [] },
      "1 validation error detected: Value '[]' at 'desiredWeightsAndCapacities' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      'a value outside of its enumeration',
      { service: 'ssm' },
      'PutParameter',
      { Name: 'x', Value: 'y', Type: 'Text' },
      "1 validation error detected: Value 'Text' at 'type' failed to satisfy constraint: Member must satisfy enum value set: [String, StringList, SecureString]",
    ],
    [
      'two flaws of one value, the pattern first',
      { service: 'events' },
      'PutRule',
      { Name: '' },
      "2 validation errors detected: Value '' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+; Value '' at 'name' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      'texts in a list, once for all of them, with all that is asked',
      { service: 'events' },
      'RemoveTargets',
      { Rule: 'r', Ids: ['ok', 'not ok', 'nor this'] },
      "1 validation error detected: Value '[ok, not ok, nor this]' at 'ids' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less than or equal to 64, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+]",
    ],
    [
      'a key of a map',
      { service: 'events' },
      'PutTargets',
      {
        Rule: 'r',
        Targets: [{ Id: 'a', Arn: 'arn:x', HttpParameters: { HeaderParameters: { 'no good': 'x' } } }],
      },
      "1 validation error detected: Value '{no good=x}' at 'targets.1.member.httpParameters.headerParameters' failed to satisfy constraint: Map keys must satisfy constraint: [Member must have length less than or equal to 512, Member must satisfy regular expression pattern: ^[!#$%&'*+-.^_`|~0-9a-zA-Z]+$]",
    ],
    [
      'a secret, which is not repeated',
      { service: 'lambda' },
      'UpdateFunctionConfiguration',
      { FunctionName: 'f', Environment: { Variables: { '1st': 'secret' } } },
      "1 validation error detected: Value at 'environment.variables' failed to satisfy constraint: Map keys must satisfy constraint: [Member must satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+]",
    ],
    [
      'a list of Lambda, which also says that nothing may be missing in it',
      { service: 'lambda' },
      'UpdateFunctionConfiguration',
      { FunctionName: 'f', VpcConfig: { SubnetIds: ['subnet-1', 'x'] } },
      "1 validation error detected: Value '[subnet-1, x]' at 'vpcConfig.subnetIds' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less than or equal to 1024, Member must have length greater than or equal to 0, Member must satisfy regular expression pattern: subnet-[0-9a-z]*, Member must not be null]",
    ],
    [
      'numbers out of their ranges',
      { service: 'lambda' },
      'UpdateFunctionConfiguration',
      { FunctionName: 'f', MemorySize: 40_000, Timeout: 0 },
      "2 validation errors detected: Value '0' at 'timeout' failed to satisfy constraint: Member must have value greater than or equal to 1; Value '40000' at 'memorySize' failed to satisfy constraint: Member must have value less than or equal to 32768",
    ],
  ] as const)('%s', async (_what, speaker, operation, input, message) => {
    const error = await stand.failing(speaker, operation, input);
    expect(error).toMatchObject({ name: 'ValidationException', message, $metadata: { httpStatusCode: 400 } });
  });
});

describe('some services say it in another way', () => {
  const datum = (over: object) => ({ Namespace: 'n', MetricData: [{ MetricName: 'm', Value: 1 }, over] });
  const lacking = 'The parameter MetricData.member.2.MetricName is required.';
  test.each([
    ['cloudwatch', undefined, 'PutMetricData', datum({ Value: 2 }), 'MissingRequiredParameterException', lacking],
    ['cloudwatch', 'cbor', 'PutMetricData', datum({ Value: 2 }), 'MissingRequiredParameterException', lacking],
    ['cloudwatch', 'query', 'PutMetricData', datum({ Value: 2 }), 'MissingRequiredParameterException', lacking],
    [
      'cloudwatch',
      undefined,
      'PutMetricData',
      datum({ MetricName: 'm', Dimensions: [{ Name: 'd', Value: '' }] }),
      'MissingRequiredParameterException',
      'The parameter MetricData.member.2.Dimensions.member.1.Value is required.',
    ],
    [
      'cloudwatch',
      undefined,
      'SetAlarmState',
      { AlarmName: 'a', StateValue: 'BAD', StateReason: 'r' },
      'ValidationException',
      "1 validation error detected: Value 'BAD' at 'stateValue' failed to satisfy constraint: Member must satisfy enum value set: [OK, ALARM, INSUFFICIENT_DATA]",
    ],
    [
      'sns',
      undefined,
      'Publish',
      { TopicArn: 'arn' },
      'InvalidParameterException',
      'Invalid parameter: Message Reason: no value for required parameter',
    ],
    [
      'sqs',
      undefined,
      'SendMessage',
      { QueueUrl: 'http://q' },
      'MissingParameter',
      'The request must contain the parameter MessageBody.',
    ],
    [
      'cloudformation',
      undefined,
      'DescribeStackResource',
      { StackName: 's' },
      'ValidationError',
      "1 validation error detected: Value null at 'logicalResourceId' failed to satisfy constraint: Member must not be null",
    ],
    [
      'sagemaker-runtime',
      undefined,
      'InvokeEndpoint',
      { EndpointName: 'no_good', Body: 'x' },
      'ValidationError',
      "1 validation error detected: Value 'no_good' at 'endpointName' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[a-zA-Z0-9](-*[a-zA-Z0-9])*",
    ],
  ] as const)('%s %s %s', async (service, protocol, operation, input, name, message) => {
    const speaker: Speaker = protocol === undefined ? { service } : { service, protocol };
    expect(await stand.failing(speaker, operation, input)).toMatchObject({ name, message });
  });
});

describe('what is of the wrong type is refused unread', () => {
  const weight = (value: unknown) => ({
    EndpointName: 'fraud',
    DesiredWeightsAndCapacities: [{ VariantName: 'v', DesiredWeight: value }],
  });
  test.each([
    [{ EndpointName: 7 }, 'NUMBER_VALUE can not be converted to a String'],
    [{ EndpointName: 7.5 }, 'DECIMAL_VALUE can not be converted to a String'],
    [{ EndpointName: true }, 'TRUE_VALUE can not be converted to a String'],
    [{ EndpointName: ['fraud'] }, 'Unrecognized collection type class java.lang.String'],
    [{ EndpointName: {} }, 'Start of structure or map found where not expected.'],
    [weight('1'), 'STRING_VALUE can not be converted to a Float'],
    [{ ...weight(1), DesiredWeightsAndCapacities: 'all' }, 'Unexpected value type in payload'],
    [{ ...weight(1), DesiredWeightsAndCapacities: [[]] }, 'Start of list found where not expected.'],
  ])('%j', async (input, message) => {
    const operation = 'EndpointName' in input && 'DesiredWeightsAndCapacities' in input;
    const name = operation ? 'UpdateEndpointWeightsAndCapacities' : 'DescribeEndpoint';
    const reply = await fetch(stand.server.url, asJson('sagemaker', `SageMaker.${name}`, JSON.stringify(input)));
    expect([reply.status, await reply.json()]).toEqual([400, { __type: 'SerializationException', message }]);
  });

  test.each([
    ['a fraction', 1.5, 'DECIMAL_VALUE can not be converted to an Integer'],
    ['more than 32 bits', 2 ** 31, 'NUMBER_VALUE can not be converted to an Integer'],
  ])('%s for an integer', async (_what, value, message) => {
    const body = JSON.stringify({ Name: 'x', MaxResults: value });
    const reply = await fetch(stand.server.url, asJson('ssm', 'AmazonSSM.DescribeParameters', body));
    expect(await reply.json()).toMatchObject({ __type: 'SerializationException', message });
  });

  test('a time that is none', async () => {
    const body = JSON.stringify({ StartDate: 'yesterday' });
    const target = 'GraniteServiceVersion20100801.DescribeAlarmHistory';
    const reply = await fetch(stand.server.url, asJson('monitoring', target, body));
    expect(await reply.json()).toMatchObject({
      message: 'STRING_VALUE can not be converted to milliseconds since epoch',
    });
  });

  test('a form with a number that is none', async () => {
    const form = 'Action=DescribeAlarms&Version=2010-08-01&MaxRecords=many';
    const reply = await fetch(stand.server.url, asForm('monitoring', form));
    expect(await reply.text()).toContain('<Code>MalformedInput</Code>');
  });
});

describe('what cannot be read at all is refused', () => {
  test.each(['{', '', 'null', '[]', '"x"'])('JSON: %s', async (body) => {
    const reply = await fetch(stand.server.url, asJson('sagemaker', 'SageMaker.DescribeEndpoint', body));
    expect(reply.status).toBe(400);
    const expected = body === '' ? 'ValidationException' : 'SerializationException';
    expect(await reply.json()).toHaveProperty('__type', expected);
  });

  test('a form with a name that nobody knows', async () => {
    const form = 'Action=ListTopics&Version=2010-03-31&NextTokn=x';
    const reply = await fetch(stand.server.url, asForm('sns', form));
    expect(await reply.text()).toContain('<Message>Invalid parameter: NextTokn is not known</Message>');
  });
});

describe('what AWS lets pass, passes', () => {
  const inputs: unknown[] = [];
  beforeEach(() => {
    inputs.length = 0;
    stand.told.answer = (input) => {
      inputs.push(input);
      return {};
    };
  });

  test('members that a JSON service does not know are dropped, and so is what is null', async () => {
    const body = JSON.stringify({ NameContains: 'x', Stranger: 1, NextToken: null });
    const answered = { Models: [] };
    stand.told.answer = (input) => {
      inputs.push(input);
      return answered;
    };
    const reply = await fetch(stand.server.url, asJson('sagemaker', 'SageMaker.ListModels', body));
    expect([reply.status, inputs]).toEqual([200, [{ NameContains: 'x' }]]);
  });

  test('characters are counted as people count them', async () => {
    const rule = (length: number) => ({ Name: 'r', Description: '😀'.repeat(length) });
    await stand.call({ service: 'events' }, 'PutRule', rule(512));
    expect(inputs).toEqual([rule(512)]);
    expect(await stand.failing({ service: 'events' }, 'PutRule', rule(513))).toHaveProperty(
      'name',
      'ValidationException',
    );
  });
});
