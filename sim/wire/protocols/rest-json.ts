import type { Member, Structure } from '../../models/model.ts';
import { converted, isEntries } from '../shapes/converted.ts';
import { parseJson, readingJson, writingJson } from './json-values.ts';
import type { Protocol } from './protocol.ts';
import { fromOutside, headersOf, inBody, payloadOf } from './rest.ts';

const [READING, WRITING] = [readingJson('byWireName'), writingJson('byWireName')];

/** REST-JSON: method and path say the operation; members are in the path, the query string, headers and the body. */
export const restJson: Protocol = {
  name: 'rest-json',
  decode: ({ operation, exchange }) => {
    const outside = fromOutside(operation, exchange);
    const inside = fromBody(operation.input, exchange.body);
    return isEntries(inside) ? { ...inside, ...outside } : inside;
  },
  encode: ({ operation, requestId }, output) => {
    const { output: shape } = operation;
    const status = shape.members.find(({ location }) => location === 'statusCode');
    return {
      status: status === undefined ? operation.status : Number(output[status.name] ?? operation.status),
      headers: { 'content-type': 'application/json', ...headersOf(shape, output), 'x-amzn-requestid': requestId },
      body: toBody(shape, output),
    };
  },
  encodeError: (_model, { code, members, shape, status, requestId }) => ({
    status,
    headers: {
      'content-type': 'application/json',
      ...(shape === undefined ? {} : headersOf(shape, members)),
      'x-amzn-errortype': code,
      'x-amzn-requestid': requestId,
    },
    body: shape === undefined ? JSON.stringify(members) : toBody(shape, members),
  }),
};

const fromBody = (input: Structure, body: Buffer): unknown => {
  const payload = blobOf(input);
  if (payload === undefined) return converted(READING, inBody(input), parseJson(body));
  return body.length === 0 && !input.required.includes(payload.name) ? {} : { [payload.name]: body };
};

const toBody = (shape: Structure, value: Readonly<Record<string, unknown>>): string | Uint8Array => {
  const payload = blobOf(shape);
  if (payload !== undefined) return (value[payload.name] as Uint8Array | undefined) ?? '';
  const inside = inBody(shape);
  return inside.members.length === 0 ? '' : JSON.stringify(converted(WRITING, inside, value));
};

const blobOf = (shape: Structure): Member | undefined => {
  const payload = payloadOf(shape);
  if (payload !== undefined && payload.shape.kind !== 'blob') {
    throw new Error(`the body of ${shape.name} is a ${payload.shape.kind}: that cannot be carried here`);
  }
  return payload;
};
