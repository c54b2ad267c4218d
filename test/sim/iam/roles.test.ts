import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, type AssumeRoleCommandInput, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { describe, expect, test } from 'vitest';
import type { Person } from '../../../sim/types.ts';
import { allow, credentialsIn, liveAccount, policyOf } from './live.ts';

const ACCOUNT = '111122223333';
const arnOf = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;
const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
const ANA: Person = { kind: 'person', name: 'ana', as: { kind: 'user', name: 'ana' } };

const trusting = (Principal: object | string, over: object = {}) =>
  policyOf({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal, ...over });

/** An account with a role `deploy` that may put parameters, and what its administrator can call. */
const withRole = async (trust: string, over: object = {}) => {
  const account = await liveAccount();
  const admin = account.as();
  await admin.iam.send(new CreateUserCommand({ UserName: 'ana' }));
  await admin.iam.send(new CreateRoleCommand({ RoleName: 'deploy', AssumeRolePolicyDocument: trust, ...over }));
  await admin.iam.send(
    new PutRolePolicyCommand({
      RoleName: 'deploy',
      PolicyName: 'own',
      PolicyDocument: policyOf(allow('ssm:PutParameter')),
    }),
  );
  const assume = (input: Partial<AssumeRoleCommandInput> = {}, by = admin) =>
    by.sts.send(new AssumeRoleCommand({ RoleArn: arnOf('deploy'), RoleSessionName: 'by-hand', ...input }));
  const { accessKeyId, secret } = account.iam.keys.create('ana');
  return { ...account, admin, assume, ana: account.as({ accessKeyId, secretAccessKey: secret }) };
};

describe('a role that is assumed', () => {
  test('makes of the caller a session with its rights, and no others', async () => {
    const { assume, as, lines } = await withRole(trusting({ AWS: ROOT }));
    const assumed = await assume();
    expect(assumed.AssumedRoleUser).toEqual({
      Arn: `arn:aws:sts::${ACCOUNT}:assumed-role/deploy/by-hand`,
      AssumedRoleId: expect.stringMatching(/^AROA[A-Z2-7]{17}:by-hand$/) as string,
    });
    const session = as(credentialsIn(assumed));
    expect(await session.sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Arn: assumed.AssumedRoleUser?.Arn,
      UserId: assumed.AssumedRoleUser?.AssumedRoleId,
    });
    await session.ssm.send(new PutParameterCommand({ Name: '/a', Value: 'x', Type: 'String' }));
    await expect(session.iam.send(new GetRoleCommand({ RoleName: 'deploy' }))).rejects.toThrow(
      `User: arn:aws:sts::${ACCOUNT}:assumed-role/deploy/by-hand is not authorized to perform: iam:GetRole on resource: role deploy because no identity-based policy allows the iam:GetRole action`,
    );
    expect(lines('missing-hop')).toMatchObject([{ hop: 'grant', from: 'person by-hand' }]);
  });

  test('expires when its time is over, and says so in the words of the protocol', async () => {
    const { assume, as, pass } = await withRole(trusting({ AWS: ACCOUNT }));
    const assumed = await assume({ DurationSeconds: 900 });
    const { ssm, sts } = as(credentialsIn(assumed));
    pass(899_999);
    await sts.send(new GetCallerIdentityCommand({}));
    pass(1);
    const message = 'The security token included in the request is expired';
    await expect(sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: 'ExpiredToken',
      message,
      $metadata: { httpStatusCode: 403 },
    });
    await expect(ssm.send(new PutParameterCommand({ Name: '/a', Value: 'x', Type: 'String' }))).rejects.toMatchObject({
      name: 'ExpiredTokenException',
      message,
      $metadata: { httpStatusCode: 400 },
    });
  });

  test('is nobody without its token', async () => {
    const { assume, as } = await withRole(trusting({ AWS: ROOT }));
    const { accessKeyId, secretAccessKey } = credentialsIn(await assume());
    await expect(as({ accessKeyId, secretAccessKey }).sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject(
      { name: 'InvalidClientTokenId' },
    );
  });

  test.each([
    ['DurationSeconds exceeds the MaxSessionDuration set for this role', { DurationSeconds: 3_601 }],
    [`nothing-valid-in-here is invalid`, { RoleArn: 'nothing-valid-in-here' }],
    [
      `Value 'a:b' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern`,
      { RoleSessionName: 'a:b' },
    ],
  ])('is refused: %s', async (message, over) => {
    const { assume } = await withRole(trusting({ AWS: ROOT }));
    await expect(assume(over)).rejects.toMatchObject({
      name: 'ValidationError',
      message: expect.stringContaining(message) as string,
      $metadata: { httpStatusCode: 400 },
    });
  });

  test('may be held longer where the role says so, but not in a chain of roles', async () => {
    const { admin, assume, as } = await withRole(trusting({ AWS: '*' }), { MaxSessionDuration: 7_200 });
    const assumed = await assume({ DurationSeconds: 7_200 });
    const [now, until] = [Date.parse('2026-11-20T10:00:00Z'), assumed.Credentials?.Expiration?.getTime()];
    expect(until).toBe(now + 7_200_000);
    expect((await admin.iam.send(new GetRoleCommand({ RoleName: 'deploy' }))).Role).toMatchObject({
      MaxSessionDuration: 7_200,
    });
    await expect(assume({ DurationSeconds: 3_601 }, as(credentialsIn(assumed)))).rejects.toThrow(
      'exceeds the 1 hour session limit for roles assumed by role chaining',
    );
  });
});

