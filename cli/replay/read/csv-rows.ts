import { CsvError } from 'csv-parse';
import { show } from './numbers.ts';
import { problemAt } from './problem.ts';

/** What is the same about CSV, whether it is read as a text or line by line. */
export const CSV = { trim: true, skip_empty_lines: true, info: true, relax_column_count: true } as const;

export type CsvRow = { readonly cells: readonly string[]; readonly line: number };

/** As the parser gives it. */
export type ParsedRow = { readonly record: readonly string[]; readonly info: { readonly lines: number } };

export const rowIn = ({ record, info }: ParsedRow): CsvRow => ({ cells: record, line: info.lines });

export const SHAPE =
  'CSV begins with "timestamp,canary Invocations Sum,…", and the AWS CLI prints JSON with --output json';

/** A comma, or what spreadsheets write where the comma is in the numbers: whichever follows the first name. */
export const delimiterOf = (text: string): string => /[,;\t]/.exec(text.split(/[\r\n]/, 1)[0] ?? '')?.[0] ?? ',';

export const checkHeader = ({ cells, line }: CsvRow, file: string): void => {
  const [first = '', ...names] = cells;
  if (!/^(time|timestamp|date)/i.test(first))
    problemAt(file, line, `the first column is ${show(first)}, not timestamp; ${SHAPE}`);
  if (names.length === 0) problemAt(file, line, `there is no column but the timestamps; ${SHAPE}`);
};

/** A separator too many at the end makes a cell of nothing. */
export const checkLength = ({ cells, line }: CsvRow, header: CsvRow, file: string): void => {
  const [own, wanted] = [cells.length, header.cells.length];
  if (own === wanted || (own > wanted && cells.slice(wanted).every((cell) => cell === ''))) return;
  problemAt(file, line, `this row has ${own} cells, and the header has ${wanted}`);
};

/** What the parser complains of, with its line. */
export const throwProblem = (error: unknown, file: string): never => {
  if (!(error instanceof CsvError)) throw error;
  const line = Number((error as unknown as { readonly lines?: number }).lines ?? 1);
  return problemAt(file, line, 'it is not CSV: a quotation mark stands where none may, or is never closed');
};
