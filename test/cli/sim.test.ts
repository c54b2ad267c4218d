import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { createInterface } from 'node:readline';
import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest';
import { readSimOptions } from '../../cli/sim/options.ts';
import { type StandIn, standIn, stop } from '../clients/stand-in.ts';
import { clientOf } from '../sim/wire/clients.ts';
import { node, ROOT, SHELL } from './run.ts';

const sim = (...args: readonly string[]) => node('-r', './cli/need-node.cjs', 'cli/sim.ts', ...args);

const alarmsOf = async ({ endpointUrl, region }: StandIn): Promise<readonly string[]> => {
  const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
  const client = clientOf({ service: 'cloudwatch' }, { endpoint: endpointUrl, region, credentials });
  const { MetricAlarms = [] } = (await client.send(new DescribeAlarmsCommand({}))) as {
    readonly MetricAlarms?: readonly { readonly AlarmName: string }[];
  };
  return MetricAlarms.map(({ AlarmName }) => AlarmName);
};

test.each([
  ['an unknown option', ['--nope'], /--nope/],
  ['a port in words', ['--port', 'http'], /--port http: it must be a whole number from 0 to 65535/],
  ['a port too high', ['--port', '65536'], /--port 65536/],
  ['a port below zero', ['--port=-1'], /--port -1/],
  ['a speed of nothing', ['--speed', '0'], /--speed 0: it must be a whole number from 1 to 600/],
  ['a speed beyond', ['--speed', '601'], /--speed 601/],
  ['an unknown scenario', ['--scenario', 'no-such'], /--scenario no-such.*bad-canary/],
  ['nothing and something', ['--empty', '--template', 'x.json'], /--empty deploys nothing/],
  ['a story without its endpoints', ['--empty', '--scenario', 'bad-canary'], /which --empty leaves out/],
])('%s is told in a sentence', (_, args, complaint) => {
  expect(() => readSimOptions(args)).toThrow(complaint);
});

describe.concurrent('what cannot be served is told on stderr, and nothing is on stdout:', () => {
  test('a bad option', async () => {
    const { code, stdout, stderr } = await sim('--nope');
    expect(stderr).toMatch(/^Unknown option '--nope'/);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect([code, stdout]).toEqual([2, '']);
  });

  test('a port that is taken', async () => {
    const other = createServer();
    onTestFinished(() => void other.close());
    await once(other.listen(0, '127.0.0.1'), 'listening');
    const { port } = other.address() as AddressInfo;
    expect(await sim('--empty', '--port', String(port))).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining(`--port ${port}: something listens there already`),
    });
  });
});

test('--help says what can be asked, on stdout', async () => {
  const { code, stdout, stderr } = await sim('--help');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('--scenario NAME');
});

