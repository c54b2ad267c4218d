import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, normalize, sep } from 'node:path';
import { unzipSync } from 'fflate';
import type { Wires } from '../types.ts';
import type { DeclaredFunction } from './declared.ts';
import { invalidParameter } from './refusals.ts';

export type Code = Pick<DeclaredFunction, 'directory' | 'archive'>;

/** Where functions have their code from. */
export type CodeStore = {
  readonly inBucket: (bucket: string, key: string) => Code;
  readonly inArchive: (zip: Uint8Array) => Code;
  /** Takes all directories away that were made. */
  readonly close: () => void;
};

/** `s3Key` is `Code.S3Key`, as synthesis wrote it: `<hash>.zip`. Throws when there is no such asset. */
export type AssetDirectory = (s3Key: string) => string;

/** What is in a bucket goes before what lies beside the template, unpacked, for nobody put it into a bucket. */
export const makeCodeStore = (wires: Pick<Wires, 'objects'>, assetDirectory: AssetDirectory): CodeStore => {
  let home: string | undefined;
  const unpacked = new Map<string, Code>();
  const inArchive = (zip: Uint8Array): Code => {
    const hash = createHash('sha256').update(zip).digest();
    const name = hash.toString('hex');
    const known = unpacked.get(name);
    if (known !== undefined) return known;
    const files = filesIn(zip);
    home ??= mkdtempSync(join(tmpdir(), 'small-aws-'));
    const directory = join(home, name);
    mkdirSync(directory);
    for (const [path, content] of files) write(join(directory, path), content);
    const code = { directory, archive: { size: zip.byteLength, sha256: hash.toString('base64') } };
    unpacked.set(name, code);
    return code;
  };
  return {
    inArchive,
    inBucket: (bucket, key) => {
      const zip = wires.objects.get(bucket, key);
      if (zip !== undefined) return inArchive(zip);
      if (wires.objects.hasBucket(bucket)) throw notThere('NoSuchKey', 'The specified key does not exist.');
      return { directory: assetDirectory(key) };
    },
    close: () => {
      if (home !== undefined) rmSync(home, { recursive: true, force: true });
      unpacked.clear();
    },
  };
};

const notThere = (code: string, message: string) =>
  invalidParameter(`Error occurred while GetObject. S3 Error Code: ${code}. S3 Error Message: ${message}`);

/** Octets that a function's code may have, unpacked. */
const LARGEST = 262_144_000;

/** By their paths. */
const filesIn = (zip: Uint8Array): readonly (readonly [string, Uint8Array])[] => {
  let size = 0;
  const all = attempt(() =>
    unzipSync(zip, {
      filter: ({ originalSize }) => {
        size += originalSize;
        return size < LARGEST;
      },
    }),
  );
  if (size >= LARGEST) throw invalidParameter(`Unzipped size must be smaller than ${LARGEST} bytes`);
  const files = Object.entries(all).filter(([path]) => !path.endsWith('/'));
  if (files.some(([path]) => leaves(path))) throw unreadable();
  return files;
};

const attempt = <T>(unzip: () => T): T => {
  try {
    return unzip();
  } catch {
    throw unreadable();
  }
};

const unreadable = () =>
  invalidParameter('Could not unzip uploaded file. Please check your file, then try to upload again.');

/** Out of the directory that it is unpacked into. */
const leaves = (path: string): boolean => /^([/\\]|[a-z]:)/i.test(path) || normalize(path).split(sep).includes('..');

const write = (path: string, content: Uint8Array): void => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
};
