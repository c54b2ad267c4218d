import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { numberOf, show, timeOf } from '../../replay/read/numbers.ts';
import { problemAt } from '../../replay/read/problem.ts';
import type { Row } from '../row.ts';
import type { Columns, ColumnsOf } from './columns.ts';
import { inOrder } from './order.ts';

/** One JSON object a line: `timestamp`, and a number for each metric that was measured. Read line by line. */
export async function* jsonRows(file: string, columnsOf: ColumnsOf): AsyncGenerator<Row> {
  const check = inOrder(file);
  const labels = new Set<string>();
  let by: Columns['by'] = new Map();
  let line = 0;
  for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    line += 1;
    if (text.trim() === '') continue;
    const { timestamp, ...metrics } = objectIn(text, file, line);
    const at = line;
    const where = (column: string) => () => ({ file, line: at, column });
    const start = timeOf(timestamp, 0, where('timestamp'));
    check(start, line);
    const fresh = Object.keys(metrics).filter((label) => !labels.has(label));
    for (const label of fresh) labels.add(label);
    if (fresh.length > 0) by = columnsOf([...labels]).by;
    const values = new Map<string, number>();
    for (const [label, value] of Object.entries(metrics)) {
      const known = by.get(label);
      if (known !== undefined && value !== null)
        values.set(known.name, numberOf(value, 0, where(label)) * known.factor);
    }
    yield { start, values };
  }
}

const objectIn = (text: string, file: string, line: number): Readonly<Record<string, unknown>> => {
  try {
    const found: unknown = JSON.parse(text);
    if (typeof found === 'object' && found !== null && !Array.isArray(found)) return found as Record<string, unknown>;
  } catch {
    // Told below, as whatever else is no object.
  }
  return problemAt(
    file,
    line,
    `${show(text)} is no JSON object; write one a line: {"timestamp": "…", "canary Invocations Sum": 120}`,
  );
};