describe('an account with nothing in it', () => {
  let small: StandIn;
  beforeAll(async () => {
    small = await standIn('--empty');
  });
  afterAll(() => stop(small));

  test('is ready with one line of JSON, and has no alarms', async () => {
    const { process: _, ...line } = small;
    expect(line).toEqual({
      endpointUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      region: 'eu-west-1',
      accountId: '111122223333',
    });
    expect(await alarmsOf(small)).toEqual([]);
  });

  const portOf = () => Number(new URL(small.endpointUrl).port);
  /** The first line of the answer to what is sent, after which the client waits or leaves. */
  const saidTo = async (text: string | Uint8Array, then: 'waits' | 'leaves'): Promise<string> => {
    const socket = connect(portOf(), '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk) => {
      answer += String(chunk);
    });
    socket.on('error', () => undefined);
    socket.write(text);
    if (then === 'leaves') socket.end();
    await new Promise((resolve) => socket.on('close', resolve));
    return answer.split('\r\n', 1)[0] ?? '';
  };
  const request = (...lines: readonly string[]): string => `${lines.join('\r\n')}\r\n\r\n`;

  const closing = ['host: x', 'connection: close'];
  test.each([
    ['garbage', Buffer.from([0, 255, 13, 10, 13, 10, 1]), 'waits', 'HTTP/1.1 400 Bad Request'],
    ['TLS', Buffer.from('160301020001000001fc0303', 'hex'), 'waits', 'HTTP/1.1 400 Bad Request'],
    ['nothing', '', 'leaves', ''],
    [
      'half a request',
      request('POST / HTTP/1.1', 'host: x', 'content-length: 9'),
      'leaves',
      'HTTP/1.1 400 Bad Request',
    ],
    ['a path that nobody serves', request('GET /nowhere HTTP/1.1', ...closing), 'waits', 'HTTP/1.1 400 Bad Request'],
    [
      'a call without a signature',
      request('POST / HTTP/1.1', ...closing, 'x-amz-target: SageMaker.ListModels', 'content-length: 0'),
      'waits',
      'HTTP/1.1 403 Forbidden',
    ],
  ] as const)('answers %s, and goes on', async (_, text, then, status) => {
    expect(await saidTo(text, then)).toBe(status);
    expect(await alarmsOf(small)).toEqual([]);
  });

  test('outlives clients that go away while they are answered', async () => {
    for (let n = 0; n < 20; n += 1) {
      const socket = connect(portOf(), '127.0.0.1');
      socket.on('error', () => undefined);
      const head =
        'AWS4-HMAC-SHA256 Credential=any/20260101/eu-west-1/sagemaker/aws4_request, SignedHeaders=host, Signature=0';
      const target = 'x-amz-target: SageMaker.ListModels';
      socket.write(
        request('POST / HTTP/1.1', 'host: x', `authorization: ${head}`, target, 'content-length: 2').concat('{}'),
      );
      await once(socket, 'connect');
      socket.destroy();
    }
    expect(await alarmsOf(small)).toEqual([]);
  });
});

test('what is deployed is there, and a scenario happens', async () => {
  const small = await standIn(
    '--template',
    inject('demoTemplate'),
    '--scenario',
    'bad-canary',
    '--speed',
    '600',
    '--journal',
  );
  const { stderr } = small.process;
  if (stderr === null) throw new Error('no stderr');
  expect((await alarmsOf(small)).length).toBeGreaterThan(20);
  for await (const line of createInterface(stderr)) {
    if (/^\{"at":"[^"]+","kind":"message".*"subject":"RECOVERED fraud-detector/.test(line)) break;
  }
  expect(await stop(small)).toBe(0);
});

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

const SECOND = 1_000;

const endsWithin = async (child: ChildProcess, ms: number): Promise<void> => {
  const late = AbortSignal.timeout(ms);
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit', { signal: late });
};

describe('SIGTERM', () => {
  test('ends it', async () => {
    const { process: child } = await standIn('--empty');
    child.kill('SIGTERM');
    await endsWithin(child, 5 * SECOND);
    expect(child.exitCode).toBe(0);
  });

  test.skipIf(process.platform === 'win32')('to npm ends it too, and leaves nothing running', async () => {
    const npm = spawn('npm', ['run', '--silent', 'sim', '--', '--port', '0', '--empty', '--journal'], {
      cwd: ROOT,
      env: SHELL,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let { endpointUrl } = { endpointUrl: '' };
    for await (const line of createInterface(npm.stdout)) {
      ({ endpointUrl } = JSON.parse(line) as StandIn);
      break;
    }
    const answers = async (): Promise<boolean> => {
      try {
        return (await fetch(endpointUrl)).status > 0;
      } catch {
        return false;
      }
    };
    expect(await answers()).toBe(true);
    npm.kill('SIGTERM');
    await endsWithin(npm, 5 * SECOND);
    await expect.poll(answers, { timeout: 5 * SECOND }).toBe(false);
    expect(isRunning(npm.pid ?? 0)).toBe(false);
  });
});
