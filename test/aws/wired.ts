import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { makeStillness } from '../../sim/kernel/stillness.ts';
import type { Api, ApiName, Decision, Operation, Part, Wires } from '../../sim/types.ts';
import { makeServer } from '../../sim/wire/server.ts';
import type { Slack } from '../../sim/wire/slack.ts';
import { smallAccount } from '../sim/small-account.ts';

/** What the tests give each real client: where the small AWS listens, and a person's key. */
const clientOf = (endpoint: string) => ({
  endpoint,
  region: 'eu-west-1',
  credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' },
  maxAttempts: 1,
});

type Manners = {
  readonly slack?: Slack;
  /** Replies may be what AWS's models do not allow. */
  readonly unchecked?: boolean;
};

/** Serves the parts over HTTP on loopback for as long as the test runs; answers the settings of a client. */
export const wired = (wires: Wires, parts: readonly Part[], slack?: Slack) =>
  served(wires, parts, slack === undefined ? {} : { slack });

const served = async (wires: Wires, parts: readonly Part[], { slack = takesAll, unchecked = false }: Manners) => {
  if (wires.iam === undefined) Object.assign(wires, { iam: { judge: (): Decision => ({ allowed: true }) } });
  const stillness = makeStillness();
  const server = await makeServer(wires, {
    apis: parts.flatMap(({ api }) => api ?? []),
    principalOf: () => ({ kind: 'person', name: 'test' }),
    slack,
    stillness,
    immediately: true,
    unchecked,
  });
  onTestFinished(async () => {
    await server.close();
    // A mistake of the stand-in's own fails the test.
    await stillness.settled();
  });
  return clientOf(server.url);
};

const takesAll: Slack = () => ({ status: 200, body: 'ok' });

export const denyEverything = (wires: Wires): void => {
  Object.assign(wires, { iam: { judge: (): Decision => ({ allowed: false, why: 'no statement allows it' }) } });
};

/** A part whose one operation answers what the test says. */
export const saying = (name: ApiName, operation: string, run: (input: never) => unknown): Part => {
  const operations: Record<string, Operation> = { [operation]: { needs: () => [], run } };
  return { api: { name, operations }, provisioners: [] };
};

/** A client of an account in which one operation answers what the test says, however odd. */
export const answering = (name: ApiName, operation: string, run: (input: never) => unknown) =>
  served(smallAccount({}).wires, [saying(name, operation, run)], { unchecked: true });

/** The same part, with one operation that first asks the test. */
export const interrupted = (part: Part, operation: string, first: (input: never) => void): Part => {
  const api = part.api as Api;
  const real = api.operations[operation];
  if (real === undefined) throw new Error(`there is no operation ${operation}`);
  const run: Operation['run'] = (input, who) => {
    first(input);
    return real.run(input, who);
  };
  return { ...part, api: { ...api, operations: { ...api.operations, [operation]: { ...real, run } } } };
};

/** A server without manners: it breaks connections, says nothing, or talks nonsense. */
export const rude = async (listener: RequestListener) => {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return clientOf(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
};

export const saysNothing: RequestListener = () => {};
export const hangsUp: RequestListener = (request) => void request.socket.destroy();
export const breaksDown: RequestListener = (_request, response) => {
  response.writeHead(500, { 'content-type': 'application/x-amz-json-1.1' });
  response.end(JSON.stringify({ __type: 'InternalFailure', message: 'We are sorry' }));
};
