import { CsvError, parse } from 'csv-parse/sync';
import type { Read } from './get-metric-data.ts';
import { cellOf, show, timeOf, type Where } from './numbers.ts';
import { problemAt, problemWith } from './problem.ts';
import type { Series } from './recording.ts';

type Row = { readonly cells: readonly string[]; readonly line: number };

/** A header, then one row for each period: its start, and a cell for each metric. */
export const readCsv = (text: string, file: string): Read => {
  const [header, ...rows] = rowsOf(text, file);
  if (header === undefined) return problemWith(file, EMPTY);
  const [first = '', ...names] = header.cells;
  if (!/^(time|timestamp|date)/i.test(first)) {
    return problemAt(file, header.line, `the first column is ${show(first)}, not timestamp; ${SHAPE}`);
  }
  if (names.length === 0) return problemAt(file, header.line, `there is no column but the timestamps; ${SHAPE}`);
  if (rows.length === 0) return problemAt(file, header.line, `there is no row below the header; ${SHAPE}`);
  const where = (column: string) => (position: number) => ({ file, line: rows[position]?.line ?? 0, column });
  const times = rows.map(({ cells }, position) => timeOf(cells[0], position, where(first)));
  return {
    series: names.map((name, index) =>
      columnOf({ name, index: index + 1, line: header.line }, { rows, times, file, where: where(name) }),
    ),
    remarks: [],
  };
};

export const EMPTY = 'it is empty';
const SHAPE = 'CSV has a header "timestamp,canary Invocations Sum,…" and a row for each minute';

const rowsOf = (text: string, file: string): readonly Row[] => {
  try {
    const parsed = parse(text, {
      bom: true,
      trim: true,
      skip_empty_lines: true,
      info: true,
      relax_column_count: false,
    });
    return (parsed as unknown as readonly { record: string[]; info: { lines: number } }[]).map(({ record, info }) => ({
      cells: record,
      line: info.lines,
    }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = Number((error as unknown as { lines?: number }).lines ?? 1);
    return problemAt(file, line, `this is neither the JSON of get-metric-data nor CSV: ${error.message}`);
  }
};

type Column = { readonly name: string; readonly index: number; readonly line: number };
type Table = {
  readonly rows: readonly Row[];
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
  const lineOfTime = (position: number): number => lines[position] ?? line;
  return { label: name, line, times: own, values, lineOfTime, ...(unit === undefined ? {} : { unit: unit.name }) };
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
