import { decode, encode, Tagged, Token, Type } from 'cborg';
import type { ScalarShape } from '../../models/model.ts';
import { type Conversion, converted } from '../shapes/converted.ts';
import type { Failure, Protocol } from './protocol.ts';
import { queryErrorHeader } from './query-error.ts';
import { fromDate } from './timestamps.ts';

/** CBOR's tag of a time in epoch seconds. */
const EPOCH = 1;

const name = ({ name: itself }: { readonly name: string }): string => itself;

const READING: Conversion = {
  // Blobs arrive as bytes and times as Dates.
  scalar: (_shape, value) => (typeof value === 'bigint' ? Number(value) : value),
  from: name,
  to: name,
};

const WRITING: Conversion = {
  scalar: ({ kind }: ScalarShape, value) => {
    if (value instanceof Date) return new Tagged(EPOCH, Float64Array.of(Number(fromDate(value, 'unixTimestamp'))));
    // A list of one marks what is to be written as a float even where it is whole: clients tell the types apart.
    return kind === 'double' || kind === 'float' ? Float64Array.of(Number(value)) : value;
  },
  from: name,
  to: name,
};

/** Smithy's RPC v2: a POST to `/service/{service}/operation/{operation}`, CBOR in and out. */
export const cbor: Protocol = {
  name: 'smithy-rpc-v2-cbor',
  decode: ({ operation, exchange }) => converted(READING, operation.input, parse(exchange.body)),
  encode: ({ operation, requestId }, output) => ({
    status: operation.status,
    headers: headersOf(requestId),
    body: print(converted(WRITING, operation.output, output)),
  }),
  encodeError: (model, failure) => ({
    status: failure.status,
    headers: { ...headersOf(failure.requestId), ...queryErrorHeader(model, failure) },
    body: print({ __type: failure.code, ...(membersOf(failure) as object) }),
  }),
};

const membersOf = ({ shape, members }: Failure): unknown =>
  shape === undefined ? members : converted(WRITING, shape, members);

const headersOf = (requestId: string): Record<string, string> => ({
  'content-type': 'application/cbor',
  'smithy-protocol': 'rpc-v2-cbor',
  'x-amzn-requestid': requestId,
});

const parse = (body: Buffer): unknown => {
  if (body.length === 0) return {};
  try {
    const plain = new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
    return decode(plain, { tags: { [EPOCH]: (content) => toDate(content()) } });
  } catch (cause) {
    throw new SyntaxError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
};

const toDate = (seconds: unknown): unknown =>
  typeof seconds === 'number' ? new Date(Math.round(seconds * 1000)) : seconds;

const print = (value: unknown): Uint8Array =>
  encode(value, {
    float64: true,
    typeEncoders: { Float64Array: (list: Float64Array) => [new Token(Type.float, list[0])] },
  });
