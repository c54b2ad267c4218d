import type { Member, OperationModel, ScalarShape, Shape, Structure } from '../../models/model.ts';
import type { Exchange } from '../exchange.ts';
import { converted, isEntries } from '../shapes/converted.ts';
import { parseJson, readingJson, writingJson } from './json-values.ts';
import type { Protocol } from './protocol.ts';
import { labelsOf } from './route.ts';
import { fromText, toText } from './text.ts';

const [READING, WRITING] = [readingJson('byWireName'), writingJson('byWireName')];

/** REST-JSON: method and path say the operation; members are in the path, the query string, headers and the body. */
export const restJson: Protocol = {
  name: 'rest-json',
  decode: ({ operation, exchange }) => {
    const { input } = operation;
    const outside = input.members
      .filter(({ location }) => location !== undefined)
      .map((member) => [member.name, fromOutside(member, operation, exchange)] as const)
      .filter(([, value]) => value !== undefined);
    const inside = fromBody(input, exchange.body);
    return isEntries(inside) ? { ...inside, ...Object.fromEntries(outside) } : inside;
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

const fromOutside = (member: Member, operation: OperationModel, { headers, path }: Exchange): unknown => {
  const { location, wireName } = member;
  const [before = '', after = ''] = path.split('?', 2);
  if (location === 'uri') return scalarIn(member, [labelsOf(operation.path, before)?.[wireName]]);
  if (location === 'querystring') return scalarIn(member, new URLSearchParams(after).getAll(wireName));
  if (location === 'header') return scalarIn(member, [headers[wireName.toLowerCase()]]);
  throw new Error(`${operation.name} takes ${member.name} from "${location}": that cannot be read here`);
};

const scalarIn = ({ shape, name }: Member, texts: readonly (string | string[] | undefined)[]): unknown => {
  const given = texts.filter((text) => text !== undefined).map(String);
  if (given.length === 0) return undefined;
  if (shape.kind === 'list') return given.map((text) => fromText(scalar(shape.item.shape, name), text));
  return fromText(scalar(shape, name), given[0] ?? '');
};

const scalar = (shape: Shape, name: string): ScalarShape => {
  if (shape.kind === 'structure' || shape.kind === 'list' || shape.kind === 'map') {
    throw new Error(`${name} is a ${shape.kind} outside of the body: that cannot be carried here`);
  }
  return shape;
};

const fromBody = (input: Structure, body: Buffer): unknown => {
  const payload = payloadOf(input);
  if (payload === undefined) return converted(READING, inBody(input), parseJson(body));
  return body.length === 0 && !input.required.includes(payload.name) ? {} : { [payload.name]: body };
};

const toBody = (shape: Structure, value: Readonly<Record<string, unknown>>): string | Uint8Array => {
  const payload = payloadOf(shape);
  if (payload !== undefined) return (value[payload.name] as Uint8Array | undefined) ?? '';
  const inside = inBody(shape);
  return inside.members.length === 0 ? '' : JSON.stringify(converted(WRITING, inside, value));
};

const payloadOf = (shape: Structure): Member | undefined => {
  const payload = shape.members.find(({ name }) => name === shape.payload);
  if (payload !== undefined && payload.shape.kind !== 'blob') {
    throw new Error(`the body of ${shape.name} is a ${payload.shape.kind}: that cannot be carried here`);
  }
  return payload;
};

const inBody = (shape: Structure): Structure => ({
  ...shape,
  members: shape.members.filter(({ location }) => location === undefined),
});

const headersOf = (shape: Structure, value: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(
    shape.members
      .filter(({ location, name }) => location === 'header' && value[name] !== undefined)
      .map((member) => [member.wireName.toLowerCase(), toText(scalar(member.shape, member.name), value[member.name])]),
  );
