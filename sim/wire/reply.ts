import type { Refusal } from '../types.ts';
import { errorShapeOf, type Service, type Shapes } from './catalogue.ts';
import type { Reply } from './exchange.ts';
import { encodeJson } from './json.ts';
import { encodeXml, encodeXmlError } from './query.ts';
import { flawsOf } from './shape.ts';

const SNS_NAMESPACE = 'http://sns.amazonaws.com/doc/2010-03-31/';

export type Answered = { readonly service: Service; readonly operation: string; readonly requestId: string };

/** A service's output on the wire. What the schema does not know is a mistake of ours, not of the caller. */
export const replyWith = ({ service, operation, requestId }: Answered, shapes: Shapes, output: unknown): Reply => {
  const value = output ?? {};
  const flaws = flawsOf(shapes.output, value);
  if (flaws.length > 0) {
    const list = flaws.map(({ path, kind }) => `${path} (${kind})`).join(', ');
    throw new Error(`${service.name} ${operation} answers what its schema does not allow: ${list}`);
  }
  const body =
    service.dialect === 'query'
      ? encodeXml(operation, shapes.output, { value, requestId, namespace: SNS_NAMESPACE })
      : encodeJson(shapes.output, value);
  return { status: 200, headers: headersOf(service, requestId), body };
};

export const replyWithRefusal = ({ service, requestId }: Omit<Answered, 'operation'>, refusal: Refusal): Reply => {
  const { code, message, status } = refusal;
  const headers = headersOf(service, requestId);
  if (service.dialect === 'query') {
    return { status, headers, body: encodeXmlError({ code, message, status, requestId, namespace: SNS_NAMESPACE }) };
  }
  const body = JSON.stringify({ __type: code, message, ...membersOf(service, refusal) });
  if (service.dialect === 'json') return { status, headers, body };
  return { status, headers: { ...headers, 'x-amzn-query-error': queryError(service, refusal) }, body };
};

const headersOf = (service: Service, requestId: string): Record<string, string> => ({
  'content-type': service.contentType,
  'x-amzn-requestid': requestId,
});

/** Error members go through the error's own schema, as `Item` of a failed condition must. */
const membersOf = (service: Service, { code, members }: Refusal): Record<string, unknown> => {
  const schema = errorShapeOf(service, code);
  return schema === undefined ? { ...members } : JSON.parse(encodeJson(schema, members));
};

/** Services that once spoke Query still name their old error codes, for clients that match on them. */
const queryError = (service: Service, { code, status }: Refusal): string => {
  const old = errorShapeOf(service, code)?.getMergedTraits() as
    | { readonly awsQueryError?: readonly [string, number] }
    | undefined;
  return `${old?.awsQueryError?.[0] ?? code};${status < 500 ? 'Sender' : 'Receiver'}`;
};
