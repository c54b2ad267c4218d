import type { IncomingHttpHeaders } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { withoutChunks } from './chunks.ts';
import { scopedService } from './signature.ts';

/** More than any operation here takes: Lambda's synchronous payload of 6 MB, in base64 and with its envelope. */
export const LARGEST_BODY = 16 * 1024 * 1024;

export type Content = { readonly headers: IncomingHttpHeaders; readonly body: Buffer };

/**
 * SDKs pack large bodies, and send what they do not hold whole in chunks, with headers that follow it. Throws when one
 * cannot be unpacked, or would be too large then.
 */
export const unpacked = ({ headers, body }: Content): Content => {
  const { 'content-encoding': encoding = '', 'x-amz-content-sha256': signed = '' } = headers;
  if (String(signed).startsWith('STREAMING-')) return withoutChunks({ headers, body });
  // What is given to S3 packed is kept packed.
  const isKept = scopedService(headers.authorization) === 's3';
  return encoding === 'gzip' && !isKept
    ? { headers, body: gunzipSync(body, { maxOutputLength: LARGEST_BODY }) }
    : { headers, body };
};
