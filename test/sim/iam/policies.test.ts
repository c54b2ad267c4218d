import {
  AttachUserPolicyCommand,
  CreatePolicyCommand,
  CreateUserCommand,
  DeletePolicyCommand,
  DetachUserPolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  ListPoliciesCommand,
  type ListPoliciesCommandInput,
  PutUserPolicyCommand,
  SimulatePrincipalPolicyCommand,
  type SimulatePrincipalPolicyCommandInput,
} from '@aws-sdk/client-iam';
import { describe, expect, test } from 'vitest';
import { allow, liveAccount, policyOf } from './live.ts';

const ACCOUNT = '111122223333';
const READERS = `arn:aws:iam::${ACCOUNT}:policy/readers`;
const ANA = `arn:aws:iam::${ACCOUNT}:user/ana`;

const withAna = async (...statements: readonly object[]) => {
  const { as } = await liveAccount();
  const { iam } = as();
  await iam.send(new CreateUserCommand({ UserName: 'ana' }));
  if (statements.length > 0)
    await iam.send(
      new PutUserPolicyCommand({ UserName: 'ana', PolicyName: 'own', PolicyDocument: policyOf(...statements) }),
    );
  return iam;
};

describe('a managed policy of the account', () => {
  test('is there until it is attached nowhere and deleted', async () => {
    const iam = await withAna();
    const text = policyOf(allow('ssm:Get*'));
    const made = await iam.send(
      new CreatePolicyCommand({ PolicyName: 'readers', PolicyDocument: text, Description: 'Read' }),
    );
    expect(made.Policy).toMatchObject({
      Arn: READERS,
      Path: '/',
      PolicyId: expect.stringMatching(/^ANPA/) as string,
      DefaultVersionId: 'v1',
      AttachmentCount: 0,
      IsAttachable: true,
    });
    await iam.send(new AttachUserPolicyCommand({ UserName: 'ana', PolicyArn: READERS }));
    expect((await iam.send(new GetPolicyCommand({ PolicyArn: READERS }))).Policy).toMatchObject({
      AttachmentCount: 1,
      Description: 'Read',
      Tags: [],
    });
    const { PolicyVersion: version } = await iam.send(
      new GetPolicyVersionCommand({ PolicyArn: READERS, VersionId: 'v1' }),
    );
    expect(decodeURIComponent(version?.Document ?? '')).toBe(text);
    await expect(iam.send(new GetPolicyVersionCommand({ PolicyArn: READERS, VersionId: 'v2' }))).rejects.toThrow(
      `Policy ${READERS} version v2 does not exist or is not attachable.`,
    );
    const remove = () => iam.send(new DeletePolicyCommand({ PolicyArn: READERS }));
    await expect(remove()).rejects.toMatchObject({
      name: 'DeleteConflictException',
      message: 'Cannot delete a policy attached to entities.',
    });
    await iam.send(new DetachUserPolicyCommand({ UserName: 'ana', PolicyArn: READERS }));
    await remove();
    await expect(remove()).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      message: `Policy ${READERS} was not found.`,
    });
  });

  test('is listed with those of AWS, or without', async () => {
    const iam = await withAna();
    await iam.send(new CreatePolicyCommand({ PolicyName: 'readers', PolicyDocument: policyOf(allow('ssm:Get*')) }));
    const listed = async (input: ListPoliciesCommandInput) =>
      (await iam.send(new ListPoliciesCommand(input))).Policies?.map(({ PolicyName: name }) => name);
    expect(await listed({ Scope: 'Local' })).toEqual(['readers']);
    expect(await listed({ Scope: 'AWS', PathPrefix: '/service-role/' })).toEqual(['AWSLambdaBasicExecutionRole']);
    expect(await listed({})).toEqual(expect.arrayContaining(['AdministratorAccess', 'readers']));
    expect(await listed({ OnlyAttached: true })).toEqual([]);
  });

  test.each([
    [
      'EntityAlreadyExistsException',
      policyOf(allow('*')),
      'A policy called readers already exists. Duplicate names are not allowed.',
    ],
    [
      'MalformedPolicyDocumentException',
      JSON.stringify({ Statement: [allow('*')] }),
      'Policy document must be version 2012-10-17 or greater.',
    ],
    [
      'LimitExceededException',
      policyOf(
        allow(
          '*',
          Array.from({ length: 200 }, (_, n) => `arn:aws:s3:::a-bucket-with-a-long-name-${n}`),
        ),
      ),
      'Cannot exceed quota for PolicySize: 6144',
    ],
  ])('is refused: %s', async (name, PolicyDocument, message) => {
    const iam = await withAna();
    const create = (PolicyName: string, text: string) =>
      iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument: text }));
    await create('readers', policyOf(allow('ssm:Get*')));
    await expect(create(name.startsWith('Entity') ? 'readers' : 'more', PolicyDocument)).rejects.toMatchObject({
      name,
      message,
    });
  });
});

