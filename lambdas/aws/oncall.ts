import {
  ListSubscriptionsByTopicCommand,
  type MessageAttributeValue,
  PublishCommand,
  SNSClient,
  type Subscription,
} from '@aws-sdk/client-sns';
import { ENDPOINT_ATTRIBUTE } from '../contract.ts';
import { SLACK_SUBSCRIBER } from '../domain/unguarded.ts';
import { asText, type Letter } from '../domain/words/letter.ts';
import type { Oncall } from '../ports.ts';
import { requestHandler } from './clients.ts';

/** SNS says `PendingConfirmation` in place of an ARN until the address's owner has confirmed, and `Deleted` after the end. */
export const isConfirmed = ({ SubscriptionArn = '' }: Subscription): boolean => SubscriptionArn.startsWith('arn:');

/** ARNs of the topic for our own letters, and of the one that alarms page directly. */
export type OncallTopics = { readonly oncall: string; readonly pager: string };

/** Over a client of its own. */
export const makeOncall = (topics: OncallTopics): Oncall => snsOncall(new SNSClient({ requestHandler }), topics);

export const snsOncall = (client: SNSClient, topics: OncallTopics): Oncall => ({
  async publish(letter) {
    const text = asText(letter);
    await client.send(
      new PublishCommand({
        TopicArn: topics.oncall,
        Subject: letter.headline,
        MessageStructure: 'json',
        // One topic, two readers: people get the text, `notify` gets the facts.
        Message: JSON.stringify({ default: text, email: text, lambda: JSON.stringify(letter) }),
        MessageAttributes: { [ENDPOINT_ATTRIBUTE]: whoseLetter(letter) },
      }),
    );
  },
  async confirmed() {
    const [letters, pages] = await Promise.all([
      subscriptionsOf(client, topics.oncall),
      subscriptionsOf(client, topics.pager),
    ]);
    return confirmedIn(letters, pages);
  },
});

/** What subscriptions filter by: any of an array's elements is enough. */
const whoseLetter = ({ storm, endpoint }: Letter): MessageAttributeValue =>
  storm === undefined
    ? { DataType: 'String', StringValue: endpoint }
    : { DataType: 'String.Array', StringValue: JSON.stringify(storm.audience) };

/** Those that would get both, by the subscriptions of the two topics. */
export const confirmedIn = (letters: readonly Subscription[], pages: readonly Subscription[]): ReadonlySet<string> => {
  const paged = subscribersIn(pages);
  return new Set([...subscribersIn(letters)].filter((who) => who === SLACK_SUBSCRIBER || paged.has(who)));
};

const subscribersIn = (subscriptions: readonly Subscription[]): ReadonlySet<string> =>
  new Set(
    subscriptions
      .filter(isConfirmed)
      .map(({ Protocol, Endpoint }) => (Protocol === 'lambda' ? SLACK_SUBSCRIBER : (Endpoint ?? ''))),
  );

export const subscriptionsOf = async (
  client: SNSClient,
  topicArn: string,
  token?: string,
): Promise<readonly Subscription[]> => {
  const reply = await client.send(
    new ListSubscriptionsByTopicCommand({ TopicArn: topicArn, ...(token ? { NextToken: token } : {}) }),
  );
  const page = reply.Subscriptions ?? [];
  return reply.NextToken ? [...page, ...(await subscriptionsOf(client, topicArn, reply.NextToken))] : page;
};
