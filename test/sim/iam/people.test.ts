import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  DetachUserPolicyCommand,
  GetRoleCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  ListAccessKeysCommand,
  ListAttachedUserPoliciesCommand,
  ListUserPoliciesCommand,
  ListUsersCommand,
  PutUserPolicyCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { GetParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { describe, expect, test } from 'vitest';
import { allow, liveAccount, policyOf } from './live.ts';

const ACCOUNT = '111122223333';
const ANA = `arn:aws:iam::${ACCOUNT}:user/ana`;
const FREEZE = `arn:aws:ssm:eu-west-1:${ACCOUNT}:parameter/freeze`;
const ADMINISTRATOR = 'arn:aws:iam::aws:policy/AdministratorAccess';

/** An account with a user `ana`, and her clients. */
const withAna = async (...statements: readonly object[]) => {
  const account = await liveAccount();
  const admin = account.as();
  await admin.iam.send(new CreateUserCommand({ UserName: 'ana' }));
  if (statements.length > 0)
    await admin.iam.send(
      new PutUserPolicyCommand({ UserName: 'ana', PolicyName: 'own', PolicyDocument: policyOf(...statements) }),
    );
  const { AccessKey: key } = await admin.iam.send(new CreateAccessKeyCommand({ UserName: 'ana' }));
  const { AccessKeyId: accessKeyId = '', SecretAccessKey: secretAccessKey = '' } = key ?? {};
  return { ...account, admin, key: accessKeyId, ana: account.as({ accessKeyId, secretAccessKey }) };
};

describe('a user', () => {
  test('is who the access key says, and may do what the policies of the user say', async () => {
    const { ana, admin } = await withAna(allow('ssm:GetParameter', FREEZE));
    await admin.ssm.send(new PutParameterCommand({ Name: '/freeze', Value: 'off', Type: 'String' }));
    expect(await ana.sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Arn: ANA,
      Account: ACCOUNT,
      UserId: expect.stringMatching(/^AIDA[A-Z2-7]{17}$/) as string,
    });
    expect(await ana.ssm.send(new GetParameterCommand({ Name: '/freeze' }))).toMatchObject({
      Parameter: { Value: 'off' },
    });
    await expect(
      ana.ssm.send(new PutParameterCommand({ Name: '/freeze', Value: 'all', Overwrite: true })),
    ).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: `User: ${ANA} is not authorized to perform: ssm:PutParameter on resource: ${FREEZE} because no identity-based policy allows the ssm:PutParameter action`,
      $metadata: { httpStatusCode: 400 },
    });
  });

  test('is denied in other words where a policy of the user denies it', async () => {
    const { ana } = await withAna(allow('ssm:*'), { ...allow('ssm:GetParameter', FREEZE), Effect: 'Deny' });
    await expect(ana.ssm.send(new GetParameterCommand({ Name: '/freeze' }))).rejects.toThrow(
      `User: ${ANA} is not authorized to perform: ssm:GetParameter on resource: ${FREEZE} with an explicit deny in an identity-based policy`,
    );
  });

  test('may do what a managed policy allows, while it is attached', async () => {
    const { ana, admin } = await withAna();
    const put = new PutParameterCommand({ Name: '/freeze', Value: 'off', Type: 'String' });
    await expect(ana.ssm.send(put)).rejects.toThrow('because no identity-based policy allows');
    await admin.iam.send(new AttachUserPolicyCommand({ UserName: 'ana', PolicyArn: ADMINISTRATOR }));
    await ana.ssm.send(put);
    expect(await admin.iam.send(new ListAttachedUserPoliciesCommand({ UserName: 'ana' }))).toMatchObject({
      AttachedPolicies: [{ PolicyName: 'AdministratorAccess', PolicyArn: ADMINISTRATOR }],
      IsTruncated: false,
    });
    await admin.iam.send(new DetachUserPolicyCommand({ UserName: 'ana', PolicyArn: ADMINISTRATOR }));
    await expect(ana.ssm.send(put)).rejects.toThrow('because no identity-based policy allows');
    await expect(
      admin.iam.send(new DetachUserPolicyCommand({ UserName: 'ana', PolicyArn: ADMINISTRATOR })),
    ).rejects.toMatchObject({ name: 'NoSuchEntityException', message: `Policy ${ADMINISTRATOR} was not found.` });
  });

  test('is told by IAM and SQS in words of their own', async () => {
    const { ana } = await withAna();
    await expect(ana.iam.send(new GetRoleCommand({ RoleName: 'r' }))).rejects.toMatchObject({
      name: 'AccessDenied',
      message: `User: ${ANA} is not authorized to perform: iam:GetRole on resource: role r because no identity-based policy allows the iam:GetRole action`,
      $metadata: { httpStatusCode: 403 },
    });
    await expect(ana.iam.send(new CreateUserCommand({ UserName: 'eve', Path: '/x/' }))).rejects.toThrow(
      `iam:CreateUser on resource: arn:aws:iam::${ACCOUNT}:user/x/eve because`,
    );
    await expect(ana.sqs.send(new CreateQueueCommand({ QueueName: 'q' }))).rejects.toThrow(
      `User: ${ANA} is not authorized to perform: sqs:createqueue on resource: arn:aws:sqs:eu-west-1:${ACCOUNT}:q because no identity-based policy allows the sqs:createqueue action`,
    );
  });

  test('has variables of a policy filled in', async () => {
    const own = `arn:aws:ssm:eu-west-1:${ACCOUNT}:parameter/of/\${aws:username}`;
    const { ana } = await withAna(allow('ssm:PutParameter', own));
    await ana.ssm.send(new PutParameterCommand({ Name: '/of/ana', Value: 'x', Type: 'String' }));
    await expect(
      ana.ssm.send(new PutParameterCommand({ Name: '/of/eve', Value: 'x', Type: 'String' })),
    ).rejects.toThrow('not authorized');
  });

  test('is described with path and tags, listed, and only deleted when nothing is left of it', async () => {
    const { admin, key } = await withAna(allow('*'));
    const tagged = { UserName: 'bo', Path: '/team/', Tags: [{ Key: 'team', Value: 'a' }] };
    await admin.iam.send(new CreateUserCommand(tagged));
    expect(await admin.iam.send(new GetUserCommand({ UserName: 'bo' }))).toMatchObject({
      User: { ...tagged, Arn: `arn:aws:iam::${ACCOUNT}:user/team/bo`, CreateDate: expect.any(Date) as Date },
    });
    expect(await admin.iam.send(new ListUsersCommand({ PathPrefix: '/team/' }))).toMatchObject({
      Users: [{ UserName: 'bo' }],
      IsTruncated: false,
    });
    expect(await admin.iam.send(new ListUsersCommand({ MaxItems: 1 }))).toMatchObject({
      Users: [{ UserName: 'ana' }],
      IsTruncated: true,
      Marker: '1',
    });
    const remove = () => admin.iam.send(new DeleteUserCommand({ UserName: 'ana' }));
    await admin.iam.send(new AttachUserPolicyCommand({ UserName: 'ana', PolicyArn: ADMINISTRATOR }));
    await expect(remove()).rejects.toThrow('Cannot delete entity, must delete policies first.');
    await admin.iam.send(new DeleteUserPolicyCommand({ UserName: 'ana', PolicyName: 'own' }));
    await expect(remove()).rejects.toThrow('Cannot delete entity, must detach all policies first.');
    await admin.iam.send(new DetachUserPolicyCommand({ UserName: 'ana', PolicyArn: ADMINISTRATOR }));
    await expect(remove()).rejects.toThrow('Cannot delete entity, must delete access keys first.');
    await admin.iam.send(new DeleteAccessKeyCommand({ UserName: 'ana', AccessKeyId: key }));
    await remove();
    await expect(admin.iam.send(new GetUserCommand({ UserName: 'ana' }))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      message: 'The user with name ana cannot be found.',
      $metadata: { httpStatusCode: 404 },
    });
  });

  test('comes but once', async () => {
    const { admin } = await withAna();
    await expect(admin.iam.send(new CreateUserCommand({ UserName: 'ana' }))).rejects.toMatchObject({
      name: 'EntityAlreadyExistsException',
      message: 'User with name ana already exists.',
      $metadata: { httpStatusCode: 409 },
    });
  });
});

