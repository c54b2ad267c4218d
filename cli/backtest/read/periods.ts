import { PERIOD } from '../../../lambdas/domain/alarm-definition.ts';
import { type Instant, MINUTE, SECOND } from '../../../lambdas/domain/model.ts';
import { problemWith } from '../../replay/read/problem.ts';
import { nameOf } from '../../replay/wanted.ts';
import type { History, Row } from '../row.ts';
import type { Read } from '../watch.ts';

/** Throws where a longer period has more than one figure: what CloudWatch would have made of them, it alone can tell. */
export async function* oneAPeriod(file: string, rows: History, wanted: readonly Read[]): AsyncGenerator<Row> {
  const longer = wanted
    .filter(({ periodSeconds }) => periodSeconds > PERIOD)
    .map((one) => ({ name: nameOf(one), period: one.periodSeconds * SECOND, last: Number.NEGATIVE_INFINITY }));
  for await (const row of rows) {
    for (const one of longer) {
      if (!row.values.has(one.name)) continue;
      if (row.start - one.last < one.period) tooMany(file, one, row.start);
      one.last = row.start;
    }
    yield row;
  }
}

const tooMany = (
  file: string,
  { name, period, last }: { readonly name: string; readonly period: number; readonly last: Instant },
  start: Instant,
): never =>
  problemWith(
    file,
    `${name} stands at ${iso(last)} and at ${iso(start)}, and its guard judges periods of ${period / MINUTE} minutes; export it with a Period of ${period / SECOND}, and leave the rows between empty`,
  );

const iso = (at: Instant): string => new Date(at).toISOString();
