import { describe, expect, test } from 'vitest';
import { config, endpoint, flat, type Properties, properties } from './stacks.ts';

const two = config({
  tell: { emails: ['ana@example.com', 'ben@example.com'] },
  endpoints: [
    endpoint({ endpoint: 'fraud' }),
    endpoint({ endpoint: 'Churn', tell: { emails: ['ana@example.com'], slackWebhookParameter: '/team/hook' } }),
  ],
});

const subscriptions = (of = two) =>
  properties(of, 'AWS::SNS::Subscription').map((subscription) => ({
    to: flat(subscription['Endpoint']),
    topic: flat(subscription['TopicArn']),
    filter: subscription['FilterPolicy'],
    scope: subscription['FilterPolicyScope'],
    deadLetters: flat((subscription['RedrivePolicy'] as Properties)['deadLetterTargetArn']),
  }));
const of = (to: string, topic: string) => subscriptions().find((entry) => entry.to === to && entry.topic === topic);

describe('people hear of the endpoints that are theirs', () => {
  test('who answers for all of them has no filter, on either topic', () => {
    expect(of('ana@example.com', '${ChannelsOncall}')).toMatchObject({ filter: undefined });
    expect(of('ana@example.com', '${ChannelsPager}')).toMatchObject({ filter: undefined });
  });
  test("others hear our messages about theirs, by the message's attribute", () => {
    expect(of('ben@example.com', '${ChannelsOncall}')).toMatchObject({
      filter: { endpoint: ['fraud'] },
      scope: undefined,
    });
  });
  test("others are paged by their alarms and by those on the automation, by the alarm's name", () => {
    expect(of('ben@example.com', '${ChannelsPager}')).toMatchObject({
      filter: { AlarmName: [{ prefix: 'sagemaker-rollback/self/' }, { prefix: 'sagemaker-rollback/guard/fraud/' }] },
      scope: 'MessageBody',
    });
  });
  test('Slack gets only the endpoints that name a webhook', () => {
    expect(of('${NotifyHandler.Arn}', '${ChannelsOncall}')).toMatchObject({ filter: { endpoint: ['Churn'] } });
    expect(of('${NotifyHandler.Arn}', '${ChannelsPager}')).toBeUndefined();
  });
  test('without a webhook nothing calls notify', () => {
    expect(subscriptions(config()).map((entry) => entry.to)).toEqual(['ana@example.com', 'ana@example.com']);
  });
});

test('what cannot be handed to a subscriber is a dead letter', () => {
  for (const entry of subscriptions()) expect(entry.deadLetters, entry.to).toBe('${HandOverDeadLetters.Arn}');
});

test("only this account's own alarms may page, and nobody without TLS", () => {
  const statements = properties(two, 'AWS::SNS::TopicPolicy').flatMap(
    (policy) => (policy['PolicyDocument'] as { Statement: Properties[] }).Statement,
  );
  const denied = statements.filter((statement) => statement['Effect'] === 'Deny');
  expect(denied.map((statement) => [flat(statement['Resource']), statement['Condition']])).toEqual(
    ['${ChannelsOncall}', '${ChannelsPager}'].map((topic) => [topic, { Bool: { 'aws:SecureTransport': 'false' } }]),
  );
  const allowed = statements.filter((statement) => statement['Effect'] === 'Allow');
  expect(allowed).toHaveLength(1);
  const condition = allowed[0]?.['Condition'] as Record<string, Properties>;
  expect(allowed[0]).toMatchObject({ Action: 'sns:Publish', Principal: { Service: 'cloudwatch.amazonaws.com' } });
  expect(flat(allowed[0]?.['Resource'])).toBe('${ChannelsPager}');
  expect(flat(condition['StringEquals']?.['aws:SourceAccount'])).toBe('${AWS::AccountId}');
  expect(flat(condition['ArnLike']?.['aws:SourceArn'])).toBe(
    'arn:${AWS::Partition}:cloudwatch:${AWS::Region}:${AWS::AccountId}:alarm:sagemaker-rollback/*',
  );
});
