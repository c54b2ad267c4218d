import { isUtf8 } from 'node:buffer';
import { readFileSync, statSync } from 'node:fs';
import { problemWith } from './problem.ts';

export const HOW_TO = 'docs/replay.md shows how to export metrics';

/** Six metrics of a fortnight take 8 MB of JSON; texts above half a gigabyte cannot be held at all. */
const MOST_BYTES = 256 * 2 ** 20;

/** A file as text, without a byte order mark: UTF-8, or the UTF-16 that PowerShell and Excel write. */
export const textOf = (file: string): string => {
  const text = decoded(bytesOf(file), file);
  return text.trim() === '' ? problemWith(file, `it is empty; ${HOW_TO}`) : text;
};

const bytesOf = (file: string): Buffer => {
  try {
    const about = statSync(file);
    if (about.isDirectory()) return problemWith(file, 'it is a directory; name a file');
    if (about.size > MOST_BYTES) {
      return problemWith(
        file,
        `it has ${about.size >> 20} MB; export only the metrics of one endpoint, a fortnight at most`,
      );
    }
    return readFileSync(file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return problemWith(file, WHY_NOT.get(code) ?? `it cannot be read: ${message}`);
  }
};

const WHY_NOT: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'there is no such file'],
  ['ENOTDIR', 'there is no such file'],
  ['EACCES', 'it may not be read: its permissions forbid it'],
]);

const decoded = (bytes: Buffer, file: string): string => {
  if (startsWith(bytes, 0xff, 0xfe)) return new TextDecoder('utf-16le').decode(bytes);
  if (startsWith(bytes, 0xfe, 0xff)) return new TextDecoder('utf-16be').decode(bytes);
  if (startsWith(bytes, 0x1f, 0x8b)) return problemWith(file, 'it is compressed; unpack it first');
  if (startsWith(bytes, 0x50, 0x4b)) return problemWith(file, 'it is an archive or an Excel workbook; save it as CSV');
  if (bytes.includes(0)) return problemWith(file, `it is not text; ${HOW_TO}`);
  if (!isUtf8(bytes)) return problemWith(file, 'it is not text in UTF-8; save it as UTF-8');
  return new TextDecoder().decode(bytes);
};

const startsWith = (bytes: Buffer, ...first: readonly number[]): boolean =>
  first.every((byte, index) => bytes[index] === byte);