describe('an access key', () => {
  test('is good for nothing while it is inactive, and after it is deleted', async () => {
    const { ana, admin, key } = await withAna(allow('*'));
    const set = (Status: 'Active' | 'Inactive') =>
      admin.iam.send(new UpdateAccessKeyCommand({ UserName: 'ana', AccessKeyId: key, Status }));
    const inJson = () => ana.ssm.send(new GetParameterCommand({ Name: '/freeze' }));
    const inQuery = () => ana.sts.send(new GetCallerIdentityCommand({}));

    await set('Inactive');
    await expect(inJson()).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
      message: 'The security token included in the request is invalid.',
      $metadata: { httpStatusCode: 400 },
    });
    await expect(inQuery()).rejects.toMatchObject({
      name: 'InvalidClientTokenId',
      $metadata: { httpStatusCode: 403 },
    });
    await set('Active');
    expect(await inQuery()).toMatchObject({ Arn: ANA });
    await admin.iam.send(new DeleteAccessKeyCommand({ UserName: 'ana', AccessKeyId: key }));
    await expect(inQuery()).rejects.toMatchObject({ name: 'InvalidClientTokenId' });
    expect(await admin.iam.send(new ListAccessKeysCommand({ UserName: 'ana' }))).toMatchObject({
      AccessKeyMetadata: [],
    });
  });

  test('is one of two that a user may have', async () => {
    const { admin, key } = await withAna();
    const create = () => admin.iam.send(new CreateAccessKeyCommand({ UserName: 'ana' }));
    const { AccessKey: second } = await create();
    expect(second?.AccessKeyId).toMatch(/^AKIA[A-Z2-7]{16}$/);
    await expect(create()).rejects.toMatchObject({
      name: 'LimitExceededException',
      message: 'Cannot exceed quota for AccessKeysPerUser: 2',
    });
    const { AccessKeyMetadata: listed } = await admin.iam.send(new ListAccessKeysCommand({ UserName: 'ana' }));
    expect(listed?.map(({ AccessKeyId: id, Status }) => [id, Status])).toEqual([
      [key, 'Active'],
      [second?.AccessKeyId, 'Active'],
    ]);
    await expect(
      admin.iam.send(new DeleteAccessKeyCommand({ UserName: 'ana', AccessKeyId: 'AKIAEXAMPLEEXAMPLE12' })),
    ).rejects.toThrow('The Access Key with id AKIAEXAMPLEEXAMPLE12 cannot be found.');
  });

  test('that IAM never gave out is an administrator of that name', async () => {
    const { admin } = await withAna();
    expect(await admin.sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Arn: `arn:aws:iam::${ACCOUNT}:user/admin`,
    });
  });
});

