import type { Model, OperationModel, Structure } from '../../models/model.ts';
import { isEntries } from '../shapes/converted.ts';
import type { Protocol } from './protocol.ts';
import { fromXml, parseXml } from './read-xml.ts';
import { fromOutside, headersOf, inBody, payloadOf } from './rest.ts';
import { element, escapeXml, insideXml } from './xml.ts';

/** REST-XML, as S3 speaks it: like REST-JSON, with XML, bytes or a text of its own as the body. */
export const restXml: Protocol = {
  name: 'rest-xml',
  decode: ({ operation, exchange }) => ({
    ...fromBody(operation.input, exchange.body),
    ...fromOutside(operation, exchange),
  }),
  encode: ({ model, operation, requestId }, output) => {
    const body = toBody(model, operation, output);
    return {
      status: operation.status,
      headers: {
        ...(typeof body === 'string' && body !== '' ? { 'content-type': 'application/xml' } : {}),
        ...headersOf(operation.output, output),
        ...ids(requestId),
      },
      body,
    };
  },
  encodeError: (_model, { queryCode, message, status, members, requestId }) => {
    const own = Object.entries(members).filter(([name]) => name.toLowerCase() !== 'message');
    const inside = [
      element('Code', escapeXml(queryCode)),
      element('Message', escapeXml(message)),
      ...own.map(([name, value]) => element(name, escapeXml(String(value)))),
      element('RequestId', requestId),
      element('HostId', requestId),
    ];
    return {
      status,
      headers: { 'content-type': 'application/xml', ...ids(requestId) },
      body: DECLARATION + element('Error', inside.join('')),
    };
  },
};

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

const ids = (requestId: string): Record<string, string> => ({ 'x-amz-request-id': requestId, 'x-amz-id-2': requestId });

const fromBody = (input: Structure, body: Buffer): Readonly<Record<string, unknown>> => {
  const payload = payloadOf(input);
  if (payload === undefined || (body.length === 0 && !input.required.includes(payload.name))) return {};
  const { name, shape } = payload;
  if (shape.kind === 'blob') return { [name]: body };
  return {
    [name]: shape.kind === 'structure' ? fromXml(shape, parseXml(body.toString('utf8'))) : body.toString('utf8'),
  };
};

/** What S3 calls the outermost element, which no model tells. */
const ROOTS: Readonly<Record<string, string>> = {
  DeleteObjects: 'DeleteResult',
  GetBucketLocation: 'LocationConstraint',
  GetBucketVersioning: 'VersioningConfiguration',
  ListBuckets: 'ListAllMyBucketsResult',
  ListObjectsV2: 'ListBucketResult',
  ListObjectVersions: 'ListVersionsResult',
};

type Values = Readonly<Record<string, unknown>>;

const toBody = ({ metadata }: Model, { name, output }: OperationModel, value: Values): string | Uint8Array => {
  const payload = payloadOf(output);
  const given = payload && value[payload.name];
  if (payload !== undefined && !isEntries(given)) return given === undefined ? '' : (given as string | Uint8Array);
  const shape = payload?.shape.kind === 'structure' ? payload.shape : inBody(output);
  const root = payload?.wireName ?? ROOTS[name];
  if (root === undefined || shape.members.length === 0) return '';
  const namespace = `http://${metadata.endpointPrefix}.amazonaws.com/doc/${metadata.apiVersion}/`;
  // The one answer whose only member is not inside of the root, but is the root.
  const inside =
    name === 'GetBucketLocation'
      ? escapeXml(typeof value['LocationConstraint'] === 'string' ? value['LocationConstraint'] : '')
      : insideXml(shape.members, isEntries(given) ? given : value);
  return `${DECLARATION}<${root} xmlns="${namespace}">${inside}</${root}>`;
};
