import {
  type Decision,
  type Part,
  type Principal,
  type Publication,
  Refusal,
  type Topics as TopicsWire,
  type Wires,
} from '../../types.ts';
import { arnName, displayName } from '../names.ts';
import { topicsApi } from './api/api.ts';
import { deliver } from './delivery.ts';
import { subscriptionProvisioner, topicPolicyProvisioner, topicProvisioner } from './provisioners.ts';
import { checkPublication } from './publication.ts';
import type { Topic, Topics } from './topic.ts';

export type TopicBook = TopicsWire & {
  /** The person at this address has not followed the link in SNS's email (yet). */
  readonly leavePending: (email: string) => void;
  readonly confirm: (email: string) => void;
};

/** Email subscriptions of a template count as confirmed unless a scenario leaves them pending. */
export const makeTopics = (wires: Wires): Part & TopicBook => {
  const topics: Topics = new Map();
  const accept = (topic: Topic, publication: Publication): string => {
    checkPublication(publication);
    const id = wires.seeded.id('sns messages');
    deliver(wires, topic, { ...publication, id });
    return id;
  };
  const setConfirmed = (email: string, confirmed: boolean): void => {
    for (const to of [...topics.values()].flatMap(({ subscriptions }) => subscriptions)) {
      if (to.protocol === 'email' && to.endpoint === email) to.confirmed = confirmed;
    }
  };
  return {
    provisioners: [
      topicProvisioner(wires, topics),
      topicPolicyProvisioner(topics),
      subscriptionProvisioner(wires, topics),
    ],
    api: topicsApi({ wires, topics, accept }),
    leavePending: (email) => setConfirmed(email, false),
    confirm: (email) => setConfirmed(email, true),
    publish: (who, topicArn, publication) => {
      const topic = topics.get(topicArn);
      const refusal = refusalOf(wires, who, topic);
      if (refusal === undefined && topic !== undefined) return accept(topic, publication);
      if (who.kind !== 'service') throw new Refusal('NotFound', 'Topic does not exist', 404);
      const { hop, why } = refusal ?? NO_TOPIC;
      wires.journal.write('missing-hop', { hop, from: sourceOf(who.sourceArn), to: arnName(topicArn), why });
      return '';
    },
    deliver: (who, topicArn, publication): Decision => {
      const topic = topics.get(topicArn);
      if (topic === undefined) return { allowed: false, why: NO_TOPIC.why, missing: true };
      const refusal = refusalOf(wires, who, topic);
      if (refusal !== undefined) return { allowed: false, why: refusal.why };
      accept(topic, publication);
      return { allowed: true };
    },
  };
};

const NO_TOPIC = { hop: 'topic', why: 'Topic does not exist' };

/** Roles are judged at the wire, with the topic's policy in hand; services here. */
const refusalOf = (wires: Wires, who: Principal, topic: Topic | undefined) => {
  if (topic === undefined) return NO_TOPIC;
  if (who.kind !== 'service') return undefined;
  if (topic.policy === undefined && ownAlarm(wires, who.sourceArn)) return keyRefusal(topic);
  const decision = wires.iam.judge(who, { action: 'sns:Publish', resource: topic.arn }, topic.policy?.document);
  if (!decision.allowed) return { hop: 'topic-policy', why: decision.why };
  return keyRefusal(topic);
};

/** The policy that SNS gives a topic by itself lets its owner's alarms in, by `AWS:SourceOwner`; no other service says that. */
const ownAlarm = ({ account }: Wires, sourceArn: string): boolean =>
  sourceArn.startsWith(`arn:${account.partition}:cloudwatch:${account.region}:${account.id}:alarm:`);

const keyRefusal = (topic: Topic) => {
  if (!topic.managedKey) return undefined;
  const why = `${displayName(topic.name)} is encrypted with alias/aws/sns, whose key policy lets no service publish: KMS AccessDeniedException`;
  return { hop: 'topic-key', why };
};

/** An alarm's name is what comes after `:alarm:`, slashes and all. */
const sourceOf = (arn: string): string => /:alarm:(.*)$/.exec(arn)?.[1] ?? arnName(arn);
