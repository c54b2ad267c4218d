import { createHash } from 'node:crypto';
import type { PutObjectRequest } from '@aws-sdk/client-s3';
import type { Wires } from '../../types.ts';
import type { Bucket, Encryption, StoredObject, Version } from './bucket.ts';
import { checksumOf } from './checksums.ts';
import { encryption } from './encryption.ts';
import { checkKey } from './names.ts';
import { add, NO_VERSION } from './versions.ts';

/** What answers repeat, as it was given. */
export const CONTENT_MEMBERS = [
  'CacheControl',
  'ContentDisposition',
  'ContentEncoding',
  'ContentLanguage',
  'ContentType',
] as const;

/** The body as the wire gives it. */
export type Put = Omit<PutObjectRequest, 'Body'> & { readonly Body?: Uint8Array };

/** Keeps an object, as the newest that its key stands for. */
export const putObject = (wires: Wires, bucket: Bucket, input: Put): Version & { readonly object: StoredObject } => {
  const { Key: key = '', Body: body = new Uint8Array(), Metadata: metadata = {} } = input;
  checkKey(key);
  const checksum = checksumOf(body, input);
  const chosen =
    input.ServerSideEncryption === undefined
      ? bucket.encryption
      : encryption(input.ServerSideEncryption, input.SSEKMSKeyId);
  const content = CONTENT_MEMBERS.flatMap((member) => {
    const given = input[member];
    return given === undefined ? [] : [[member, given] as const];
  });
  const object: StoredObject = {
    body,
    etag: etagOf(body, chosen),
    checksum,
    encryption: chosen,
    metadata,
    content: { ContentType: 'binary/octet-stream', ...Object.fromEntries(content) },
  };
  const version = { key, id: idIn(wires, bucket), modified: wires.clock.now(), object };
  add(bucket, version);
  return version;
};

/** Keeps that there is no object any more. */
export const putMarker = (wires: Wires, bucket: Bucket, key: string): Version => {
  const version = { key, id: idIn(wires, bucket), modified: wires.clock.now() };
  add(bucket, version);
  return version;
};

const idIn = ({ seeded }: Wires, { name, versioning }: Bucket): string =>
  versioning === 'Enabled' ? seeded.id(`s3/${name}`).replaceAll('-', '') : NO_VERSION;

/** The MD5 of what is stored, which is not what was given once a KMS key has encrypted it. */
const etagOf = (body: Uint8Array, { algorithm }: Encryption): string => {
  const stored = createHash('md5').update(body);
  if (algorithm !== 'AES256') stored.update(algorithm);
  return `"${stored.digest('hex')}"`;
};
