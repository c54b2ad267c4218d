import type {
  ConfirmSubscriptionInput,
  ConfirmSubscriptionResponse,
  GetSubscriptionAttributesInput,
  GetSubscriptionAttributesResponse,
  SetSubscriptionAttributesInput,
  SubscribeInput,
  SubscribeResponse,
  UnsubscribeInput,
} from '@aws-sdk/client-sns';
import { type Api, Refusal } from '../../../types.ts';
import { NO_SETTINGS, withSettings } from '../settings.ts';
import { checkEndpoint, confirm, protocolIn, subscribe } from '../subscribing.ts';
import type { Subscription } from '../topic.ts';
import { checkArn, type Desk, onSubscription, onTopic, subscriptionOf, topicOf } from './desk.ts';

export const subscriptionOperations = (desk: Desk): Api['operations'] => {
  const { wires, topics } = desk;
  return {
    Subscribe: {
      ...onTopic(desk, 'Subscribe'),
      needs: ({ TopicArn: resource = '', Protocol = '', Endpoint = '' }: SubscribeInput) => [
        { action: 'sns:Subscribe', resource, context: { 'sns:Protocol': Protocol, 'sns:Endpoint': Endpoint } },
      ],
      run: (input: SubscribeInput): SubscribeResponse => {
        const { arn, confirmed } = subscribed(desk, input);
        const shown = confirmed || input.ReturnSubscriptionArn === true;
        return { SubscriptionArn: shown ? arn : 'pending confirmation' };
      },
    },
    Unsubscribe: {
      ...onSubscription(desk, 'Unsubscribe'),
      // To end what is over already succeeds.
      run: ({ SubscriptionArn: arn = '' }: UnsubscribeInput) => {
        checkArn('SubscriptionArn', arn);
        if (!/^arn:[^:]+:sns:[^:]+:\d{12}:[\w-]+:[\da-f-]{36}$/.test(arn)) {
          throw new Refusal('InvalidParameter', 'Invalid parameter: SubscriptionId');
        }
        for (const { subscriptions } of topics.values()) {
          const index = subscriptions.findIndex((one) => one.arn === arn);
          if (index >= 0) subscriptions.splice(index, 1);
        }
        return {};
      },
    },
    ConfirmSubscription: {
      ...onTopic(desk, 'ConfirmSubscription'),
      run: ({ TopicArn: arn = '', Token: token = '' }: ConfirmSubscriptionInput): ConfirmSubscriptionResponse => {
        checkArn('TopicArn', arn);
        return { SubscriptionArn: confirm(wires, topics.get(arn), token).arn };
      },
    },
    GetSubscriptionAttributes: {
      ...onSubscription(desk, 'GetSubscriptionAttributes'),
      run: ({ SubscriptionArn: arn }: GetSubscriptionAttributesInput): GetSubscriptionAttributesResponse => ({
        Attributes: attributesOf(desk, subscriptionOf(desk, arn)),
      }),
    },
    SetSubscriptionAttributes: {
      ...onSubscription(desk, 'SetSubscriptionAttributes'),
      run: (input: SetSubscriptionAttributesInput) => {
        const { SubscriptionArn: arn, AttributeName: name = '', AttributeValue: value = '' } = input;
        const subscription = subscriptionOf(desk, arn);
        subscription.settings = withSettings(subscription.settings, { [name]: value }, '');
        return {};
      },
    },
  };
};

/** The subscription that is asked for, or the one that is there already. */
const subscribed = (desk: Desk, input: SubscribeInput): Subscription => {
  const { TopicArn: topicArn, Protocol: name = '', Endpoint: endpoint = '', Attributes: attributes = {} } = input;
  const topic = topicOf(desk, topicArn);
  const protocol = protocolIn(name);
  checkEndpoint(protocol, endpoint);
  const settings = withSettings(NO_SETTINGS, attributes, 'Attributes Reason: ');
  const known = topic.subscriptions.find((one) => one.protocol === protocol && one.endpoint === endpoint);
  if (known === undefined) return subscribe(desk.wires, topic, { protocol, endpoint, settings });
  const told = attributesOf(desk, known);
  if (Object.entries(attributes).every(([attribute, value]) => told[attribute] === value)) return known;
  const why = 'Attributes Reason: Subscription already exists with different attributes';
  throw new Refusal('InvalidParameter', `Invalid parameter: ${why}`);
};

const attributesOf = ({ wires: { account } }: Desk, subscription: Subscription): Record<string, string> => {
  const { settings } = subscription;
  return {
    SubscriptionArn: subscription.arn,
    TopicArn: subscription.topicArn,
    Protocol: subscription.protocol,
    Endpoint: subscription.endpoint,
    Owner: account.id,
    PendingConfirmation: String(!subscription.confirmed),
    ConfirmationWasAuthenticated: String(subscription.confirmed && subscription.protocol !== 'email'),
    RawMessageDelivery: String(settings.raw),
    SubscriptionPrincipal: `arn:${account.partition}:iam::${account.id}:root`,
    ...(settings.filter === undefined ? {} : { FilterPolicy: settings.filter.text, FilterPolicyScope: settings.scope }),
    ...(settings.redrive === undefined ? {} : { RedrivePolicy: settings.redrive.text }),
  };
};
