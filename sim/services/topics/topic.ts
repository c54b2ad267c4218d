import type { Instant, MessageAttributes, PolicyDocument } from '../../types.ts';
import type { Pattern } from '../events/pattern.ts';

export type Topic = {
  readonly arn: string;
  readonly name: string;
  displayName?: string;
  /** Encrypted with the AWS managed key, which lets no other service publish. */
  managedKey: boolean;
  policy?: { readonly text: string; readonly document: PolicyDocument };
  readonly subscriptions: Subscription[];
};

/** By their ARN. */
export type Topics = Map<string, Topic>;

export type Protocol = 'email' | 'lambda' | 'sqs';

export type Scope = 'MessageAttributes' | 'MessageBody';

export type Subscription = {
  readonly arn: string;
  readonly topicArn: string;
  readonly protocol: Protocol;
  /** An email address, or the ARN of a function or a queue. */
  readonly endpoint: string;
  /** SNS sends nothing to an address that never said yes. */
  confirmed: boolean;
  /** What the address is to say yes with, if it was asked. */
  readonly token?: { readonly text: string; readonly madeAt: Instant };
  settings: SubscriptionSettings;
};

export type SubscriptionSettings = {
  /** The bare message, without the envelope: of queues only. */
  readonly raw: boolean;
  readonly scope: Scope;
  readonly filter?: { readonly text: string; readonly pattern: Pattern };
  readonly redrive?: { readonly text: string; readonly deadLetterArn: string };
};

/** A message on its way. */
export type Sent = {
  readonly id: string;
  readonly message: string;
  readonly subject?: string;
  readonly structure?: 'json';
  readonly attributes?: MessageAttributes;
};
