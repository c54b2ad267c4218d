import type { PutEventsResponse } from '@aws-sdk/client-eventbridge';
import { call, type Options, type SmallAccount, smallAccount } from '../small-account.ts';
import { valid } from '../valid.ts';

export const FUNCTION = 'arn:aws:lambda:eu-west-1:111122223333:function:Handle';
export const QUEUE = 'arn:aws:sqs:eu-west-1:111122223333:Inbox';
export const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:Oncall';
export const BUS_ARN = 'arn:aws:events:eu-west-1:111122223333:event-bus/default';

const letting = (action: string, resource: string) => ({
  Statement: [{ Effect: 'Allow', Action: action, Principal: { Service: 'events.amazonaws.com' }, Resource: resource }],
});

/** An account whose queue and topic let EventBridge in, without any rule. */
export const busAccount = (options: Options = {}): SmallAccount =>
  smallAccount(
    {
      Inbox: { Type: 'AWS::SQS::Queue' },
      Oncall: { Type: 'AWS::SNS::Topic' },
      InboxPolicy: {
        Type: 'AWS::SQS::QueuePolicy',
        Properties: { Queues: [{ Ref: 'Inbox' }], PolicyDocument: letting('sqs:SendMessage', QUEUE) },
      },
      OncallPolicy: {
        Type: 'AWS::SNS::TopicPolicy',
        Properties: { Topics: [{ Ref: 'Oncall' }], PolicyDocument: letting('sns:Publish', TOPIC) },
      },
      Mail: {
        Type: 'AWS::SNS::Subscription',
        Properties: { TopicArn: { Ref: 'Oncall' }, Protocol: 'email', Endpoint: 'oncall@example.com' },
      },
    },
    options,
  );

type Input = Readonly<Record<string, unknown>>;

export const events = (account: SmallAccount, operation: string, input: Input = {}): Input =>
  valid('events', operation, call(account.events, operation, input)) as Input;

export const putRule = (account: SmallAccount, over: Input = {}): Input =>
  events(account, 'PutRule', { Name: 'orders', EventPattern: '{"source":["shop"]}', ...over });

export const putTarget = (account: SmallAccount, over: Input = {}): Input =>
  events(account, 'PutTargets', { Rule: 'orders', Targets: [{ Id: 'one', Arn: FUNCTION, ...over }] });

export const putEvent = (account: SmallAccount, over: Input = {}): PutEventsResponse =>
  events(account, 'PutEvents', {
    Entries: [{ Source: 'shop', DetailType: 'Order', Detail: '{"id":7,"tags":["new","gift"]}', ...over }],
  }) as PutEventsResponse;

/** What reaches the target `one` of the rule `orders`, once an event was put. */
export const payloadOf = (target: Input, event: Input = {}): unknown => {
  const account = busAccount();
  putRule(account);
  putTarget(account, target);
  putEvent(account, event);
  account.pass(1_000);
  return target['Arn'] === QUEUE ? account.queues.messages(QUEUE)[0] : account.invoked[0]?.payload;
};
