import type { MessageAttributes, Wires } from '../../types.ts';
import type { Sent, Subscription } from './topic.ts';

/** The event in which a function receives a message. */
export const envelope = (wires: Wires, to: Subscription, sent: Sent) => {
  const { signedBy, unsubscribe } = linksOf(wires, to);
  return {
    Records: [
      {
        EventSource: 'aws:sns',
        EventVersion: '1.0',
        EventSubscriptionArn: to.arn,
        Sns: {
          Type: 'Notification',
          MessageId: sent.id,
          TopicArn: to.topicArn,
          Subject: sent.subject ?? null,
          Message: sent.message,
          Timestamp: timeOf(wires),
          SignatureVersion: '1',
          Signature: 'EXAMPLE',
          SigningCertUrl: signedBy,
          UnsubscribeUrl: unsubscribe,
          MessageAttributes: attributesOf(sent.attributes ?? {}),
        },
      },
    ],
  };
};

/** The text in which a queue receives one, laid out as SNS does it. */
export const notification = (wires: Wires, to: Subscription, sent: Sent): string => {
  const { signedBy, unsubscribe } = linksOf(wires, to);
  const attributes = Object.entries(attributesOf(sent.attributes ?? {}));
  const lines = Object.entries({
    Type: 'Notification',
    MessageId: sent.id,
    TopicArn: to.topicArn,
    ...(sent.subject === undefined ? {} : { Subject: sent.subject }),
    Message: sent.message,
    Timestamp: timeOf(wires),
    SignatureVersion: '1',
    Signature: 'EXAMPLE',
    SigningCertURL: signedBy,
    UnsubscribeURL: unsubscribe,
  }).map(member);
  const nested = attributes.map((attribute) => `  ${member(attribute)}`).join(',\n');
  const all = attributes.length === 0 ? lines : [...lines, `  "MessageAttributes" : {\n${nested}\n  }`];
  return `{\n${all.join(',\n')}\n}`;
};

const member = ([name, value]: readonly [string, unknown]): string =>
  `  ${JSON.stringify(name)} : ${JSON.stringify(value)}`;

const timeOf = ({ clock }: Wires): string => new Date(clock.now()).toISOString();

/** Nothing here is signed, and nobody follows these. */
const linksOf = ({ account }: Wires, to: Subscription) => {
  const host = `https://sns.${account.region}.amazonaws.com`;
  return {
    signedBy: `${host}/SimpleNotificationService-00000000000000000000000000000000.pem`,
    unsubscribe: `${host}/?Action=Unsubscribe&SubscriptionArn=${to.arn}`,
  };
};

const attributesOf = (attributes: MessageAttributes) =>
  Object.fromEntries(Object.entries(attributes).map(([name, { type, value }]) => [name, { Type: type, Value: value }]));
