import type { Model } from '../../models/model.ts';
import { converted } from '../shapes/converted.ts';
import { parseJson, readingJson, writingJson } from './json-values.ts';
import type { Failure, Protocol } from './protocol.ts';
import { queryErrorHeader } from './query-error.ts';

const [READING, WRITING] = [readingJson('byName'), writingJson('byName')];

/** AWS JSON 1.0 and 1.1: a POST to `/`, the operation in `X-Amz-Target`. */
export const awsJson: Protocol = {
  name: 'json',
  decode: ({ operation, exchange }) => converted(READING, operation.input, parseJson(exchange.body)),
  encode: ({ model, operation, requestId }, output) => ({
    status: operation.status,
    headers: headersOf(model, requestId),
    body: JSON.stringify(converted(WRITING, operation.output, output)),
  }),
  encodeError: (model, failure) => ({
    status: failure.status,
    headers: { ...headersOf(model, failure.requestId), ...queryErrorHeader(model, failure) },
    body: JSON.stringify({ __type: failure.code, ...(membersOf(failure) as object) }),
  }),
};

const membersOf = ({ shape, members }: Failure): unknown =>
  shape === undefined ? members : converted(WRITING, shape, members);

const headersOf = (model: Model, requestId: string): Record<string, string> => ({
  'content-type': `application/x-amz-json-${model.metadata.jsonVersion}`,
  'x-amzn-requestid': requestId,
});
