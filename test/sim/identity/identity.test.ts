import { expect, test } from 'vitest';
import { newEntity } from '../../../sim/iam/book.ts';
import { makeIdentity } from '../../../sim/services/identity/identity.ts';
import type { Principal } from '../../../sim/types.ts';
import { needsOf, smallAccount } from '../small-account.ts';

const identity = () => {
  const { wires, iam } = smallAccount({});
  return makeIdentity(wires, iam);
};
const ask = (who: Principal): unknown => identity().api?.operations['GetCallerIdentity']?.run({} as never, who);

test('a person is a user of the account', () => {
  expect(ask({ kind: 'person', name: 'ana' })).toEqual({
    UserId: expect.stringMatching(/^AIDA[A-Z2-7]{17}$/) as string,
    Account: '111122223333',
    Arn: 'arn:aws:iam::111122223333:user/ana',
  });
});

test('a function is a session of its role, also of a role with a path', () => {
  const arn = 'arn:aws:iam::111122223333:role/service/Shop';
  expect(ask({ kind: 'role', arn, roleId: 'Shop', functionName: 'Fn' })).toEqual({
    UserId: expect.stringMatching(/^AROA[A-Z2-7]{17}:Fn$/) as string,
    Account: '111122223333',
    Arn: 'arn:aws:sts::111122223333:assumed-role/Shop/Fn',
  });
});

test('a person who acts as a user or in a session of a role is that, whatever their paths', () => {
  const { wires, iam } = smallAccount({ Ops: { Type: 'AWS::IAM::Role', Properties: { ...OPS, Path: '/team/' } } });
  const part = makeIdentity(wires, iam);
  const ask = (who: Principal): unknown => part.api?.operations['GetCallerIdentity']?.run({} as never, who);
  expect(ask({ kind: 'person', name: 'by-hand', as: { kind: 'role', name: 'Ops' } })).toMatchObject({
    UserId: expect.stringMatching(/^AROA[A-Z2-7]{17}:by-hand$/) as string,
    Arn: 'arn:aws:sts::111122223333:assumed-role/Ops/by-hand',
  });
  iam.book.users.set('ana', newEntity(iam.book, 'user', { name: 'ana', path: '/team/', now: 0 }));
  expect(ask({ kind: 'person', name: 'ana', as: { kind: 'user', name: 'ana' } })).toMatchObject({
    Arn: 'arn:aws:iam::111122223333:user/team/ana',
  });
});

const OPS = {
  AssumeRolePolicyDocument: {
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '111122223333' } }],
  },
};

test('nobody needs a right to ask who they are', () => {
  expect(needsOf(identity(), 'GetCallerIdentity', {})).toEqual([]);
});
