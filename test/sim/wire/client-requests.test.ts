import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { modelOf, type OperationModel } from '../../../sim/models/model.ts';
import { addressOf } from '../../../sim/wire/address.ts';
import type { Exchange } from '../../../sim/wire/exchange.ts';
import { ANY_TEXT, valuesOf } from './arbitraries.ts';
import { clientOf, commandOf, SPEAKERS, type Speaker, titleOf } from './clients.ts';

type Sent = {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string | readonly string[]>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
};

/** Says what a client would have put on the wire. */
const listeningTo = (speaker: Speaker) => {
  let sent: Sent | undefined;
  const requestHandler = {
    handle: (request: Sent) => {
      sent = request;
      throw new Error('not sent');
    },
  };
  const client = clientOf(speaker, { requestHandler });
  return async (operation: string, input: unknown): Promise<Exchange> => {
    await client.send(commandOf(speaker.service, operation, input)).catch((error: Error) => {
      if (error.message !== 'not sent') throw error;
    });
    if (sent === undefined) throw new Error(`${operation} was not sent`);
    return exchangeOf(sent);
  };
};

const exchangeOf = ({ method, path, query, headers, body = '' }: Sent): Exchange => {
  const pairs = Object.entries(query).flatMap(([name, given]) =>
    [given].flat().map((text): [string, string] => [name, String(text)]),
  );
  const search = new URLSearchParams(pairs).toString();
  return {
    method,
    path: search === '' ? path : `${path}?${search}`,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    body: typeof body === 'string' ? Buffer.from(body) : Buffer.concat([body]),
  } as unknown as Exchange;
};

/** The client itself adds tokens, and headers that the service takes for members. */
const ADDED: Readonly<Record<string, readonly string[]>> = {
  InvokeEndpoint: ['ContentType', 'Accept'],
  TransactWriteItems: ['ClientRequestToken'],
  DeleteObjects: ['ChecksumAlgorithm', 'ContentMD5'],
  GetObject: ['ChecksumMode'],
  HeadObject: ['ChecksumMode'],
  PutBucketPolicy: ['ChecksumAlgorithm', 'ContentMD5'],
  PutBucketVersioning: ['ChecksumAlgorithm', 'ContentMD5'],
  PutObject: ['ChecksumAlgorithm', 'ChecksumCRC32', 'ContentLength', 'ContentType'],
};

/** These make the client choose another endpoint, or are its own affair: checksums, and keys that it digests. */
const LEFT_OUT: Readonly<Record<string, readonly string[]>> = {
  PutEvents: ['EndpointId'],
  DeleteObjects: ['ChecksumAlgorithm'],
  GetObject: ['SSECustomerKey'],
  HeadObject: ['SSECustomerKey'],
  PutBucketPolicy: ['ChecksumAlgorithm', 'ContentMD5'],
  PutBucketVersioning: ['ChecksumAlgorithm', 'ContentMD5'],
  PutObject: [
    ...(modelOf('s3')
      .operations.get('PutObject')
      ?.input.members.map(({ name }) => name)
      .filter((name) => name.startsWith('Checksum')) ?? []),
    'ContentLength',
    'ContentMD5',
    'SSECustomerKey',
  ],
};

const inputsOf = (speaker: Speaker, { name, input }: OperationModel): fc.Arbitrary<unknown> => {
  const members = input.members.filter((member) => LEFT_OUT[name]?.includes(member.name) !== true);
  return valuesOf({ ...input, members }, { text: ANY_TEXT, step: speaker.service === 's3' ? 1_000 : 1 });
};

describe.each(SPEAKERS.map((speaker) => [titleOf(speaker), speaker] as const))(
  'what the client of %s sends',
  (_, speaker) => {
    const operations = [...modelOf(speaker.service).operations.values()];
    const sentBy = listeningTo(speaker);
    test.each(operations.map((operation) => [operation.name, operation] as const))(
      'is understood: %s',
      (_name, operation) =>
        fc.assert(
          fc.asyncProperty(inputsOf(speaker, operation), async (input) => {
            const exchange = await sentBy(operation.name, input);
            const address = addressOf(exchange);
            expect(address?.model.name).toBe(speaker.service);
            expect(address?.operation).toBe(operation.name);
            const decoded = { ...(address?.protocol.decode({ model: address.model, operation, exchange }) as object) };
            const added = (ADDED[operation.name] ?? []).filter((name) => !(name in (input as object)));
            for (const name of added) Reflect.deleteProperty(decoded, name);
            expect(decoded).toEqual(input);
          }),
          { numRuns: 5 },
        ),
    );
  },
);
