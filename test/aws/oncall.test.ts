import { type ListSubscriptionsByTopicInput, SNSClient } from '@aws-sdk/client-sns';
import { describe, expect, test } from 'vitest';
import { snsOncall } from '../../lambdas/aws/oncall.ts';
import { asSubject, asText, type Letter } from '../../lambdas/domain/words/letter.ts';
import { account, FUNCTION, PERSON, subscription, TOPIC } from '../sim/topics/oncall.ts';
import { answering, denyEverything, wired } from './wired.ts';

const LETTER: Letter = {
  version: 1,
  endpoint: 'fraud',
  incident: { id: 'fraud-20260101T100930', number: 1, last: false },
  headline: 'fraud: traffic goes back to stable',
  tone: 'acting',
  seen: '10 % of the answers failed',
  done: 'shifted',
  means: 'users get answers again',
  next: 'look at the canary',
  command: 'aws sagemaker describe-endpoint --endpoint-name fraud',
};

const only = (endpoint: string) => ({ FilterPolicy: { endpoint: [endpoint] } });
const people = {
  Person: subscription('email', PERSON, only('fraud')),
  Stranger: subscription('email', 'stranger@example.com', only('another')),
  Notify: subscription('lambda', FUNCTION, only('fraud')),
};

const topic = async (resources: Readonly<Record<string, unknown>> = people) => {
  const small = account(resources);
  const client = new SNSClient(await wired(small.wires, [small.topics]));
  return { ...small, oncall: snsOncall(client, { oncall: TOPIC, pager: TOPIC }) };
};

describe('a letter', () => {
  test('reaches the people of its endpoint as text, and nobody else', async () => {
    const { oncall, pass, lines } = await topic();
    await oncall.publish(LETTER);
    pass(10_000);
    expect(lines('message').filter(({ channel }) => channel === 'email')).toMatchObject([
      { to: PERSON, subject: LETTER.headline, text: asText(LETTER) },
    ]);
  });

  test('F52: of a storm reaches the people of each endpoint that it is for, and nobody else', async () => {
    const storm = { since: 0, tells: 12, last: false, audience: ['search', 'fraud'] };
    const { oncall, pass, lines } = await topic();
    await oncall.publish({ ...LETTER, storm, endpoint: 'search' });
    pass(10_000);
    expect(lines('message').filter(({ channel }) => channel === 'email')).toMatchObject([{ to: PERSON }]);
  });

  test('reaches the function as facts', async () => {
    const { oncall, pass, invoked } = await topic();
    await oncall.publish(LETTER);
    pass(10_000);
    const payload = invoked[0]?.payload as {
      readonly Records: readonly { readonly Sns: { readonly Message: string } }[];
    };
    expect(JSON.parse(payload.Records[0]?.Sns.Message ?? '')).toEqual(LETTER);
  });

  test('S7: whose headline a stranger shaped has a subject that SNS takes', async () => {
    const { oncall, pass, lines } = await topic();
    const headline = asSubject(`fraud: ${'\u202egnorw\r\nBcc: everybody – '.repeat(9)}`);
    await oncall.publish({ ...LETTER, headline });
    pass(10_000);
    expect(lines('message').filter(({ channel }) => channel === 'email')).toMatchObject([{ subject: headline }]);
  });

  test('that the topic does not take throws, so that it stays owed', async () => {
    const { oncall, wires } = await topic();
    denyEverything(wires);
    await expect(oncall.publish(LETTER)).rejects.toThrow('no statement allows it');
  });

  test('for a topic that is gone throws', async () => {
    const small = account({});
    const client = new SNSClient(await wired(small.wires, [small.topics]));
    await expect(snsOncall(client, { oncall: `${TOPIC}-gone`, pager: TOPIC }).publish(LETTER)).rejects.toThrow(
      'Topic does not exist',
    );
  });
});

describe('those who would get a message', () => {
  test('are the confirmed addresses, and the function', async () => {
    const { oncall } = await topic();
    expect(await oncall.confirmed()).toEqual(new Set([PERSON, 'stranger@example.com', 'lambda']));
  });

  test('are not those who have yet to follow the link', async () => {
    const { oncall, topics } = await topic();
    topics.leavePending(PERSON);
    expect(await oncall.confirmed()).not.toContain(PERSON);
    topics.confirm(PERSON);
    expect(await oncall.confirmed()).toContain(PERSON);
  });

  test('are found on every page', async () => {
    const many = Array.from({ length: 230 }, (_, n) => [`P${n}`, subscription('email', `p${n}@example.com`)] as const);
    const { oncall } = await topic(Object.fromEntries(many));
    expect((await oncall.confirmed()).size).toBe(230);
  });

  test('are none of a topic without subscriptions', async () => {
    expect(await (await topic({})).oncall.confirmed()).toEqual(new Set());
  });

  test.each(['PendingConfirmation', 'Deleted'])('are not those whose subscription is %s', async (SubscriptionArn) => {
    const config = await answering('sns', 'ListSubscriptionsByTopic', () => ({
      Subscriptions: [{ SubscriptionArn, Protocol: 'email', Endpoint: PERSON }],
    }));
    expect(await snsOncall(new SNSClient(config), { oncall: TOPIC, pager: TOPIC }).confirmed()).toEqual(new Set());
  });

  test('are not those who would get our letters, but no page when all of this is dead', async () => {
    const config = await answering(
      'sns',
      'ListSubscriptionsByTopic',
      ({ TopicArn }: ListSubscriptionsByTopicInput) => ({
        Subscriptions: [
          { SubscriptionArn: `${TOPIC}:1`, Protocol: 'lambda', Endpoint: FUNCTION },
          {
            SubscriptionArn: TopicArn === TOPIC ? `${TOPIC}:2` : 'PendingConfirmation',
            Protocol: 'email',
            Endpoint: PERSON,
          },
        ],
      }),
    );
    const oncall = snsOncall(new SNSClient(config), { oncall: TOPIC, pager: `${TOPIC}-pager` });
    expect(await oncall.confirmed()).toEqual(new Set(['lambda']));
  });
});
