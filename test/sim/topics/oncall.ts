import { call, type Options, smallAccount } from '../small-account.ts';

export const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:Oncall395376BB';
export const FUNCTION = 'arn:aws:lambda:eu-west-1:111122223333:function:Notify1A2B3C4D';
export const PERSON = 'oncall@example.com';
export const alarm = {
  kind: 'service',
  service: 'cloudwatch.amazonaws.com',
  sourceArn: 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:shop/guard/fraud/canary/errors-5xx',
} as const;

export const subscription = (protocol: string, endpoint: string, over: Readonly<Record<string, unknown>> = {}) => ({
  Type: 'AWS::SNS::Subscription',
  Properties: { TopicArn: { Ref: 'Oncall395376BB' }, Protocol: protocol, Endpoint: endpoint, ...over },
});
export const topic = (over: Readonly<Record<string, unknown>> = {}) => ({
  Oncall395376BB: { Type: 'AWS::SNS::Topic', Properties: over },
});
export const topicPolicy = (statement: Readonly<Record<string, unknown>>) => ({
  Policy: {
    Type: 'AWS::SNS::TopicPolicy',
    Properties: {
      Topics: [{ Ref: 'Oncall395376BB' }],
      PolicyDocument: { Statement: [{ Action: 'sns:Publish', Resource: TOPIC, ...statement }] },
    },
  },
});
export const lettingAlarmsIn = topicPolicy({ Effect: 'Allow', Principal: { Service: 'cloudwatch.amazonaws.com' } });

export const account = (resources: Readonly<Record<string, unknown>>, options?: Options) =>
  smallAccount({ ...topic(), ...resources }, options);

export const publish = (to: ReturnType<typeof smallAccount>, over: Readonly<Record<string, unknown>> = {}) =>
  call(to.topics, 'Publish', { TopicArn: TOPIC, Message: 'hello', Subject: 'Canary is bad', ...over });
