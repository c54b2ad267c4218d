import type { IncomingHttpHeaders } from 'node:http';
import { gunzipSync } from 'node:zlib';

/** More than any operation here takes: Lambda's synchronous payload of 6 MB, in base64 and with its envelope. */
export const LARGEST_BODY = 16 * 1024 * 1024;

/** SDKs pack large bodies. Throws when one cannot be unpacked, or would be too large then. */
export const unpacked = (headers: IncomingHttpHeaders, body: Buffer): Buffer =>
  headers['content-encoding'] === 'gzip' ? gunzipSync(body, { maxOutputLength: LARGEST_BODY }) : body;
