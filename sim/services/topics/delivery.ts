import { COSTS } from '../../costs.ts';
import type { Publication, Wires } from '../../types.ts';
import { arnName, displayName } from '../names.ts';
import { envelope } from './envelope.ts';
import { wants } from './filter.ts';
import type { Protocol, Subscription, Topic } from './topic.ts';

export type Sent = Publication & { readonly id: string };

/** Hands one message to all who want it. `confirmed`: SNS sends nothing to an address that never said yes. */
export const deliver = (wires: Wires, topic: Topic, sent: Sent, confirmed: (to: Subscription) => boolean): void =>
  wires.clock.after(COSTS.topicDelivery, `topic ${topic.name} delivers`, () => {
    const reached = topic.subscriptions.filter((to) => confirmed(to) && wants(to, sent));
    if (reached.length === 0) tellUnheard(wires, topic, sent);
    for (const to of reached) {
      if (to.protocol === 'email') email(wires, to, sent);
      else invoke(wires, to, sent);
    }
  });

const tellUnheard = ({ journal }: Wires, { name, subscriptions }: Topic, { subject = '' }: Sent): void => {
  const which = `${subscriptions.length} subscriptions, none of them confirmed and wanting it by its filter`;
  const why = `nobody hears of "${subject}": the topic has ${subscriptions.length === 0 ? 'no subscription' : which}`;
  journal.write('missing-hop', { hop: 'subscription', from: displayName(name), to: 'anyone', why });
};

const email = ({ clock, journal }: Wires, { topicArn, endpoint }: Subscription, sent: Sent): void =>
  clock.after(COSTS.email, `email to ${endpoint}`, () =>
    journal.write('message', {
      channel: 'email',
      topic: arnName(topicArn),
      to: endpoint,
      // What SNS writes when the publisher gives no subject.
      subject: sent.subject ?? 'AWS Notification Message',
      text: textFor('email', sent),
    }),
  );

const invoke = (wires: Wires, to: Subscription, sent: Sent): void => {
  const who = { kind: 'service', service: 'sns.amazonaws.com', sourceArn: to.topicArn } as const;
  const text = textFor('lambda', sent);
  const payload = envelope(wires, to, { ...sent, message: text });
  const decision = wires.functions.invoke(who, to.endpoint, payload);
  const ends = { topic: arnName(to.topicArn), to: arnName(to.endpoint) };
  if (decision.allowed) {
    wires.journal.write('message', { channel: 'function', ...ends, subject: sent.subject ?? '', text });
  } else if (to.deadLetterArn !== undefined) {
    wires.queues.send(who, to.deadLetterArn, JSON.stringify(payload.Records[0]?.Sns), decision.why);
  } else {
    const why = `the function refused the message and the subscription has no RedrivePolicy: ${decision.why}`;
    wires.journal.write('missing-hop', { hop: 'subscriber', from: ends.topic, to: ends.to, why });
  }
};

/** A message in JSON structure says something of its own to each protocol, and `default` to the rest. */
const textFor = (protocol: Protocol, { structure, message }: Sent): string => {
  if (structure !== 'json') return message;
  const texts: Readonly<Record<string, string>> = JSON.parse(message);
  return texts[protocol] ?? texts['default'] ?? '';
};
