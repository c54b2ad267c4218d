import { COSTS } from '../../costs.ts';
import type { Decision, Principal, Wires } from '../../types.ts';
import { arnName, displayName } from '../names.ts';
import { envelope, notification } from './envelope.ts';
import { wants } from './filter.ts';
import type { Protocol, Sent, Subscription, Topic } from './topic.ts';

/** Hands one message to all who want it. */
export const deliver = (wires: Wires, topic: Topic, sent: Sent): void =>
  wires.clock.after(COSTS.topicDelivery, `topic ${topic.name} delivers`, () => {
    const reached = topic.subscriptions.filter((to) => to.confirmed && wants(to, sent));
    if (reached.length === 0) tellUnheard(wires, topic, sent);
    for (const to of reached) {
      if (to.protocol === 'email') email(wires, to, sent);
      else handOver(wires, to, sent);
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

/** To a function or a queue: what it refuses is not tried again, but goes to the dead letters. */
const handOver = (wires: Wires, to: Subscription, sent: Sent): void => {
  const who = { kind: 'service', service: 'sns.amazonaws.com', sourceArn: to.topicArn } as const;
  const text = textFor(to.protocol, sent);
  const said = { ...sent, message: text };
  const decision = to.protocol === 'sqs' ? queue(wires, who, to, said) : invoke(wires, who, to, said);
  const ends = { topic: arnName(to.topicArn), to: arnName(to.endpoint) };
  if (decision.allowed) {
    const channel = to.protocol === 'sqs' ? 'queue' : 'function';
    wires.journal.write('message', { channel, ...ends, subject: sent.subject ?? '', text });
  } else if (to.settings.redrive !== undefined) {
    const { body, attributes } = letterOf(wires, to, said);
    wires.queues.send(who, to.settings.redrive.deadLetterArn, body, decision.why, attributes);
  } else {
    const what = to.protocol === 'sqs' ? 'queue' : 'function';
    const why = `the ${what} refused the message and the subscription has no RedrivePolicy: ${decision.why}`;
    wires.journal.write('missing-hop', { hop: 'subscriber', from: ends.topic, to: ends.to, why });
  }
};

const invoke = (wires: Wires, who: Principal, to: Subscription, sent: Sent): Decision =>
  wires.functions.invoke(who, to.endpoint, envelope(wires, to, sent));

const queue = (wires: Wires, who: Principal, to: Subscription, sent: Sent): Decision => {
  const { body, attributes } = letterOf(wires, to, sent);
  return wires.queues.deliver(who, to.endpoint, body, attributes);
};

/** A raw message keeps its attributes as those of the queue's message. */
const letterOf = (wires: Wires, to: Subscription, sent: Sent) =>
  to.settings.raw
    ? { body: sent.message, attributes: sent.attributes ?? {} }
    : { body: notification(wires, to, sent), attributes: {} };

/** A message in JSON structure says something of its own to each protocol, and `default` to the rest. */
const textFor = (protocol: Protocol, { structure, message }: Sent): string => {
  if (structure !== 'json') return message;
  const texts: Readonly<Record<string, string>> = JSON.parse(message);
  return texts[protocol] ?? texts['default'] ?? '';
};
