import type {
  ListSubscriptionsByTopicInput,
  ListSubscriptionsByTopicResponse,
  ListSubscriptionsInput,
  ListSubscriptionsResponse,
  ListTopicsInput,
  ListTopicsResponse,
} from '@aws-sdk/client-sns';
import { type Api, Refusal } from '../../../types.ts';
import type { Subscription } from '../topic.ts';
import { type Desk, onTopic, topicOf } from './desk.ts';

/** Topics or subscriptions on one page of a list. */
const PAGE = 100;

export const listOperations = (desk: Desk): Api['operations'] => {
  const { topics, wires } = desk;
  const { partition, region, id } = wires.account;
  const everything = `arn:${partition}:sns:${region}:${id}:*`;
  return {
    ListTopics: {
      needs: () => [{ action: 'sns:ListTopics', resource: everything }],
      run: ({ NextToken: token }: ListTopicsInput): ListTopicsResponse => {
        const { items, rest } = pageOf([...topics.keys()].sort(), token);
        return { Topics: items.map((arn) => ({ TopicArn: arn })), ...rest };
      },
    },
    ListSubscriptions: {
      needs: () => [{ action: 'sns:ListSubscriptions', resource: everything }],
      run: ({ NextToken: token }: ListSubscriptionsInput): ListSubscriptionsResponse => {
        const all = [...topics.values()].flatMap(({ subscriptions }) => subscriptions);
        const { items, rest } = pageOf(all, token);
        return { Subscriptions: items.map(entryOf), ...rest };
      },
    },
    ListSubscriptionsByTopic: {
      ...onTopic(desk, 'ListSubscriptionsByTopic'),
      run: (input: ListSubscriptionsByTopicInput): ListSubscriptionsByTopicResponse => {
        const { items, rest } = pageOf(topicOf(desk, input.TopicArn).subscriptions, input.NextToken);
        return { Subscriptions: items.map(entryOf), ...rest };
      },
    },
  };
};

type Page<T> = { readonly items: readonly T[]; readonly rest: { readonly NextToken?: string } };

const pageOf = <T>(all: readonly T[], token = '0'): Page<T> => {
  const from = /^\d+$/.test(token) ? Number(token) : Number.NaN;
  if (!(from <= all.length)) throw new Refusal('InvalidParameter', 'Invalid parameter: NextToken');
  const to = from + PAGE;
  return { items: all.slice(from, to), rest: to < all.length ? { NextToken: String(to) } : {} };
};

const entryOf = ({ arn, topicArn, protocol, endpoint, confirmed }: Subscription) => ({
  SubscriptionArn: confirmed ? arn : 'PendingConfirmation',
  Owner: topicArn.split(':')[4],
  Protocol: protocol,
  Endpoint: endpoint,
  TopicArn: topicArn,
});
