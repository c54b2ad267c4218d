import { closeSync, openSync, readSync } from 'node:fs';
import { problemWith } from '../../replay/read/problem.ts';
import type { History } from '../row.ts';
import { wantedBy } from '../watches.ts';
import { columnsOf, type Labels } from './columns.ts';
import { csvRows } from './csv.ts';
import { jsonRows } from './json-lines.ts';
import { oneAPeriod } from './periods.ts';
import { recordedRows } from './recorded.ts';

export type FileHistory = {
  readonly rows: History;
  /** Sentences about what the file has that nobody watches; complete once all is read. */
  readonly remarks: () => readonly string[];
};

/** CSV, JSON lines, or what the AWS CLI prints, by how it begins. Throws a `ReplayProblem` while it is read. */
export const fileHistory = (labels: Labels): FileHistory => {
  const { file } = labels;
  const start = beginningOf(file);
  let remarks: readonly string[] = [];
  const known = (names: readonly string[]) => {
    const columns = columnsOf(names, labels);
    ({ remarks } = columns);
    return columns;
  };
  return { rows: oneAPeriod(file, reader(start)(file, known, start), wantedBy(labels.policy)), remarks: () => remarks };
};

const reader = (start: string) => {
  if (/^\s*\{[^\n]*"timestamp"\s*:/.test(start)) return jsonRows;
  return /^\s*[[{]/.test(start) ? recordedRows : csvRows;
};

/** Enough for the first line of any such file. */
const BEGINNING = 4_096;

const beginningOf = (file: string): string => {
  const buffer = Buffer.alloc(BEGINNING);
  try {
    const descriptor = openSync(file, 'r');
    try {
      const text = buffer.toString('utf8', 0, readSync(descriptor, buffer));
      return text.trim() === '' ? problemWith(file, 'it is empty') : text.replace(/^\uFEFF/, '');
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return problemWith(file, code === 'ENOENT' ? 'there is no such file' : `it cannot be read: ${message}`);
  }
};
