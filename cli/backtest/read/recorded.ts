import type { Instant } from '../../../lambdas/domain/model.ts';
import { readRecording } from '../../replay/read/read.ts';
import type { Row } from '../row.ts';
import type { Columns } from './columns.ts';

/** A JSON document as `aws cloudwatch get-metric-data` prints it: metric by metric, and so held as a whole. */
export function* recordedRows(file: string, columnsOf: (labels: readonly string[]) => Columns): Generator<Row> {
  const { series } = readRecording(file);
  const { by } = columnsOf(series.map(({ label }) => label));
  const rows = new Map<Instant, Map<string, number>>();
  for (const { label, times, values } of series) {
    const known = by.get(label);
    if (known === undefined) continue;
    times.forEach((start, place) => {
      const row = rows.get(start) ?? new Map<string, number>();
      row.set(known.name, (values[place] ?? Number.NaN) * known.factor);
      rows.set(start, row);
    });
  }
  const starts = [...rows.keys()].toSorted((one, other) => one - other);
  for (const start of starts) yield { start, values: rows.get(start) ?? new Map() };
}