describe('who may assume a role', () => {
  const NOBODY = `arn:aws:iam::${ACCOUNT}:user/ana is not authorized to perform: sts:AssumeRole on resource: ${arnOf('deploy')}`;

  test.each([
    [
      'a user whom the trust policy names, without a policy of her own',
      { AWS: `arn:aws:iam::${ACCOUNT}:user/ana` },
      false,
      true,
    ],
    ['everybody, if it says so', '*', false, true],
    ['nobody else, whatever their policies allow', { Service: 'lambda.amazonaws.com' }, true, false],
    ['nobody of the account by its policy alone', { AWS: ROOT }, false, false],
    ['those of the account whom their own policies allow it', { AWS: ROOT }, true, true],
    ['nobody of another account', { AWS: '444455556666' }, true, false],
  ])('%s', async (_, principal, hasPolicy, may) => {
    const { admin, ana, assume } = await withRole(trusting(principal));
    if (hasPolicy)
      await admin.iam.send(
        new PutUserPolicyCommand({
          UserName: 'ana',
          PolicyName: 'p',
          PolicyDocument: policyOf(allow('sts:AssumeRole', arnOf('*'))),
        }),
      );
    const assumed = assume({}, ana);
    if (may) expect((await assumed).Credentials?.AccessKeyId).toMatch(/^ASIA/);
    else
      await expect(assumed).rejects.toMatchObject({
        name: 'AccessDenied',
        // STS tells no reason.
        message: `User: ${NOBODY}`,
        $metadata: { httpStatusCode: 403 },
      });
  });

  test('a session whom the trust policy names by its role', async () => {
    const { admin, assume, as } = await withRole(trusting({ AWS: ROOT }));
    const trust = trusting({ AWS: arnOf('deploy') });
    await admin.iam.send(new CreateRoleCommand({ RoleName: 'next', AssumeRolePolicyDocument: trust }));
    const next = { RoleArn: arnOf('next') };
    expect((await assume(next, as(credentialsIn(await assume())))).AssumedRoleUser?.Arn).toContain('/next/by-hand');
    await expect(assume({ RoleArn: arnOf('none') })).rejects.toThrow(
      `user/admin is not authorized to perform: sts:AssumeRole on resource: ${arnOf('none')}`,
    );
  });

  test('only without an external id, where the policy asks for that', async () => {
    const { assume } = await withRole(trusting({ AWS: ROOT }, { Condition: { Null: { 'sts:ExternalId': 'true' } } }));
    await assume();
    await expect(assume({ ExternalId: 'deputy' })).rejects.toThrow('is not authorized to perform: sts:AssumeRole');
  });

  test('only with the external id that the policy asks for, and under the name', async () => {
    const Condition = { StringEquals: { 'sts:ExternalId': 'deputy' }, StringLike: { 'sts:RoleSessionName': 'by-*' } };
    const { assume } = await withRole(trusting({ AWS: ROOT }, { Condition }));
    await assume({ ExternalId: 'deputy' });
    await expect(assume({ ExternalId: 'sheriff' })).rejects.toThrow('not authorized');
    await expect(assume({ ExternalId: 'deputy', RoleSessionName: 'on-foot' })).rejects.toThrow('not authorized');
  });

  test('nobody whom a policy denies it', async () => {
    const { admin, ana, assume } = await withRole(trusting('*'));
    const PolicyDocument = policyOf({ ...allow('sts:*'), Effect: 'Deny' });
    await admin.iam.send(new PutUserPolicyCommand({ UserName: 'ana', PolicyName: 'p', PolicyDocument }));
    await expect(assume({}, ana)).rejects.toThrow('with an explicit deny in an identity-based policy');
    await admin.iam.send(
      new UpdateAssumeRolePolicyCommand({
        RoleName: 'deploy',
        PolicyDocument: trusting({ AWS: ROOT }, { Effect: 'Deny' }),
      }),
    );
    await expect(assume()).rejects.toThrow('with an explicit deny in the role trust policy');
  });

  test('with tags or a policy for the session, nobody here', async () => {
    const { wires, iam } = await liveAccount();
    const { makeIdentity } = await import('../../../sim/services/identity/identity.ts');
    const assume = makeIdentity(wires, iam).api?.operations['AssumeRole'];
    const input = { RoleArn: arnOf('deploy'), RoleSessionName: 'ana', Tags: [{ Key: 'a', Value: 'b' }] };
    expect(() => assume?.run(input as never, ANA)).toThrow("the small AWS knows no Tags of STS's AssumeRole");
  });
});

