import { type Need, type PolicyDocument, type Publication, Refusal, type Wires } from '../../../types.ts';
import type { Subscription, Topic, Topics } from '../topic.ts';

/** What the operations of SNS share. */
export type Desk = {
  readonly wires: Wires;
  readonly topics: Topics;
  /** Takes a message for a topic's subscribers; answers its id. */
  readonly accept: (topic: Topic, publication: Publication) => string;
};

type OfTopic = { readonly TopicArn?: string | undefined };
type OfSubscription = { readonly SubscriptionArn?: string | undefined };

/** The right that an operation on one topic needs, and the policy in which the topic itself may give it. */
export const onTopic = ({ topics }: Desk, action: string) => ({
  needs: ({ TopicArn: arn = '' }: OfTopic): readonly Need[] => [{ action: `sns:${action}`, resource: arn }],
  resourcePolicy: ({ TopicArn: arn = '' }: OfTopic): PolicyDocument | undefined => topics.get(arn)?.policy?.document,
});

/** Rights on a subscription are asked for on its topic. */
export const onSubscription = (desk: Desk, action: string) => {
  const { needs, resourcePolicy } = onTopic(desk, action);
  const topicOfIt = ({ SubscriptionArn: arn = '' }: OfSubscription): OfTopic => ({
    TopicArn: arn.replace(/:[^:]*$/, ''),
  });
  return {
    needs: (input: OfSubscription) => needs(topicOfIt(input)),
    resourcePolicy: (input: OfSubscription) => resourcePolicy(topicOfIt(input)),
  };
};

export const topicOf = ({ topics }: Desk, arn = ''): Topic => {
  checkArn('TopicArn', arn);
  const topic = topics.get(arn);
  if (topic === undefined) throw new Refusal('NotFound', 'Topic does not exist', 404);
  return topic;
};

export const subscriptionOf = ({ topics }: Desk, arn = ''): Subscription => {
  checkArn('SubscriptionArn', arn);
  const all = [...topics.values()].flatMap(({ subscriptions }) => subscriptions);
  const found = all.find((one) => one.arn === arn);
  if (found === undefined) throw new Refusal('NotFound', 'Subscription does not exist', 404);
  return found;
};

export const checkArn = (name: string, arn: string): void => {
  const parts = arn.split(':').length;
  if (parts >= 6) return;
  const why = `${name} Reason: An ARN must have at least 6 elements, not ${parts}`;
  throw new Refusal('InvalidParameter', `Invalid parameter: ${why}`);
};
