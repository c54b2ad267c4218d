import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { Refusal } from '../../types.ts';

/** The one checksum that S3 keeps of an object: the client's, or its own CRC-64/NVME. */
export type Checksum = { readonly algorithm: Algorithm; readonly value: string };

type Algorithm = 'CRC32' | 'CRC32C' | 'CRC64NVME' | 'SHA1' | 'SHA256';

const hashed =
  (algorithm: string) =>
  (body: Uint8Array): Buffer =>
    createHash(algorithm).update(body).digest();

/** A reflected CRC that begins and ends with all its bits inverted, as these two do. */
const cyclic = (width: 32 | 64, polynomial: bigint): ((body: Uint8Array) => Buffer) => {
  const table = Array.from({ length: 256 }, (_, octet) => {
    let rest = BigInt(octet);
    for (let bit = 0; bit < 8; bit += 1) rest = rest & 1n ? (rest >> 1n) ^ polynomial : rest >> 1n;
    return rest;
  });
  const inverted = (1n << BigInt(width)) - 1n;
  return (body) => {
    let rest = inverted;
    for (const octet of body) rest = (table[Number(rest & 0xffn) ^ octet] ?? 0n) ^ (rest >> 8n);
    return Buffer.from((rest ^ inverted).toString(16).padStart(width / 4, '0'), 'hex');
  };
};

const CALCULATED: Readonly<Record<Algorithm, (body: Uint8Array) => Buffer>> = {
  CRC32: (body) => {
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(body));
    return sum;
  },
  CRC32C: cyclic(32, 0x82f63b78n),
  CRC64NVME: cyclic(64, 0x9a6c9329ac4bc9b5n),
  SHA1: hashed('sha1'),
  SHA256: hashed('sha256'),
};

export const ALGORITHMS = Object.keys(CALCULATED) as readonly Algorithm[];

/** `ChecksumCRC32`, as requests and answers name it. */
export const checksumMember = (algorithm: Algorithm): `Checksum${Algorithm}` => `Checksum${algorithm}`;

type Given = { readonly ContentMD5?: string | undefined } & {
  readonly [member in `Checksum${Algorithm}`]?: string | undefined;
};

/** Refuses a body that is not what its sender says. Answers what is kept of it. */
export const checksumOf = (body: Uint8Array, given: Given): Checksum => {
  checkMd5(body, given.ContentMD5);
  const [algorithm, ...more] = ALGORITHMS.filter((one) => given[checksumMember(one)] !== undefined);
  if (more.length > 0) {
    const why = 'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.';
    throw new Refusal('InvalidRequest', why);
  }
  if (algorithm === undefined) return { algorithm: 'CRC64NVME', value: base64(CALCULATED.CRC64NVME(body)) };
  const [wanted, value] = [CALCULATED[algorithm](body), given[checksumMember(algorithm)] ?? ''];
  if (!isBase64Of(value, wanted.length)) {
    throw new Refusal('InvalidRequest', `Value for x-amz-checksum-${algorithm.toLowerCase()} header is invalid.`);
  }
  if (base64(wanted) !== value) {
    throw new Refusal('BadDigest', `The ${algorithm} you specified did not match the calculated checksum.`);
  }
  return { algorithm, value };
};

const checkMd5 = (body: Uint8Array, given: string | undefined): void => {
  if (given === undefined) return;
  const wanted = hashed('md5')(body);
  const told = { 'Content-MD5': given };
  if (!isBase64Of(given, wanted.length)) {
    throw new Refusal('InvalidDigest', 'The Content-MD5 you specified was invalid.', 400, told);
  }
  if (base64(wanted) !== given) {
    throw new Refusal('BadDigest', 'The Content-MD5 you specified did not match what we received.', 400, {
      ExpectedDigest: Buffer.from(given, 'base64').toString('hex'),
      CalculatedDigest: base64(wanted),
    });
  }
};

const isBase64Of = (text: string, length: number): boolean => {
  const octets = Buffer.from(text, 'base64');
  return octets.length === length && base64(octets) === text;
};

const base64 = (octets: Buffer): string => octets.toString('base64');
