import { expect, test } from 'vitest';
import { smallAccount } from './small-account.ts';

const account = smallAccount();

test('a command that does not exist is told with the one that was meant', async () => {
  expect(await account().type(['statu'])).toMatchObject({
    code: 2,
    out: '',
    err: expect.stringContaining('Did you mean status?'),
  });
});

test('a stack that does not exist is told, in words and as JSON', async () => {
  const typed = ['status', '--stack', 'other'];
  expect(await account().type(typed)).toEqual({
    code: 2,
    out: '',
    err: 'There is no stack other in this account and Region.\nDeploy it (npx cdk deploy), or say where it is: --stack, --profile, --region.\n',
  });
  const { code, out, err } = await account().type([...typed, '--json']);
  expect({ code, err }).toEqual({ code: 2, err: '' });
  expect(JSON.parse(out)).toMatchObject({ command: 'status', version: 1, error: { code: 'not-deployed' } });
});
