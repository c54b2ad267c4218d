import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { asJson, makeStand } from './stand.ts';

const LIST = asJson('sagemaker', 'SageMaker.ListModels', '{}');

describe('bodies that come packed', () => {
  test('are unpacked: the client packs more than 10 KB of metrics', async () => {
    const stand = await makeStand();
    const inputs: unknown[] = [];
    stand.told.answer = (input) => void inputs.push(input);
    const MetricData = Array.from({ length: 200 }, (_, index) => ({
      MetricName: `metric-${index}-${'x'.repeat(50)}`,
      Value: index,
    }));
    // Over CBOR this client still announces the length of what it packed, and would wait for ever.
    for (const speaker of [{}, { protocol: 'query' }] as const) {
      await stand.call({ service: 'cloudwatch', ...speaker }, 'PutMetricData', { Namespace: 'n', MetricData });
    }
    expect(inputs).toEqual(Array(2).fill({ Namespace: 'n', MetricData }));
  });

  test.each([
    ['what is not packed', Buffer.from('{}')],
    ['what unpacks to more than anything may have', gzipSync(Buffer.alloc(17 * 1024 * 1024))],
  ])('are refused if they are %s', async (_what, body) => {
    const { server } = await makeStand();
    const reply = await fetch(server.url, {
      ...LIST,
      headers: { ...LIST.headers, 'content-encoding': 'gzip' },
      body: new Uint8Array(body),
    });
    expect([reply.status, await reply.json()]).toMatchObject([400, { __type: 'SerializationException' }]);
  });

  test('are refused if they are too large', async () => {
    const { server } = await makeStand();
    const body = new Uint8Array(randomBytes(17 * 1024 * 1024));
    expect((await fetch(server.url, { ...LIST, body })).status).toBe(413);
  });
});

test('an operation that no client could reach is a mistake of ours', async () => {
  const apis = [{ name: 'sns' as const, operations: { Publsh: { needs: () => [], run: () => ({}) } } }];
  await expect(makeStand({ apis })).rejects.toThrow('sim/models has no sns Publsh');
});

/** Asks for the models with a key that nobody handed out, and lets the world serve it. */
const askFromOutside = async (answer: () => unknown): Promise<Response> => {
  const stand = await makeStand({ immediately: false });
  const rung = vi.fn();
  const url = await stand.server.open(0, rung);
  stand.told.answer = answer;
  const reply = fetch(url, {
    ...LIST,
    headers: { ...LIST.headers, authorization: LIST.headers['authorization']?.replace('AKIAKNOWN', 'any') ?? '' },
  });
  while (rung.mock.calls.length === 0) await new Promise((resolve) => setImmediate(resolve));
  stand.server.outside.takeUp();
  while (stand.clock.peek() !== undefined) stand.clock.step();
  return reply;
};

describe('clients from outside', () => {
  test('ring, and are people by whatever key they hold', async () => {
    expect((await askFromOutside(() => ({ Models: [] }))).status).toBe(200);
  });

  test.each([
    [
      'what is not built',
      () => {
        throw new Error('shadow variants are not built');
      },
      'The small AWS cannot do this: shadow variants are not built',
    ],
    [
      'what the model does not allow to be answered',
      () => ({ Models: 'none' }),
      'The small AWS cannot do this: sagemaker ListModels answers what its model does not allow: models',
    ],
  ])('are answered, and stop nothing, when they ask for %s', async (_what, answer, sentence) => {
    const reply = await askFromOutside(answer);
    const body = (await reply.json()) as { __type: string; message: string };
    expect([reply.status, body.__type]).toEqual([501, 'NotImplemented']);
    expect(body.message).toContain(sentence);
  });

  test('hold up nobody when they send half a request', async () => {
    const stand = await makeStand({ immediately: false });
    const url = new URL(await stand.server.open(0, () => {}));
    const socket = connect(Number(url.port), url.hostname);
    onTestFinished(() => void socket.destroy());
    await new Promise<void>((resolve) =>
      socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\n{', () => resolve()),
    );
    await stand.stillness.settled();
  });

  test('are told when the port is taken', async () => {
    const other = createServer();
    onTestFinished(() => void other.close());
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const stand = await makeStand();
    await expect(stand.server.open((other.address() as AddressInfo).port, () => {})).rejects.toThrow('EADDRINUSE');
  });
});