test('a function loses what is taken from its role, and all of it with the role', async () => {
  const { admin, iam } = await withRole(trusting({ Service: 'lambda.amazonaws.com' }));
  const role = { kind: 'role', arn: arnOf('deploy'), roleId: 'deploy', functionName: 'Fn' } as const;
  const decide = () => iam.judge(role, { action: 'ssm:PutParameter', resource: '*' });
  expect(decide()).toEqual({ allowed: true });
  await admin.iam.send(new DeleteRolePolicyCommand({ RoleName: 'deploy', PolicyName: 'own' }));
  const refused = {
    allowed: false,
    why: `User: arn:aws:sts::${ACCOUNT}:assumed-role/deploy/Fn is not authorized to perform: ssm:PutParameter on resource: * because no identity-based policy allows the ssm:PutParameter action`,
  };
  expect(decide()).toEqual(refused);
  await admin.iam.send(new DeleteRoleCommand({ RoleName: 'deploy' }));
  expect(decide()).toEqual(refused);
});

describe('a role', () => {
  test('is described with what it trusts, and listed below its path', async () => {
    const text = trusting({ Service: 'lambda.amazonaws.com' });
    const { admin } = await withRole(text, { Path: '/ops/', Description: 'Deploys', Tags: [{ Key: 'a', Value: 'b' }] });
    const { Role: role } = await admin.iam.send(new GetRoleCommand({ RoleName: 'deploy' }));
    expect(role).toMatchObject({
      Arn: arnOf('ops/deploy'),
      Path: '/ops/',
      Description: 'Deploys',
      MaxSessionDuration: 3_600,
      RoleLastUsed: {},
      Tags: [{ Key: 'a', Value: 'b' }],
    });
    expect(decodeURIComponent(role?.AssumeRolePolicyDocument ?? '')).toBe(text);
    const below = async (PathPrefix: string) =>
      (await admin.iam.send(new ListRolesCommand({ PathPrefix }))).Roles?.map(({ RoleName: name }) => name);
    expect([await below('/ops/'), await below('/dev/')]).toEqual([['deploy'], []]);
  });

  test('keeps its policies until they are taken away, and only then can be deleted', async () => {
    const { admin } = await withRole(trusting({ AWS: ROOT }));
    const of = { RoleName: 'deploy' };
    const readOnly = { ...of, PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' };
    await admin.iam.send(new AttachRolePolicyCommand(readOnly));
    expect(await admin.iam.send(new ListRolePoliciesCommand(of))).toMatchObject({ PolicyNames: ['own'] });
    const own = await admin.iam.send(new GetRolePolicyCommand({ ...of, PolicyName: 'own' }));
    expect(JSON.parse(decodeURIComponent(own.PolicyDocument ?? ''))).toMatchObject({
      Statement: [allow('ssm:PutParameter')],
    });
    expect(await admin.iam.send(new ListAttachedRolePoliciesCommand(of))).toMatchObject({
      AttachedPolicies: [{ PolicyName: 'ReadOnlyAccess' }],
    });
    const remove = () => admin.iam.send(new DeleteRoleCommand(of));
    await expect(remove()).rejects.toMatchObject({
      name: 'DeleteConflictException',
      message: 'Cannot delete entity, must delete policies first.',
    });
    await admin.iam.send(new DeleteRolePolicyCommand({ ...of, PolicyName: 'own' }));
    await expect(admin.iam.send(new GetRolePolicyCommand({ ...of, PolicyName: 'own' }))).rejects.toThrow(
      'The role policy with name own cannot be found.',
    );
    await expect(remove()).rejects.toThrow('Cannot delete entity, must detach all policies first.');
    await admin.iam.send(new DetachRolePolicyCommand(readOnly));
    await remove();
    await expect(remove()).rejects.toThrow('The role with name deploy cannot be found.');
  });

  test.each([
    ['{', 'This policy contains invalid Json'],
    [trusting({ AWS: ROOT }, { Action: 's3:GetObject' }), 'AssumeRole policy may only specify STS AssumeRole actions.'],
    [trusting({ AWS: ROOT }, { Resource: '*' }), 'Has prohibited field Resource'],
    [
      trusting({ AWS: `arn:aws:iam::${ACCOUNT}:user/none` }),
      `Invalid principal in policy: "AWS":"arn:aws:iam::${ACCOUNT}:user/none"`,
    ],
  ])('may not trust by %s', async (PolicyDocument, message) => {
    const { admin } = await withRole(trusting({ AWS: ROOT }));
    await expect(
      admin.iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'deploy', PolicyDocument })),
    ).rejects.toMatchObject({ name: 'MalformedPolicyDocumentException', message });
  });

  test('comes but once, and takes no more than ten managed policies', async () => {
    const { admin, iam } = await withRole(trusting({ AWS: ROOT }));
    await expect(
      admin.iam.send(new CreateRoleCommand({ RoleName: 'deploy', AssumeRolePolicyDocument: trusting({ AWS: ROOT }) })),
    ).rejects.toMatchObject({
      name: 'EntityAlreadyExistsException',
      message: 'Role with name deploy already exists.',
    });
    const attach = (PolicyArn: string) =>
      admin.iam.send(new AttachRolePolicyCommand({ RoleName: 'deploy', PolicyArn }));
    await expect(attach(`arn:aws:iam::${ACCOUNT}:policy/none`)).rejects.toThrow(
      `Policy arn:aws:iam::${ACCOUNT}:policy/none does not exist or is not attachable.`,
    );
    await expect(attach('policy/none-of-that-name')).rejects.toMatchObject({
      name: 'ValidationError',
      message: 'Invalid ARN:  Could not be parsed!',
    });
    for (let n = 0; n < 10; n++) iam.book.roles.get('deploy')?.attached.add(`arn:${n}`);
    await expect(attach('arn:aws:iam::aws:policy/ReadOnlyAccess')).rejects.toMatchObject({
      name: 'LimitExceededException',
      message: 'Cannot exceed quota for PoliciesPerRole: 10',
    });
  });
});
