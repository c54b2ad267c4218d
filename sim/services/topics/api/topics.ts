import type {
  CreateTopicInput,
  CreateTopicResponse,
  DeleteTopicInput,
  GetTopicAttributesInput,
  GetTopicAttributesResponse,
  SetTopicAttributesInput,
} from '@aws-sdk/client-sns';
import { type Api, Refusal } from '../../../types.ts';
import type { Topic } from '../topic.ts';
import { topicAttributes, withTopicAttribute } from '../topic-attributes.ts';
import { checkArn, type Desk, onTopic, topicOf } from './desk.ts';

export const topicOperations = (desk: Desk): Api['operations'] => {
  const { wires, topics } = desk;
  const { partition, region, id } = wires.account;
  const arnOf = (name: string): string => `arn:${partition}:sns:${region}:${id}:${name}`;
  return {
    CreateTopic: {
      needs: ({ Name: name = '' }: CreateTopicInput) => [{ action: 'sns:CreateTopic', resource: arnOf(name) }],
      run: ({ Name: name = '', Attributes: attributes = {} }: CreateTopicInput): CreateTopicResponse => {
        checkName(name, attributes);
        const known = topics.get(arnOf(name));
        if (known !== undefined) checkSame(topicAttributes(wires.account, known), attributes);
        const topic: Topic = known ?? { arn: arnOf(name), name, managedKey: false, subscriptions: [] };
        for (const attribute of Object.entries(attributes)) withTopicAttribute(topic, attribute);
        topics.set(topic.arn, topic);
        return { TopicArn: topic.arn };
      },
    },
    DeleteTopic: {
      ...onTopic(desk, 'DeleteTopic'),
      // To delete what is gone already succeeds.
      run: ({ TopicArn: arn = '' }: DeleteTopicInput) => {
        checkArn('TopicArn', arn);
        topics.delete(arn);
        return {};
      },
    },
    GetTopicAttributes: {
      ...onTopic(desk, 'GetTopicAttributes'),
      run: ({ TopicArn: arn }: GetTopicAttributesInput): GetTopicAttributesResponse => ({
        Attributes: topicAttributes(wires.account, topicOf(desk, arn)),
      }),
    },
    SetTopicAttributes: {
      ...onTopic(desk, 'SetTopicAttributes'),
      run: ({ TopicArn: arn, AttributeName: name = '', AttributeValue: value = '' }: SetTopicAttributesInput) => {
        withTopicAttribute(topicOf(desk, arn), [name, value]);
        return {};
      },
    },
  };
};

const checkName = (name: string, { FifoTopic: fifo = 'false' }: Readonly<Record<string, string>>): void => {
  if (fifo === 'true' && name.endsWith('.fifo')) throw new Error(`the small AWS knows no FIFO topics: ${name}`);
  if (fifo === 'true' || !/^[\w-]{1,256}$/.test(name)) {
    throw new Refusal('InvalidParameter', 'Invalid parameter: Topic Name');
  }
};

const checkSame = (known: Readonly<Record<string, string>>, given: Readonly<Record<string, string>>): void => {
  if (Object.entries(given).every(([name, value]) => (known[name] ?? 'false') === value)) return;
  const why = 'Attributes Reason: Topic already exists with different attributes';
  throw new Refusal('InvalidParameter', `Invalid parameter: ${why}`);
};
