import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { parse } from 'csv-parse';
import {
  CSV,
  type CsvRow,
  checkHeader,
  checkLength,
  delimiterOf,
  type ParsedRow,
  rowIn,
  throwProblem,
} from '../../replay/read/csv-rows.ts';
import { cellOf, timeOf } from '../../replay/read/numbers.ts';
import type { Row } from '../row.ts';
import type { ColumnsOf, Known } from './columns.ts';
import { inOrder } from './order.ts';

/** A header, then a row for each period: its start, and a cell for each metric. Read line by line. */
export async function* csvRows(file: string, columnsOf: ColumnsOf, beginning: string): AsyncGenerator<Row> {
  const check = inOrder(file);
  let header: CsvRow | undefined;
  let known: readonly (Known | undefined)[] = [];
  for await (const row of linesOf(file, delimiterOf(beginning))) {
    if (header === undefined) {
      checkHeader(row, file);
      const { by } = columnsOf(row.cells.slice(1));
      [header, known] = [row, row.cells.map((label) => by.get(label))];
      continue;
    }
    const { cells: names } = header;
    const { cells, line } = row;
    const where = (column: string) => () => ({ file, line, column });
    checkLength(row, header, file);
    const start = timeOf(cells[0], 0, where(names[0] ?? ''));
    check(start, line);
    const values = new Map<string, number>();
    known.forEach((one, place) => {
      const cell = one && cellOf(cells[place] ?? '', 0, where(names[place] ?? ''));
      if (one !== undefined && cell !== undefined) values.set(one.name, cell.value * one.factor);
    });
    yield { start, values };
  }
}

async function* linesOf(file: string, delimiter: string): AsyncGenerator<CsvRow> {
  const parser = parse({ ...CSV, bom: true, delimiter });
  // The parser is destroyed with whatever goes wrong before it, and so says it.
  pipeline(createReadStream(file), parser, () => undefined);
  try {
    for await (const parsed of parser as AsyncIterable<ParsedRow>) yield rowIn(parsed);
  } catch (error) {
    throwProblem(error, file);
  }
}
