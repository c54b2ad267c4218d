import { describe, expect, test } from 'vitest';
import type { Need, Person, Provisioner, Resource } from '../../../sim/types.ts';
import { type SmallAccount, smallAccount } from '../small-account.ts';
import { allow } from './live.ts';

type Properties = Readonly<Record<string, unknown>>;

const TRUST = { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '111122223333' } }] };
const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const document = (Action: string) => ({ Version: '2012-10-17', Statement: [allow(Action)] });
const own = (PolicyName: string, action: string) => ({ PolicyName, PolicyDocument: document(action) });

const makerOf = ({ iam }: SmallAccount, type: string): Provisioner => {
  const found = iam.provisioners.find((one) => one.type === type);
  if (found === undefined) throw new Error(`there is no ${type}`);
  return found;
};

/** One resource of the template through its life. */
const living = (account: SmallAccount, type: string) => {
  const maker = makerOf(account, type);
  const resource = (properties: Properties): Resource => ({ logicalId: 'One', type, properties });
  return {
    create: (properties: Properties) => maker.create(resource(properties), maker.identify('One', properties)),
    update: (before: Properties, after: Properties) =>
      maker.update(resource(after), maker.identify('One', before), resource(before)),
    remove: (properties: Properties) => maker.remove(resource(properties), maker.identify('One', properties)),
  };
};

const acting = (role: string): Person => ({ kind: 'person', name: 's', as: { kind: 'role', name: role } });
const may = ({ iam }: SmallAccount, role: string, action: string): boolean => {
  const need: Need = { action, resource: '*' };
  return iam.judge(acting(role), need).allowed;
};

describe('a role of a template', () => {
  test('gains and loses policies as its properties do', () => {
    const account = smallAccount({});
    const role = living(account, 'AWS::IAM::Role');
    const first = { AssumeRolePolicyDocument: TRUST, ManagedPolicyArns: [READ_ONLY], Policies: [own('a', 'x:A')] };
    role.create(first);
    expect([may(account, 'One', 'x:A'), may(account, 'One', 'ssm:GetParameter')]).toEqual([true, true]);
    const second = { AssumeRolePolicyDocument: TRUST, Policies: [own('b', 'x:B')], MaxSessionDuration: '7200' };
    role.update(first, second);
    expect(['x:A', 'ssm:GetParameter', 'x:B'].map((action) => may(account, 'One', action))).toEqual([
      false,
      false,
      true,
    ]);
    expect(account.iam.book.roles.get('One')).toMatchObject({ maxSessionSeconds: 7_200 });
    role.remove(second);
    expect(may(account, 'One', 'x:B')).toBe(false);
    role.remove(second);
    expect(() => role.update(first, second)).toThrow('The role with name One cannot be found.');
  });

  test('comes but once, and takes no boundary', () => {
    const role = living(smallAccount({}), 'AWS::IAM::Role');
    role.create({ AssumeRolePolicyDocument: TRUST });
    expect(() => role.create({ AssumeRolePolicyDocument: TRUST })).toThrow('Role with name One already exists.');
    expect(() =>
      role.create({ AssumeRolePolicyDocument: TRUST, RoleName: 'two', PermissionsBoundary: READ_ONLY }),
    ).toThrow('PermissionsBoundary is not supported');
  });

  test('keeps what a person put on it by hand', () => {
    const account = smallAccount({});
    const role = living(account, 'AWS::IAM::Role');
    const first = { AssumeRolePolicyDocument: TRUST, Policies: [own('a', 'x:A')] };
    role.create(first);
    account.iam.book.roles.get('One')?.attached.add(READ_ONLY);
    role.update(first, { AssumeRolePolicyDocument: TRUST });
    expect([may(account, 'One', 'x:A'), may(account, 'One', 'ssm:GetParameter')]).toEqual([false, true]);
  });
});

const withRoles = (...names: readonly string[]): SmallAccount =>
  smallAccount(
    Object.fromEntries(
      names.map((name) => [name, { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: TRUST } }]),
    ),
  );

describe('a policy of a template', () => {
  test('moves from role to role, under the name that it has', () => {
    const account = withRoles('A', 'B');
    const policy = living(account, 'AWS::IAM::Policy');
    const first = { ...own('p', 'x:A'), Roles: ['A'] };
    policy.create(first);
    const second = { ...own('p', 'x:B'), Roles: ['B'] };
    policy.update(first, second);
    expect([may(account, 'A', 'x:A'), may(account, 'B', 'x:B')]).toEqual([false, true]);
    const third = { ...own('q', 'x:B'), Roles: ['B'] };
    policy.update(second, third);
    expect([...(account.iam.book.roles.get('B')?.inline.keys() ?? [])]).toEqual(['q']);
    account.iam.book.roles.delete('A');
    policy.remove(third);
    expect(may(account, 'B', 'x:B')).toBe(false);
  });

  test('needs roles that are there', () => {
    const policy = living(withRoles('A'), 'AWS::IAM::Policy');
    expect(() => policy.create({ ...own('p', 'x:A'), Roles: [] })).toThrow('Roles is empty');
    expect(() => policy.create({ ...own('p', 'x:A'), Roles: ['C'] })).toThrow('The role with name C cannot be found.');
  });
});

describe('a managed policy of a template', () => {
  const POLICY = 'arn:aws:iam::111122223333:policy/team/One';
  const properties = (action: string, Roles: readonly string[]) => ({
    Path: '/team/',
    PolicyDocument: document(action),
    Roles,
  });

  test('is attached to its roles, and rewritten as a new version', () => {
    const account = withRoles('A', 'B');
    const policy = living(account, 'AWS::IAM::ManagedPolicy');
    const first = properties('x:A', ['A']);
    policy.create(first);
    expect([may(account, 'A', 'x:A'), may(account, 'B', 'x:A')]).toEqual([true, false]);
    const second = properties('x:B', ['B']);
    policy.update(first, second);
    expect([may(account, 'A', 'x:B'), may(account, 'B', 'x:B')]).toEqual([false, true]);
    expect(account.iam.book.policies.get(POLICY)).toMatchObject({ version: 2 });
    policy.remove(second);
    expect([account.iam.book.policies.size, may(account, 'B', 'x:B')]).toEqual([0, false]);
    expect(() => policy.update(first, second)).toThrow(`Policy ${POLICY} was not found.`);
  });
});