describe('the policy simulator', () => {
  const TABLE = `arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table/ledger`;

  const simulated = async (
    statements: readonly object[],
    input: Omit<SimulatePrincipalPolicyCommandInput, 'PolicySourceArn'>,
  ) => {
    const iam = await withAna(...statements);
    const { EvaluationResults: results = [] } = await iam.send(
      new SimulatePrincipalPolicyCommand({ PolicySourceArn: ANA, ...input }),
    );
    return results;
  };

  test('decides of each action and resource, and of each action the strictest', async () => {
    const results = await simulated([allow('dynamodb:*', TABLE), { ...allow('dynamodb:DeleteItem'), Effect: 'Deny' }], {
      ActionNames: ['dynamodb:GetItem', 'dynamodb:DeleteItem'],
      ResourceArns: [TABLE, `${TABLE}2`],
    });
    expect(
      results.map(({ EvalActionName: action, EvalDecision: all, ResourceSpecificResults: each = [] }) => [
        action,
        all,
        ...each.map(({ EvalResourceDecision: one }) => one),
      ]),
    ).toEqual([
      ['dynamodb:GetItem', 'implicitDeny', 'allowed', 'implicitDeny'],
      ['dynamodb:DeleteItem', 'explicitDeny', 'explicitDeny', 'explicitDeny'],
    ]);
    expect(results[0]?.ResourceSpecificResults?.[0]).toMatchObject({
      EvalResourceName: TABLE,
      MatchedStatements: [{ SourcePolicyId: 'user_ana_own', SourcePolicyType: 'user' }],
    });
  });

  test('asks for every resource where none is given', async () => {
    const [result] = await simulated([allow('dynamodb:*', TABLE)], { ActionNames: ['dynamodb:GetItem'] });
    expect(result).toMatchObject({ EvalResourceName: '*', EvalDecision: 'implicitDeny' });
    expect(result?.ResourceSpecificResults).toBeUndefined();
  });

  test('takes the values of condition keys, and names those that it lacks', async () => {
    const Condition = { 'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': ['endpoint#*'] } };
    const other = { ...allow('sns:Publish'), Condition: { StringEquals: { 'sns:Protocol': 'sqs' } } };
    const statements = [{ ...allow('dynamodb:GetItem', TABLE), Condition }, other];
    const asked = { ActionNames: ['dynamodb:GetItem'], ResourceArns: [TABLE] };
    const [lacking] = await simulated(statements, asked);
    expect(lacking).toMatchObject({ EvalDecision: 'implicitDeny', MissingContextValues: ['dynamodb:LeadingKeys'] });
    const [given] = await simulated(statements, {
      ...asked,
      ContextEntries: [
        { ContextKeyName: 'dynamodb:LeadingKeys', ContextKeyType: 'stringList', ContextKeyValues: ['endpoint#a'] },
      ],
    });
    expect(given).toMatchObject({ EvalDecision: 'allowed', MissingContextValues: [] });
  });

  test('takes policies that are attached nowhere', async () => {
    const [result] = await simulated([], {
      ActionNames: ['dynamodb:GetItem'],
      ResourceArns: [TABLE],
      PolicyInputList: [policyOf(allow('dynamodb:GetItem'))],
    });
    expect(result).toMatchObject({
      EvalDecision: 'allowed',
      MatchedStatements: [{ SourcePolicyId: 'PolicyInputList.1', SourcePolicyType: 'none' }],
    });
  });

  test('knows users and roles only', async () => {
    const iam = await withAna();
    const ask = (PolicySourceArn: string) =>
      iam.send(new SimulatePrincipalPolicyCommand({ PolicySourceArn, ActionNames: ['s3:GetObject'] }));
    await expect(ask(`arn:aws:iam::${ACCOUNT}:role/none`)).rejects.toThrow('The role with name none cannot be found.');
    await expect(ask(`arn:aws:sts::${ACCOUNT}:assumed-role/a/b`)).rejects.toMatchObject({
      name: 'InvalidInputException',
    });
  });
});
