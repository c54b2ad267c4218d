import { CreateAccessKeyCommand, CreateUserCommand, IAMClient } from '@aws-sdk/client-iam';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Fault } from '../../../sim/types.ts';
import { drive, makeWaits } from './drive.ts';
import { type Seen, smallAccount } from './small-account.ts';
import { typed } from './typed.ts';

/** What every call to AWS suffers. */
let fault: Fault | undefined;

const account = smallAccount({ faults: { call: () => fault } });

const ENDPOINT = ['explain', 'history', 'rollback', 'release', 'drill', 'freeze', 'thaw', 'status', 'doctor'] as const;
const REST: Readonly<Record<string, readonly string[]>> = {
  init: ['--yes', '--email', 'oncall@example.com', '--out', '-'],
  rollback: ['--yes'],
  release: ['--reason', 'mended', '--yes'],
  drill: ['--yes'],
  freeze: ['--reason', 'sale', '--yes'],
  thaw: ['--yes'],
};
const lineOf = (command: string, endpoint: string): readonly string[] => [
  command,
  ...(ENDPOINT.some((one) => one === command) ? [endpoint] : []),
  ...(REST[command] ?? []),
  // Else the file of the clone would say what is guarded.
  ...(command === 'init' ? [] : ['--stack', 'sagemaker-rollback']),
];

type Typing = (args: readonly string[]) => Promise<Seen>;

/** What each of the commands said, and which of them said the same. */
const saidBy = async (commands: readonly string[], endpoint: string, type: Typing): Promise<string> => {
  const said = new Map<string, readonly string[]>();
  for (const command of commands) {
    const line = lineOf(command, endpoint);
    const { code, out, err } = await type(line);
    expect(out).toBe('');
    const json = await type([...line, '--json']);
    expect(json).toMatchObject({ code, err: '' });
    const { error, ...rest } = JSON.parse(json.out) as { error: { code: string } };
    expect(rest).toEqual({ command, version: 1 });
    const key = `exit ${code}, ${error.code}\n${err}`;
    said.set(key, [...(said.get(key) ?? []), command]);
  }
  return [...said].map(([text, those]) => `${those.join(', ')}: ${text}`).join('\n');
};

/** A user without any right. */
const keyOfAna = async (): Promise<string> => {
  const { world } = account();
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'any');
  const iam = new IAMClient({});
  const make = async () => {
    await iam.send(new CreateUserCommand({ UserName: 'ana' }));
    return iam.send(new CreateAccessKeyCommand({ UserName: 'ana' }));
  };
  return (await drive(world, makeWaits(world), make())).AccessKey?.AccessKeyId ?? '';
};

const ALL = ['init', ...ENDPOINT];
const golden = (name: string): string => `./golden/trouble-${name}.txt`;

beforeAll(() => {
  // The SDK has much to say of a profile beside keys in the environment.
  vi.spyOn(console, 'warn').mockReturnValue();
  vi.stubEnv('AWS_MAX_ATTEMPTS', '1');
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  vi.stubEnv('AWS_CONFIG_FILE', '/dev/null');
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/dev/null');
  return () => vi.unstubAllEnvs();
});

afterEach(() => {
  fault = undefined;
  vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
});

describe('every command tells, in words and as one JSON document,', () => {
  const type: Typing = (args) => account().type(args);
  const refusing = (code: string, message: string): Fault => ({ kind: 'error', code, message, status: 400 });

  test('that there are no credentials', async () => {
    const nobody: Typing = (args) => type([...args, '--profile', 'nobody']);
    await expect(await saidBy(ALL, 'fraud-detector', nobody)).toMatchFileSnapshot(golden('no-credentials'));
  });
  test('that the credentials have expired', async () => {
    fault = refusing('ExpiredTokenException', 'The security token included in the request is expired');
    await expect(await saidBy(ALL, 'fraud-detector', type)).toMatchFileSnapshot(golden('expired-credentials'));
  });
  test('who may not do what on which resource', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', await keyOfAna());
    await expect(await saidBy(ALL, 'fraud-detector', type)).toMatchFileSnapshot(golden('access-denied'));
  });
  test('that AWS throttles', async () => {
    fault = refusing('ThrottlingException', 'Rate exceeded');
    await expect(await saidBy(ALL, 'fraud-detector', type)).toMatchFileSnapshot(golden('throttled'));
  });
  test('that there is no network', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL', 'http://127.0.0.1:9');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'any');
    await expect(await saidBy(ALL, 'fraud-detector', typed)).toMatchFileSnapshot(golden('no-network'));
  });
  test('that there is no such endpoint', async () => {
    await expect(await saidBy(ENDPOINT, 'Fraud-detector', type)).toMatchFileSnapshot(golden('no-such-endpoint'));
  });
});

describe('what was mistyped is told with where to look,', () => {
  const lines = [
    ['statu'],
    ['rollback'],
    ['status', 'one', 'two'],
    ['status', '--bogus'],
    ['freeze', '--all'],
    ['history', 'fraud-detector', '--limit', 'many'],
    ['--stack', 'other'],
    ['status', '--config', 'no-such.config.ts'],
  ];

  test('in words', async () => {
    const said: string[] = [];
    for (const line of lines) {
      const { code, out, err } = await typed(line);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      said.push(`$ npx sagemaker-rollback ${line.join(' ')}\n${err}`);
    }
    await expect(said.join('\n')).toMatchFileSnapshot(golden('usage'));
  });
  test.each(lines.map((line) => [line.join(' '), line] as const))('as JSON: %s', async (_, line) => {
    const { code, out, err } = await typed([...line, '--json']);
    expect({ code, err }).toEqual({ code: 2, err: '' });
    expect(JSON.parse(out)).toMatchObject({
      version: 1,
      error: { code: expect.stringMatching(/^(usage|config)$/) as string },
    });
  });
});

test('a stack that does not exist is told', async () => {
  expect(await account().type(['status', '--stack', 'other'])).toEqual({
    code: 2,
    out: '',
    err: 'There is no stack other in this account and Region.\nDeploy it (npx cdk deploy), or say where it is: --stack, --profile, --region.\n',
  });
});

test('nothing is changed where nobody is there to agree, and the document says so', async () => {
  for (const command of ['freeze', 'rollback', 'drill']) {
    const line = lineOf(command, 'fraud-detector').filter((word) => word !== '--yes');
    const { code, out } = await account().type([...line, '--json']);
    expect(code).toBe(2);
    expect(JSON.parse(out)).toMatchObject({ command, error: { code: 'needs-yes' } });
  }
});
