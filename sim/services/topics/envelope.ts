import type { Wires } from '../../types.ts';
import type { Sent } from './delivery.ts';
import type { Subscription } from './topic.ts';

/** The event in which a function receives a message. */
export const envelope = ({ clock, account }: Wires, to: Subscription, sent: Sent) => {
  const host = `https://sns.${account.region}.amazonaws.com`;
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
          Timestamp: new Date(clock.now()).toISOString(),
          SignatureVersion: '1',
          Signature: 'EXAMPLE',
          SigningCertUrl: `${host}/SimpleNotificationService-00000000000000000000000000000000.pem`,
          UnsubscribeUrl: `${host}/?Action=Unsubscribe&SubscriptionArn=${to.arn}`,
          MessageAttributes: Object.fromEntries(
            Object.entries(sent.attributes ?? {}).map(([name, value]) => [name, { Type: 'String', Value: value }]),
          ),
        },
      },
    ],
  };
};
