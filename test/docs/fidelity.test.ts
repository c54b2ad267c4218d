import { expect, test } from 'vitest';
import { COSTS } from '../../sim/costs.ts';
import { read, section, tableRows } from './pages.ts';

const page = read('docs/fidelity.md');

/** `call.sagemaker` and its like, with their milliseconds. */
const figures = (costs: object, prefix = ''): readonly (readonly [string, number])[] =>
  Object.entries(costs).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'number' ? [[prefix + key, value] as const] : figures(value as object, `${prefix}${key}.`),
  );

test('gives every figure that time costs, with its value and its source', () => {
  const rows = tableRows(section(page, '## What time costs') ?? '');
  expect(rows.map(([key, value]) => [key, value])).toEqual(
    figures(COSTS).map(([key, ms]) => [`\`${key}\``, `${ms.toLocaleString('en-US')} ms`]),
  );
});

test('gives a source for every behaviour', () => {
  expect(tableRows(page).filter((row) => row.some((cell) => cell === ''))).toEqual([]);
});

test('says how many of its rows are assumed', () => {
  const rows = tableRows(page);
  const assumed = rows.filter((row) => row.at(-1)?.includes('assumed'));
  expect(page).toContain(`**${assumed.length} of the ${rows.length} rows are assumed, wholly or in part.**`);
});
