import type {
  CreatePolicyRequest,
  CreatePolicyResponse,
  DeletePolicyRequest,
  GetPolicyRequest,
  GetPolicyResponse,
  GetPolicyVersionRequest,
  GetPolicyVersionResponse,
  ListPoliciesRequest,
  ListPoliciesResponse,
} from '@aws-sdk/client-iam';
import { type Need, Refusal } from '../../types.ts';
import type { AwsPolicy } from '../aws-policies.ts';
import { attachedTo, type Book, type ManagedPolicy, managedPolicy } from '../book.ts';
import { uniqueId } from '../ids.ts';
import { putManaged } from '../managed.ts';
import { arnIn } from './attached.ts';
import { type Desk, needOnArn, type Operations, without } from './desk.ts';
import { encoded, writtenIn } from './documents.ts';
import { byName, pageOf } from './pages.ts';
import { tagged } from './users.ts';

type Given = { readonly PolicyArn: string | undefined };

/** Managed policies: those of the account, and what is known here of AWS's own. */
export const policyOperations = ({ wires, book }: Desk): Operations => {
  const needs =
    (action: string) =>
    ({ PolicyArn: arn = '' }: Given): Need[] => [{ action: `iam:${action}`, resource: arn, shown: `policy ${arn}` }];
  return {
    CreatePolicy: {
      needs: ({ PolicyName: name = '', Path: path }: CreatePolicyRequest) => [
        { ...needOnArn(book, 'CreatePolicy', 'policy', { name, path }), shown: `policy ${name}` },
      ],
      run: (input: CreatePolicyRequest): CreatePolicyResponse => {
        const { PolicyName: name = '', Path: path, Description: description, Tags: tags } = input;
        const written = writtenIn(input.PolicyDocument ?? '', 'identity');
        const policy = putManaged(book, { name, path, description, written, tags, now: wires.clock.now() });
        return { Policy: toPolicy(book, policy) };
      },
    },
    GetPolicy: {
      needs: needs('GetPolicy'),
      run: (input: GetPolicyRequest): GetPolicyResponse => {
        const policy = policyIn(book, input);
        const description = 'description' in policy ? policy.description : undefined;
        return {
          Policy: {
            ...toPolicy(book, policy),
            ...(description === undefined ? {} : { Description: description }),
            Tags: [],
            ...tagged('tags' in policy ? policy.tags : []),
          },
        };
      },
    },
    GetPolicyVersion: {
      needs: needs('GetPolicyVersion'),
      run: (input: GetPolicyVersionRequest) => policyVersion(book, input),
    },
    ListPolicies: {
      needs: ({ PathPrefix: path = '/' }: ListPoliciesRequest) => [
        { ...needOnArn(book, 'ListPolicies', 'policy', { name: '', path }), shown: `policy path ${path}` },
      ],
      run: (input: ListPoliciesRequest) => listPolicies(book, input),
    },
    DeletePolicy: {
      needs: needs('DeletePolicy'),
      run: (input: DeletePolicyRequest) => {
        const { arn } = policyIn(book, input);
        if (!book.policies.has(arn)) throw new Error(`the small AWS cannot delete ${arn}: it is a policy of AWS's own`);
        if (attachedTo(book, arn).length > 0)
          throw new Refusal('DeleteConflict', 'Cannot delete a policy attached to entities.');
        book.policies.delete(arn);
      },
    },
  };
};

const policyIn = (book: Book, input: Given): ManagedPolicy | AwsPolicy => {
  const found = managedPolicy(book, arnIn(input));
  if (found === undefined) throw new Refusal('NoSuchEntity', `Policy ${input.PolicyArn} was not found.`);
  return found;
};

/** Of a policy's versions only the newest is kept, and in force. */
const policyVersion = (book: Book, { PolicyArn, VersionId }: GetPolicyVersionRequest): GetPolicyVersionResponse => {
  const policy = managedPolicy(book, arnIn({ PolicyArn }));
  if (policy === undefined || versionOf(policy) !== VersionId)
    throw new Refusal('NoSuchEntity', `Policy ${PolicyArn} version ${VersionId} does not exist or is not attachable.`);
  return {
    PolicyVersion: {
      Document: encoded(policy.written.text),
      VersionId,
      IsDefaultVersion: true,
      CreateDate: datesOf(policy).UpdateDate,
    },
  };
};

const listPolicies = (book: Book, input: ListPoliciesRequest): ListPoliciesResponse => {
  without(input, 'ListPolicies', ['PolicyUsageFilter']);
  const { Scope: scope = 'All', OnlyAttached: onlyAttached = false, PathPrefix: prefix = '/' } = input;
  const own = scope === 'AWS' ? [] : [...book.policies.values()];
  const aws = scope === 'Local' ? [] : [...book.aws.values()];
  const listed = byName<ManagedPolicy | AwsPolicy>([...own, ...aws]).filter(
    ({ path, arn }) => path.startsWith(prefix) && (!onlyAttached || attachedTo(book, arn).length > 0),
  );
  const { page, more } = pageOf(listed, input);
  return { Policies: page.map((policy) => toPolicy(book, policy)), ...more };
};

const versionOf = (policy: ManagedPolicy | AwsPolicy): string => `v${'version' in policy ? policy.version : 1}`;

/** AWS's own are as old as IAM is. */
const SINCE = Date.UTC(2015, 1, 6);

const datesOf = (policy: ManagedPolicy | AwsPolicy) => {
  const { created, changed } = 'created' in policy ? policy : { created: SINCE, changed: SINCE };
  return { CreateDate: new Date(created), UpdateDate: new Date(changed) };
};

const toPolicy = (book: Book, policy: ManagedPolicy | AwsPolicy) => ({
  PolicyName: policy.name,
  PolicyId: uniqueId('ANPA', policy.arn),
  Arn: policy.arn,
  Path: policy.path,
  DefaultVersionId: versionOf(policy),
  AttachmentCount: attachedTo(book, policy.arn).length,
  PermissionsBoundaryUsageCount: 0,
  IsAttachable: true,
  ...datesOf(policy),
});
