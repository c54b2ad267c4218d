import { COSTS } from '../../costs.ts';
import { Refusal, type Wires } from '../../types.ts';
import { arnName } from '../names.ts';
import type { Protocol, Subscription, SubscriptionSettings, Topic } from './topic.ts';

type Wanted = {
  readonly protocol: Protocol;
  readonly endpoint: string;
  readonly settings: SubscriptionSettings;
  /** Where it is known before. */
  readonly arn?: string;
};

const SUPPORTED: readonly Protocol[] = ['email', 'lambda', 'sqs'];
const ELSEWHERE = ['http', 'https', 'email-json', 'sms', 'application', 'firehose'];

export const protocolIn = (text: string): Protocol => {
  const protocol = SUPPORTED.find((one) => one === text);
  if (protocol !== undefined) return protocol;
  if (ELSEWHERE.includes(text)) {
    throw new Error(`Protocol ${text} is not supported: the small AWS delivers by ${SUPPORTED.join(', ')}`);
  }
  const why = `Amazon SNS does not support this protocol string: ${text}`;
  throw new Refusal('InvalidParameter', `Invalid parameter: ${why}`);
};

export const checkEndpoint = (protocol: Protocol, endpoint: string): void => {
  if (ENDPOINTS[protocol].test(endpoint)) return;
  throw new Refusal('InvalidParameter', `Invalid parameter: ${NAMES[protocol]}`);
};

const ENDPOINTS: Readonly<Record<Protocol, RegExp>> = {
  email: /^[^@\s]+@[^@\s]+$/,
  lambda: /^arn:[^:]+:lambda:[^:]+:\d{12}:function:[^:]+(:[^:]+)?$/,
  sqs: /^arn:[^:]+:sqs:[^:]+:\d{12}:[\w-]{1,80}$/,
};

const NAMES: Readonly<Record<Protocol, string>> = {
  email: 'Email address',
  lambda: 'Lambda endpoint ARN',
  sqs: 'SQS endpoint ARN',
};

/** Adds a subscription. Who reads emails is asked first, by an email. */
export const subscribe = (wires: Wires, topic: Topic, wanted: Wanted): Subscription => {
  const { protocol, endpoint, settings } = wanted;
  const { seeded, clock } = wires;
  const asks = protocol === 'email';
  const subscription: Subscription = {
    arn: wanted.arn ?? `${topic.arn}:${seeded.id('sns subscriptions')}`,
    topicArn: topic.arn,
    protocol,
    endpoint,
    settings,
    confirmed: !asks,
    ...(asks ? { token: { text: tokenFrom(seeded.id('sns tokens')), madeAt: clock.now() } } : {}),
  };
  topic.subscriptions.push(subscription);
  if (asks) ask(wires, topic, subscription);
  return subscription;
};

const tokenFrom = (id: string): string => id.replaceAll('-', '').repeat(2);

const ask = ({ clock, journal, account }: Wires, topic: Topic, { endpoint, token }: Subscription): void =>
  clock.after(COSTS.topicDelivery + COSTS.email, `email to ${endpoint}`, () => {
    const host = `https://sns.${account.region}.amazonaws.com`;
    journal.write('message', {
      channel: 'email',
      topic: arnName(topic.arn),
      to: endpoint,
      subject: 'AWS Notification - Subscription Confirmation',
      text: `You have chosen to subscribe to the topic: ${topic.arn}. To confirm this subscription, visit ${host}/confirmation.html?TopicArn=${topic.arn}&Token=${token?.text}`,
    });
  });

/** A token is good for two days. */
const TOKEN_MS = 2 * 86_400_000;

export const confirm = ({ clock }: Wires, topic: Topic | undefined, token: string): Subscription => {
  const asked = topic?.subscriptions.find((one) => one.token?.text === token);
  if (asked === undefined || clock.now() - (asked.token?.madeAt ?? 0) > TOKEN_MS) {
    throw new Refusal('InvalidParameter', 'Invalid parameter: Token');
  }
  asked.confirmed = true;
  return asked;
};
