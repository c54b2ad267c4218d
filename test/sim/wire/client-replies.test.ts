import { Readable } from 'node:stream';
import { HttpResponse } from '@smithy/core/protocols';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { modelOf, type OperationModel } from '../../../sim/models/model.ts';
import type { Reply } from '../../../sim/wire/exchange.ts';
import { awsJson } from '../../../sim/wire/protocols/aws-json.ts';
import { cbor } from '../../../sim/wire/protocols/cbor.ts';
import { query } from '../../../sim/wire/protocols/query.ts';
import { restJson } from '../../../sim/wire/protocols/rest-json.ts';
import { restXml } from '../../../sim/wire/protocols/rest-xml.ts';
import { ANY_TEXT, valuesOf } from './arbitraries.ts';
import { clientOf, commandOf, SPEAKERS, type Speaker, titleOf } from './clients.ts';

const PROTOCOLS = [awsJson, query, restJson, restXml];

const protocolOf = ({ service, protocol }: Speaker) => {
  if (protocol !== undefined) return protocol === 'cbor' ? cbor : query;
  const spoken = modelOf(service).metadata.protocols;
  const found = PROTOCOLS.find(({ name }) => spoken.includes(name));
  if (found === undefined) throw new Error(`${service} speaks none of ours`);
  return found;
};

/** Says what a client makes of our reply. */
const readingBy = (speaker: Speaker) => {
  let response: HttpResponse | undefined;
  const requestHandler = { handle: () => Promise.resolve({ response }) };
  // SQS's client would miss a digest that random text does not have.
  const client = clientOf(speaker, { md5: false, requestHandler });
  return async (operation: OperationModel, { status, headers, body }: Reply): Promise<object> => {
    response = new HttpResponse({ statusCode: status, headers, body: Readable.from([Buffer.from(body as string)]) });
    const input = minimal(operation);
    const { $metadata: _, ...output } = (await client.send(
      commandOf(speaker.service, operation.name, input),
    )) as Output;
    return plain(await read(output)) as object;
  };
};
type Output = { readonly $metadata: unknown };

/** What may be large comes as a stream. */
const read = async (output: object): Promise<object> => {
  const { Body: body } = output as { readonly Body?: { readonly transformToByteArray?: () => Promise<Uint8Array> } };
  return body?.transformToByteArray === undefined ? output : { ...output, Body: await body.transformToByteArray() };
};

/** Labels must be given, or the client sends nothing. */
const minimal = ({ input }: OperationModel): object =>
  Object.fromEntries(input.members.filter(({ location }) => location === 'uri').map(({ name }) => [name, 'x']));

/** Bytes come as classes of their own. */
const plain = (value: unknown): unknown => {
  if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString('hex') };
  if (value instanceof Date) return value;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, plain(item)]));
};

/** S3's client gives the one another name, and compares the others with the body. */
const CHANGED = /^(Expires|Checksum.+)$/;

/** XML knows no empty text, and no control characters. */
const text = ANY_TEXT.map((any) => `x${any.replaceAll(/\p{Cc}/gu, '')}`);

describe.each(SPEAKERS.map((speaker) => [titleOf(speaker), speaker] as const))(
  'what the client of %s reads',
  (_, speaker) => {
    const model = modelOf(speaker.service);
    const readBy = readingBy(speaker);
    const answering = [...model.operations.values()].filter(({ output }) => output.members.length > 0);
    test.each(answering.map((operation) => [operation.name, operation] as const))(
      'is what was answered: %s',
      (_name, operation) => {
        // Any status but a good one would be an error.
        const members = operation.output.members.filter(
          ({ name, location }) => location !== 'statusCode' && !CHANGED.test(name),
        );
        const outputs = valuesOf(
          { ...operation.output, members, required: [] },
          { text, step: speaker.service === 's3' ? 1_000 : 1 },
        );
        return fc.assert(
          fc.asyncProperty(outputs, async (output) => {
            const answered = { model, operation, requestId: 'r' };
            const reply = protocolOf(speaker).encode(answered, output as Readonly<Record<string, unknown>>);
            expect(await readBy(operation, reply)).toMatchObject(plain(output) as object);
          }),
          { numRuns: 5 },
        );
      },
    );
  },
);
