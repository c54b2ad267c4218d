import { parse } from 'csv-parse/sync';
import {
  CSV,
  type CsvRow,
  checkHeader,
  checkLength,
  delimiterOf,
  type ParsedRow,
  rowIn,
  SHAPE,
  throwProblem,
} from './csv-rows.ts';
import type { Read } from './get-metric-data.ts';
import { cellOf, show, timeOf, type Where } from './numbers.ts';
import { problemAt } from './problem.ts';
import type { Series } from './recording.ts';

/** A header, then one row for each minute: its start, and a cell for each metric. */
export const readCsv = (text: string, file: string): Read => {
  const [header = { cells: [], line: 1 }, ...rows] = rowsOf(text, file);
  const [first = '', ...names] = header.cells;
  checkHeader(header, file);
  if (rows.length === 0) return problemAt(file, header.line, `there is no row below the header; ${SHAPE}`);
  for (const row of rows) checkLength(row, header, file);
  const where = (column: string) => (position: number) => ({ file, line: rows[position]?.line ?? 0, column });
  const times = rows.map(({ cells }, position) => timeOf(cells[0], position, where(first)));
  const columns = names.map((name, index) => ({ name, index: index + 1, line: header.line }));
  return {
    series: columns
      .map((column) => columnOf(column, { rows, times, file, where: where(column.name) }))
      // A separator too many at the end of each row makes a column of nothing.
      .filter((series) => series.label !== '' || series.times.length > 0),
    remarks: [],
  };
};

const rowsOf = (text: string, file: string): readonly CsvRow[] => {
  try {
    const parsed = parse(text, { ...CSV, delimiter: delimiterOf(text) });
    return (parsed as unknown as readonly ParsedRow[]).map(rowIn);
  } catch (error) {
    return throwProblem(error, file);
  }
};

type Column = { readonly name: string; readonly index: number; readonly line: number };
type Table = {
  readonly rows: readonly CsvRow[];
  readonly times: readonly number[];
  readonly file: string;
  readonly where: Where;
};

const columnOf = ({ name, index, line }: Column, { rows, times, file, where }: Table): Series => {
  const kept: { times: number[]; values: number[]; lines: number[] } = { times: [], values: [], lines: [] };
  let unit: { readonly name: string; readonly line: number } | undefined;
  rows.forEach((row, position) => {
    const cell = cellOf(row.cells[index] ?? '', position, where);
    if (cell === undefined) return;
    if (kept.times.length > 0 && cell.unit !== unit?.name) mixed({ file, name, line: row.line }, cell.unit, unit);
    if (cell.unit !== undefined) unit ??= { name: cell.unit, line: row.line };
    kept.times.push(times[position] ?? Number.NaN);
    kept.values.push(cell.value);
    kept.lines.push(row.line);
  });
  const { times: own, values, lines } = kept;
  const lineOf = (position: number): number => lines[position] ?? line;
  const places = { line: () => line, lineOfTime: lineOf, lineOfValue: lineOf };
  return { label: name, times: own, values, ...places, ...(unit === undefined ? {} : { unit: unit.name }) };
};

type Here = { readonly file: string; readonly name: string; readonly line: number };

const mixed = (
  { file, name, line }: Here,
  here: string | undefined,
  before: { name: string; line: number } | undefined,
): never => {
  const [now, then] = [
    here ?? 'no unit',
    before === undefined ? 'no unit above' : `${before.name} on line ${before.line}`,
  ];
  return problemAt(file, line, `${show(name)} is in ${now} here and in ${then}; give the whole column in one unit`);
};
