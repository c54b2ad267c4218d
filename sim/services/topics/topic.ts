import type { PolicyDocument } from '../../types.ts';
import type { Pattern } from '../events/pattern.ts';

export type Topic = {
  readonly arn: string;
  readonly name: string;
  /** Encrypted with the AWS managed key, which lets no other service publish. */
  readonly managedKey: boolean;
  policy?: PolicyDocument;
  readonly subscriptions: Subscription[];
};

export type Protocol = 'email' | 'lambda';

export type Subscription = {
  readonly arn: string;
  readonly topicArn: string;
  readonly protocol: Protocol;
  /** An email address or a function's ARN. */
  readonly endpoint: string;
  readonly filter?: { readonly scope: 'MessageAttributes' | 'MessageBody'; readonly pattern: Pattern };
  readonly deadLetterArn?: string;
};
