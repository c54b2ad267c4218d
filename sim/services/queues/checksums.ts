import { createHash } from 'node:crypto';
import type { MessageAttribute, MessageAttributes } from '../../types.ts';

/** What a client holds against what it sent, and against what it received. */
export const md5OfBody = (body: string): string => createHash('md5').update(body).digest('hex');

const STRING = 1;
const BINARY = 2;

/**
 * By name: the name, the type and the value, each after its length in four bytes, and before the value one byte for how
 * it travels (SQS developer guide, "Calculating the MD5 message digest for message attributes").
 */
export const md5OfAttributes = (attributes: MessageAttributes): string | undefined => {
  const entries = Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1));
  if (entries.length === 0) return undefined;
  const hash = createHash('md5');
  for (const [name, attribute] of entries) {
    hash.update(withLength(name)).update(withLength(attribute.type));
    hash.update(Buffer.from([isBinary(attribute) ? BINARY : STRING])).update(withLength(bytesOf(attribute)));
  }
  return hash.digest('hex');
};

export const isBinary = ({ type }: MessageAttribute): boolean => type.startsWith('Binary');

export const bytesOf = (attribute: MessageAttribute): Buffer =>
  Buffer.from(attribute.value, isBinary(attribute) ? 'base64' : 'utf8');

const withLength = (value: string | Buffer): Buffer => {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
};
