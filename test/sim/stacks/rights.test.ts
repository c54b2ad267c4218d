import { describe, expect, test } from 'vitest';
import { COSTS } from '../../../sim/costs.ts';
import { HANDLERS } from '../../../sim/services/stacks/rights/handlers.ts';
import { makeStacks } from '../../../sim/services/stacks/stacks.ts';
import { emptyTemplate } from '../../../sim/template/load.ts';
import type { Person } from '../../../sim/types.ts';
import { makeWorld } from '../../../sim/world.ts';
import { smallAccount } from '../small-account.ts';
import type { Event, Sections } from './workshop.ts';

const ADMIN: Person = { kind: 'person', name: 'admin' };
const ARN = 'arn:aws:iam::111122223333:role/deployer';

/** An account with the role `deployer`, which may do these things to anything, and CloudFormation. */
const shop = (allowed: readonly string[], trusted = 'cloudformation.amazonaws.com') => {
  const account = smallAccount({
    deployer: {
      Type: 'AWS::IAM::Role',
      Properties: {
        RoleName: 'deployer',
        AssumeRolePolicyDocument: {
          Statement: [{ Effect: 'Allow', Principal: { Service: trusted }, Action: 'sts:AssumeRole' }],
        },
        Policies: [
          {
            PolicyName: 'all',
            PolicyDocument: { Statement: [{ Effect: 'Allow', Action: allowed, Resource: '*' }] },
          },
        ],
      },
    },
    Version: { Type: 'AWS::SSM::Parameter', Properties: { Name: '/version', Type: 'String', Value: '6' } },
  });
  const part = makeStacks(account.wires, {
    provisioners: () => [account.topics, account.parameters].flatMap(({ provisioners }) => provisioners),
    parameter: account.parameters.value,
    canAssume: account.iam.canAssume,
  });
  const ask = (operation: string, input: Sections, who: Person = ADMIN): Sections => {
    const answer = part.api?.operations[operation]?.run(input as never, who) as Sections;
    account.pass(20 * COSTS.stackResource);
    return answer;
  };
  return {
    account,
    ask,
    create: (resources: Sections, over: Sections = {}, who?: Person) =>
      ask('CreateStack', { StackName: 'Shop', TemplateBody: JSON.stringify({ Resources: resources }), ...over }, who),
    update: (resources: Sections) =>
      ask('UpdateStack', { StackName: 'Shop', TemplateBody: JSON.stringify({ Resources: resources }) }),
    status: () => (ask('DescribeStacks', { StackName: 'Shop' })['Stacks'] as Sections[])[0]?.['StackStatus'],
    events: () => (ask('DescribeStackEvents', { StackName: 'Shop' })['StackEvents'] as Event[]).toReversed(),
  };
};

const topic = (DisplayName?: string): Sections => ({
  Type: 'AWS::SNS::Topic',
  Properties: { TopicName: 'news', ...(DisplayName === undefined ? {} : { DisplayName }) },
});
const CREATE = ['sns:CreateTopic', 'sns:TagResource', 'sns:GetTopicAttributes'];

test('each type that a template may hold has its handler, and no other type has', async () => {
  const world = await makeWorld({ template: emptyTemplate(), seed: 1, start: 0, faults: {} });
  await world.close();
  const types = world.parts.flatMap(({ provisioners }) => provisioners.map(({ type }) => type));
  expect(Object.keys(HANDLERS).toSorted()).toEqual(types.toSorted());
});

