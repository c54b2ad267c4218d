import { expect, test } from 'vitest';
import { makeIdentity } from '../../../sim/services/identity.ts';
import type { Principal } from '../../../sim/types.ts';
import { needsOf, smallAccount } from '../small-account.ts';

const identity = () => makeIdentity(smallAccount({}).wires);
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

test('nobody needs a right to ask who they are', () => {
  expect(needsOf(identity(), 'GetCallerIdentity', {})).toEqual([]);
});
