import type { Tag } from '@aws-sdk/client-sagemaker';
import type { Account, Need, Operation } from '../../../types.ts';
import { arnOf, type Kind } from '../arns.ts';

export type Operations = Readonly<Record<string, Operation>>;
export type NeedOf = (action: string, kind: Kind, name: string | undefined) => Need;

export const needIn =
  (account: Account): NeedOf =>
  (action, kind, name = '') => ({ action: `sagemaker:${action}`, resource: arnOf(account, kind, name) });

/** Creating with tags needs the right to tag; giving a role away needs the right to pass it. */
export const besides = (need: NeedOf, kind: Kind, name: string | undefined, given: Given): readonly Need[] => [
  ...((given.Tags ?? []).length > 0 ? [need('AddTags', kind, name)] : []),
  ...(given.ExecutionRoleArn === undefined
    ? []
    : [
        {
          action: 'iam:PassRole',
          resource: given.ExecutionRoleArn,
          context: { 'iam:PassedToService': 'sagemaker.amazonaws.com' },
        },
      ]),
];
type Given = { readonly Tags?: readonly Tag[] | undefined; readonly ExecutionRoleArn?: string | undefined };

export const everything = (action: string) => (): readonly Need[] => [{ action: `sagemaker:${action}`, resource: '*' }];
