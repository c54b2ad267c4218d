import { beforeEach, describe, expect, test } from 'vitest';
import { Refusal } from '../../../sim/types.ts';
import { errorClassOf, type Speaker } from './clients.ts';
import { asForm, makeStand } from './stand.ts';

const stand = await makeStand();
const refusing = (refusal: Refusal): void => {
  stand.told.answer = () => {
    throw refusal;
  };
};
beforeEach(() => {
  stand.told.decision = { allowed: true };
});

const CLOUDWATCH: Speaker = { service: 'cloudwatch' };
const OVER_CBOR: Speaker = { service: 'cloudwatch', protocol: 'cbor' };
const OVER_QUERY: Speaker = { service: 'cloudwatch', protocol: 'query' };
const metadata = (httpStatusCode: number) => ({ $metadata: { httpStatusCode } });

describe('an error of the model reaches the client as its class, with the status of the model', () => {
  const alarm = { AlarmName: 'a', StateValue: 'OK', StateReason: 'r' };
  test.each([
    [CLOUDWATCH, 'SetAlarmState', alarm, 'ResourceNotFound', 404],
    [OVER_CBOR, 'SetAlarmState', alarm, 'ResourceNotFound', 404],
    [OVER_QUERY, 'SetAlarmState', alarm, 'ResourceNotFound', 404],
    [CLOUDWATCH, 'SetAlarmState', alarm, 'InvalidFormatFault', 400],
    [OVER_CBOR, 'SetAlarmState', alarm, 'InvalidFormatFault', 400],
    [OVER_QUERY, 'SetAlarmState', alarm, 'InvalidFormatFault', 400],
    [{ service: 'sagemaker' }, 'DeleteModel', { ModelName: 'm' }, 'ResourceNotFound', 400],
    [{ service: 'sns' }, 'DeleteTopic', { TopicArn: 't' }, 'NotFoundException', 404],
    [{ service: 'sqs' }, 'DeleteQueue', { QueueUrl: 'http://q' }, 'QueueDoesNotExist', 400],
    [{ service: 'lambda' }, 'GetFunction', { FunctionName: 'f' }, 'ResourceNotFoundException', 404],
    [{ service: 'lambda' }, 'Invoke', { FunctionName: 'f' }, 'TooManyRequestsException', 429],
    [{ service: 'lambda' }, 'GetFunction', { FunctionName: 'f' }, 'ServiceException', 500],
    [{ service: 'sagemaker-runtime' }, 'InvokeEndpoint', { EndpointName: 'e', Body: '' }, 'ServiceUnavailable', 503],
    [{ service: 'events' }, 'DeleteRule', { Name: 'r' }, 'ConcurrentModificationException', 400],
    [
      { service: 'application-autoscaling' },
      'DescribeScalingPolicies',
      { ServiceNamespace: 'sagemaker' },
      'InvalidNextTokenException',
      400,
    ],
  ] as const)('%j %s: %4$s', async (speaker, operation, input, name, status) => {
    refusing(new Refusal(name, 'it says <why> & "how"'));
    const error = await stand.failing(speaker, operation, input);
    expect(error).toBeInstanceOf(errorClassOf(speaker.service, name));
    expect(error).toMatchObject({ message: 'it says <why> & "how"', ...metadata(status) });
  });

  test('a status that the service gives goes before it', async () => {
    refusing(new Refusal('ResourceNotFound', 'gone', 410));
    expect(await stand.failing(CLOUDWATCH, 'SetAlarmState', alarm)).toMatchObject(metadata(410));
  });

  test('the code of the Query protocol will do as its name', async () => {
    refusing(new Refusal('NotFound', 'Topic does not exist'));
    const error = await stand.failing({ service: 'sns' }, 'DeleteTopic', { TopicArn: 't' });
    expect(error).toBeInstanceOf(errorClassOf('sns', 'NotFoundException'));
  });

  test('with its members, where the model says they are', async () => {
    const members = { OriginalStatusCode: 500, OriginalMessage: 'boom', LogStreamArn: 'arn:aws:logs:x' };
    refusing(new Refusal('ModelError', 'Received server error', 424, members));
    const invoke = ['InvokeEndpoint', { EndpointName: 'e', Body: '' }] as const;
    expect(await stand.failing({ service: 'sagemaker-runtime' }, ...invoke)).toMatchObject({
      ...members,
      message: 'Received server error',
      ...metadata(424),
    });

    refusing(
      new Refusal('TooManyRequestsException', 'Rate Exceeded.', 429, {
        retryAfterSeconds: '7',
        Reason: 'CallerRateLimitExceeded',
      }),
    );
    const throttled = await stand.failing({ service: 'lambda' }, 'Invoke', { FunctionName: 'f' });
    expect(throttled).toMatchObject({ retryAfterSeconds: '7', Reason: 'CallerRateLimitExceeded', Type: 'User' });
  });
});

test.each([
  [CLOUDWATCH, 'DescribeAlarms', 'InvalidParameterValueException', 'InvalidParameterValue'],
  [OVER_CBOR, 'DescribeAlarms', 'InvalidParameterValueException', 'InvalidParameterValue'],
])('%j %s: the old name of %s is there as well', async (speaker, operation, name, Code) => {
  refusing(new Refusal(name, 'no'));
  expect(await stand.failing(speaker, operation, {})).toMatchObject({ Code, Type: 'Sender' });
});

test('a queue that is not there is told under the name by which old clients know it', async () => {
  refusing(new Refusal('QueueDoesNotExist', 'The specified queue does not exist.'));
  const reply = await fetch(
    `${stand.server.url}/111122223333/q`,
    asForm('sqs', 'Action=ReceiveMessage&Version=2012-11-05&MaxNumberOfMessages=1'),
  );
  expect(await reply.text()).toContain('<Code>AWS.SimpleQueueService.NonExistentQueue</Code>');
});

describe('whoever may not is told so, by each protocol in its own way:', () => {
  test.each([
    [{ service: 'sagemaker' }, 'ListModels', {}, 'AccessDeniedException', 400],
    [{ service: 'sns' }, 'ListTopics', {}, 'AuthorizationErrorException', 403],
    [{ service: 'cloudformation' }, 'ListStacks', {}, 'AccessDenied', 403],
    [{ service: 'lambda' }, 'ListFunctions', {}, 'AccessDeniedException', 403],
    [OVER_QUERY, 'DescribeAlarms', {}, 'AccessDenied', 403],
  ] as const)('%j', async (speaker, operation, input, name, status) => {
    stand.told.decision = { allowed: false, why: 'no statement allows it' };
    const error = await stand.failing(speaker, operation, input);
    expect(error).toMatchObject({ name, message: 'no statement allows it', ...metadata(status) });
  });
});

test('an error with a member that its shape does not have is a mistake of ours', async () => {
  const own = await makeStand();
  own.told.answer = () => {
    throw new Refusal('ResourceNotFoundException', 'gone', 400, { Colour: 'red' });
  };
  await own.failing({ service: 'events' }, 'DeleteRule', { Name: 'r' });
  await expect(own.stillness.settled()).rejects.toThrow(
    "events's ResourceNotFoundException answers what its model does not allow: colour (unknown)",
  );
});