describe("a user's own policy", () => {
  test('is answered as it was written, percent-encoded', async () => {
    const { admin } = await withAna(allow('*'));
    const text = '{ "Version": "2012-10-17", "Statement": {"Effect":"Allow", "Action":"s3:*", "Resource":"*"} }';
    await admin.iam.send(new PutUserPolicyCommand({ UserName: 'ana', PolicyName: 'b', PolicyDocument: text }));
    const { PolicyDocument: given = '' } = await admin.iam.send(
      new GetUserPolicyCommand({ UserName: 'ana', PolicyName: 'b' }),
    );
    expect(given).toMatch(/^%7B%20%22Version%22.*s3%3A%2A/);
    expect(decodeURIComponent(given)).toBe(text);
    expect(await admin.iam.send(new ListUserPoliciesCommand({ UserName: 'ana' }))).toMatchObject({
      PolicyNames: ['b', 'own'],
    });
    await expect(admin.iam.send(new DeleteUserPolicyCommand({ UserName: 'ana', PolicyName: 'none' }))).rejects.toThrow(
      'The user policy with name none cannot be found.',
    );
  });

  test.each([
    ['no JSON', 'MalformedPolicyDocumentException', 'Syntax errors in policy.'],
    [
      policyOf({ ...allow('s3:*'), Principal: '*' }),
      'MalformedPolicyDocumentException',
      'Policy document should not specify a principal.',
    ],
    [
      policyOf({ Effect: 'Allow', Resource: '*' }),
      'MalformedPolicyDocumentException',
      'Policy statement must contain actions.',
    ],
    [
      policyOf({ Effect: 'Allow', Action: '*' }),
      'MalformedPolicyDocumentException',
      'Policy statement must contain resources.',
    ],
    [
      policyOf(allow('s3:*', 'bucket')),
      'MalformedPolicyDocumentException',
      'resource bucket must be in ARN format or "*"',
    ],
    [
      policyOf(...Array.from({ length: 40 }, (_, n) => allow('s3:GetObject', `arn:aws:s3:::bucket-${n}/*`))),
      'LimitExceededException',
      'Maximum policy size of 2048 bytes exceeded for user ana',
    ],
    [
      policyOf({ ...allow('*'), Condition: { StringEquals: { 'aws:CalledViaFirst': 'x' } } }),
      'NotImplemented',
      'condition key aws:CalledViaFirst is unknown',
    ],
  ])('%.40s is refused: %s', async (text, name, message) => {
    const { iam } = await liveAccount();
    iam.api?.operations['CreateUser']?.run({ UserName: 'ana' } as never, { kind: 'person', name: 'admin' });
    const put = () =>
      iam.api?.operations['PutUserPolicy']?.run({ UserName: 'ana', PolicyName: 'p', PolicyDocument: text } as never, {
        kind: 'person',
        name: 'admin',
      });
    expect(put).toThrow(message);
    // What is not known here is no refusal: the wire tells it as such.
    const code = name === 'NotImplemented' ? undefined : name.replace('Exception', '');
    expect(thrownBy(put)).toMatchObject(code === undefined ? { name: 'Error' } : { code });
  });
});

const thrownBy = (act: () => unknown): unknown => {
  try {
    return act();
  } catch (cause) {
    return cause;
  }
};
