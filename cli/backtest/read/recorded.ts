import { PERIOD } from '../../../lambdas/domain/alarm-definition.ts';
import type { Instant } from '../../../lambdas/domain/model.ts';
import { checkGrain } from '../../replay/read/grain.ts';
import { readRecording } from '../../replay/read/read.ts';
import type { Row } from '../row.ts';
import type { ColumnsOf } from './columns.ts';

/** A JSON document as `aws cloudwatch get-metric-data` prints it: metric by metric, and so held as a whole. */
export function* recordedRows(file: string, columnsOf: ColumnsOf): Generator<Row> {
  const { series } = readRecording(file, () => undefined);
  const { by } = columnsOf(series.map(({ label }) => label));
  const rows = new Map<Instant, Map<string, number>>();
  for (const one of series) {
    const { label, times, values } = one;
    const known = by.get(label);
    if (known === undefined) continue;
    if (known.periodSeconds === PERIOD) checkGrain(one, file);
    times.forEach((start, place) => {
      const row = rows.get(start) ?? new Map<string, number>();
      row.set(known.name, (values[place] ?? Number.NaN) * known.factor);
      rows.set(start, row);
    });
  }
  const starts = [...rows.keys()].toSorted((one, other) => one - other);
  for (const start of starts) yield { start, values: rows.get(start) ?? new Map() };
}
