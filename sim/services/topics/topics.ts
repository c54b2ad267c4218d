import type {
  ListSubscriptionsByTopicInput,
  ListSubscriptionsByTopicResponse,
  PublishInput,
} from '@aws-sdk/client-sns';
import {
  type Api,
  type Part,
  type Principal,
  type Publication,
  Refusal,
  type Topics,
  type Wires,
} from '../../types.ts';
import { arnName, displayName } from '../names.ts';
import { deliver } from './delivery.ts';
import { subscriptionProvisioner, topicPolicyProvisioner, topicProvisioner } from './provisioners.ts';
import { checkPublication, toPublication } from './publication.ts';
import type { Subscription, Topic } from './topic.ts';

export type TopicBook = Topics & {
  /** The person at this address has not followed the link in SNS's email (yet). */
  readonly leavePending: (email: string) => void;
  readonly confirm: (email: string) => void;
};

/** Email subscriptions count as confirmed unless a scenario leaves them pending. */
export const makeTopics = (wires: Wires): Part & TopicBook => {
  const topics = new Map<string, Topic>();
  const pending = new Set<string>();
  const isConfirmed = ({ protocol, endpoint }: Subscription): boolean => protocol !== 'email' || !pending.has(endpoint);

  const accept = (topic: Topic, publication: Publication): string => {
    checkPublication(publication);
    const id = wires.seeded.id('sns messages');
    deliver(wires, topic, { ...publication, id }, isConfirmed);
    return id;
  };
  return {
    provisioners: [
      topicProvisioner(wires, topics),
      topicPolicyProvisioner(topics),
      subscriptionProvisioner(wires, topics),
    ],
    api: topicsApi(topics, accept, isConfirmed),
    leavePending: (email) => void pending.add(email),
    confirm: (email) => void pending.delete(email),
    publish: (who, topicArn, publication) => {
      const refusal = refusalOf(wires, who, topics.get(topicArn));
      if (refusal === undefined) return accept(find(topics, topicArn), publication);
      if (who.kind !== 'service') throw new Refusal('NotFound', refusal.why, 404);
      const { hop, why } = refusal;
      wires.journal.write('missing-hop', { hop, from: sourceOf(who.sourceArn), to: arnName(topicArn), why });
      return '';
    },
  };
};

type Book = ReadonlyMap<string, Topic>;
type Accept = (topic: Topic, publication: Publication) => string;

/** Roles are judged at the wire, with the topic's policy in hand; services here. */
const refusalOf = (wires: Wires, who: Principal, topic: Topic | undefined) => {
  if (topic === undefined) return { hop: 'topic', why: 'Topic does not exist' };
  if (who.kind !== 'service') return undefined;
  const decision = wires.iam.judge(who, { action: 'sns:Publish', resource: topic.arn }, topic.policy);
  if (!decision.allowed) return { hop: 'topic-policy', why: decision.why };
  if (!topic.managedKey) return undefined;
  const why = `${displayName(topic.name)} is encrypted with alias/aws/sns, whose key policy lets no service publish: KMS AccessDeniedException`;
  return { hop: 'topic-key', why };
};

/** An alarm's name is what comes after `:alarm:`, slashes and all. */
const sourceOf = (arn: string): string => /:alarm:(.*)$/.exec(arn)?.[1] ?? arnName(arn);

const find = (topics: Book, arn: string | undefined): Topic => {
  const topic = topics.get(arn ?? '');
  if (topic === undefined) throw new Refusal('NotFound', 'Topic does not exist', 404);
  return topic;
};

/** Subscriptions on one page of a list. */
const PAGE = 100;

const topicsApi = (topics: Book, accept: Accept, isConfirmed: (to: Subscription) => boolean): Api => ({
  name: 'sns',
  operations: {
    Publish: {
      needs: ({ TopicArn: arn = '' }: PublishInput) => [{ action: 'sns:Publish', resource: arn }],
      resourcePolicy: ({ TopicArn: arn = '' }: PublishInput) => topics.get(arn)?.policy,
      run: (input: PublishInput) => ({ MessageId: accept(find(topics, input.TopicArn), toPublication(input)) }),
    },
    ListSubscriptionsByTopic: {
      needs: ({ TopicArn: arn = '' }: ListSubscriptionsByTopicInput) => [
        { action: 'sns:ListSubscriptionsByTopic', resource: arn },
      ],
      resourcePolicy: ({ TopicArn: arn = '' }: ListSubscriptionsByTopicInput) => topics.get(arn)?.policy,
      run: (input: ListSubscriptionsByTopicInput): ListSubscriptionsByTopicResponse => {
        const { subscriptions } = find(topics, input.TopicArn);
        const from = Number(input.NextToken ?? 0);
        const listed = subscriptions.slice(from, from + PAGE).map((to) => toListed(to, isConfirmed(to)));
        const more = from + PAGE < subscriptions.length;
        return { Subscriptions: listed, ...(more ? { NextToken: String(from + PAGE) } : {}) };
      },
    },
  },
});

const toListed = ({ arn, topicArn, protocol, endpoint }: Subscription, confirmed: boolean) => ({
  SubscriptionArn: confirmed ? arn : 'PendingConfirmation',
  Owner: topicArn.split(':')[4],
  Protocol: protocol,
  Endpoint: endpoint,
  TopicArn: topicArn,
});
