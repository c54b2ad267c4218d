import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { cellOf, show, timeOf } from '../../replay/read/numbers.ts';
import { problemAt } from '../../replay/read/problem.ts';
import type { Row } from '../row.ts';
import type { Columns, Known } from './columns.ts';
import { inOrder } from './order.ts';

type Line = { readonly record: readonly string[]; readonly info: { readonly lines: number } };

/** A header, then a row for each period: its start, and a cell for each metric. Read line by line. */
export async function* csvRows(file: string, columnsOf: (labels: readonly string[]) => Columns): AsyncGenerator<Row> {
  const check = inOrder(file);
  let header: readonly string[] | undefined;
  let known: readonly (Known | undefined)[] = [];
  for await (const { record, info } of linesOf(file)) {
    if (header === undefined) {
      header = headerOf(record, file);
      const { by } = columnsOf(header.slice(1));
      known = header.map((label) => by.get(label));
      continue;
    }
    const names = header;
    const where = (column: string) => () => ({ file, line: info.lines, column });
    checkLength(record, names, { file, line: info.lines });
    const start = timeOf(record[0], 0, where(names[0] ?? ''));
    check(start, info.lines);
    const values = new Map<string, number>();
    known.forEach((one, place) => {
      const cell = one && cellOf(record[place] ?? '', 0, where(names[place] ?? ''));
      if (one !== undefined && cell !== undefined) values.set(one.name, cell.value * one.factor);
    });
    yield { start, values };
  }
}

const headerOf = (record: readonly string[], file: string): readonly string[] =>
  /^(time|timestamp|date)/i.test(record[0] ?? '') && record.length > 1
    ? record
    : problemAt(file, 1, `the header is ${show(record.join(','))}, and not "timestamp,canary Invocations Sum,…"`);

const checkLength = (
  record: readonly string[],
  header: readonly string[],
  { file, line }: { readonly file: string; readonly line: number },
): void => {
  const isLong = record.length > header.length && record.slice(header.length).some((cell) => cell !== '');
  if (record.length < header.length || isLong)
    problemAt(file, line, `this row has ${record.length} cells, and the header has ${header.length}`);
};

async function* linesOf(file: string): AsyncGenerator<Line> {
  const options = { bom: true, trim: true, skip_empty_lines: true, info: true, relax_column_count: true } as const;
  const parser = parse({ ...options, delimiter: [',', ';', '\t'] });
  // The parser is destroyed with whatever goes wrong before it, and so says it.
  pipeline(createReadStream(file), parser, () => undefined);
  try {
    yield* parser as AsyncIterable<Line>;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = Number((error as unknown as { readonly lines?: number }).lines ?? 1);
    problemAt(file, line, 'it is not CSV: a quotation mark stands where none may, or is never closed');
  }
}
