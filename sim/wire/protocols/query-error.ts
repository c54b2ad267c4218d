import type { Model } from '../../models/model.ts';
import type { Failure } from './protocol.ts';

/** Services that once spoke Query still name their old error codes, for clients that match on them. */
export const queryErrorHeader = (model: Model, { queryCode, status }: Failure): Record<string, string> =>
  model.metadata.awsQueryCompatible === undefined
    ? {}
    : { 'x-amzn-query-error': `${queryCode};${status < 500 ? 'Sender' : 'Receiver'}` };