describe('with a role, CloudFormation may do what the role may', () => {
  test('and makes what its rights suffice for', () => {
    const at = shop(CREATE);
    at.create({ News: topic() }, { RoleARN: ARN });
    expect(at.status()).toBe('CREATE_COMPLETE');
  });

  test('and fails a resource that it may not make, with the words of its service', () => {
    const at = shop(CREATE.filter((action) => action !== 'sns:CreateTopic'));
    at.create({ News: topic() }, { RoleARN: ARN });
    expect(at.status()).toBe('ROLLBACK_COMPLETE');
    const failed = at.events().find(({ ResourceStatus: status }) => status === 'CREATE_FAILED');
    expect(failed?.ResourceStatusReason).toMatch(
      /^Resource handler returned message: "User: arn:aws:sts::111122223333:assumed-role\/deployer\/AWSCloudFormation is not authorized to perform: SNS:CreateTopic on resource: arn:aws:sns:eu-west-1:111122223333:news because no identity-based policy allows the SNS:CreateTopic action" \(RequestToken: .*, HandlerErrorCode: AccessDenied\)$/,
    );
  });

  test('also later, when nobody names the role: an update that it may not make leaves all as it was', () => {
    const at = shop(CREATE);
    at.create({ News: topic() }, { RoleARN: ARN });
    at.update({ News: topic('News') });
    expect(at.status()).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(at.events().map(({ LogicalResourceId: id, ResourceStatus: status }) => `${id} ${status}`)).toContain(
      'News UPDATE_FAILED',
    );
  });

  test('and cannot take back what it may not change any more', () => {
    const at = shop([...CREATE, 'sns:*', 'ssm:*']);
    const second = (Value: string) => ({
      Type: 'AWS::SSM::Parameter',
      Properties: { Type: 'String', Value, Name: '/second', Description: { Ref: 'News' } },
    });
    at.create({ News: topic(), Second: second('a') }, { RoleARN: ARN });
    const revoke = () =>
      at.account.iam.api?.operations['DeleteRolePolicy']?.run(
        { RoleName: 'deployer', PolicyName: 'all' } as never,
        ADMIN,
      );
    // The topic is changed by then, and the parameter not yet.
    at.account.clock.after(1.5 * COSTS.stackResource, 'somebody revokes the rights', revoke);
    at.update({ News: topic('News'), Second: second('b') });
    expect(at.status()).toBe('UPDATE_ROLLBACK_FAILED');
  });

  test('and cannot roll back what it may not delete', () => {
    const at = shop(CREATE);
    const refused = { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: 'x', Name: { Ref: 'News' } } };
    at.create({ News: topic(), Other: refused }, { RoleARN: ARN });
    expect(at.status()).toBe('ROLLBACK_FAILED');
    at.ask('DeleteStack', { StackName: 'Shop' });
    expect(at.status()).toBe('DELETE_FAILED');
  });

  test('and is refused a role that does not trust it', () => {
    const at = shop(CREATE, 'lambda.amazonaws.com');
    expect(() => at.create({ News: topic() }, { RoleARN: ARN })).toThrow(`Role ${ARN} is invalid or cannot be assumed`);
  });

  test("and reads the parameters that a template's parameters name", () => {
    const template = (Resources: Sections) => ({
      TemplateBody: JSON.stringify({
        Parameters: { Version: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/version' } },
        Resources,
      }),
      RoleARN: ARN,
    });
    expect(() => shop(CREATE).create({}, template({ News: topic() }))).toThrow(
      "AccessDenied. User doesn't have permission to call ssm:GetParameters",
    );
    const at = shop([...CREATE, 'ssm:GetParameters']);
    at.create({}, template({ News: topic() }));
    expect(at.status()).toBe('CREATE_COMPLETE');
  });
});

test('without a role it may do what the caller may', () => {
  const at = shop(CREATE);
  const who: Person = { kind: 'person', name: 'ana', as: { kind: 'role', name: 'deployer' } };
  at.create({ News: topic() }, {}, who);
  expect(at.status()).toBe('CREATE_COMPLETE');
  const nobody: Person = { kind: 'person', name: 'bob', as: { kind: 'user', name: 'bob' } };
  at.ask('DeleteStack', { StackName: 'Shop' }, nobody);
  expect(at.status()).toBe('DELETE_FAILED');
  at.ask('DeleteStack', { StackName: 'Shop' });
  expect(() => at.status()).toThrow('does not exist');
});
