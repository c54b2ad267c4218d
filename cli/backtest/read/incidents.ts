import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { show, timeOf } from '../../replay/read/numbers.ts';
import { problemAt, problemWith } from '../../replay/read/problem.ts';
import type { Incident } from '../incident.ts';

/** CSV with the columns `from` and `until`, and `variant` if only one was bad. */
export const readIncidents = (file: string, variants: readonly string[]): readonly Incident[] => {
  const rows = parse(textOf(file), { bom: true, trim: true, skip_empty_lines: true, relax_column_count: true });
  const [header = [], ...lines] = rows as readonly (readonly string[])[];
  if (header[0] !== 'from' || header[1] !== 'until')
    return problemAt(file, 1, `the header is ${show(header.join(','))}, and not "from,until" or "from,until,variant"`);
  return lines.map((cells, place) => incidentIn(cells, { file, line: place + 2, variants }));
};

type At = { readonly file: string; readonly line: number; readonly variants: readonly string[] };

const incidentIn = ([first, second, variant = '']: readonly string[], { file, line, variants }: At): Incident => {
  const where = (column: string) => () => ({ file, line, column });
  const [from, until] = [timeOf(first, 0, where('from')), timeOf(second, 0, where('until'))];
  if (until <= from) return problemAt(file, line, `${second} is not after ${first}`);
  if (variant !== '' && !variants.includes(variant))
    return problemAt(file, line, `${show(variant)} is no variant of the endpoint (${variants.join(', ')})`);
  return { from, until, ...(variant !== '' && { variant }) };
};

const textOf = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    return problemWith(file, `it cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
};
