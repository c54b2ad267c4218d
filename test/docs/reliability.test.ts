import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT, read, tableRows } from './pages.ts';

const upTo = (letter: string, most: number): readonly string[] =>
  Array.from({ length: most }, (_, place) => `${letter}${place + 1}`);
const from = (first: number, last: number): readonly string[] =>
  Array.from({ length: last - first + 1 }, (_, place) => `F${String(first + place).padStart(2, '0')}`);

const CODES: readonly string[] = [
  from(1, 8),
  from(10, 32),
  from(40, 52),
  upTo('S', 12),
  upTo('I', 9),
  upTo('L', 3),
  upTo('C', 3),
].flat();

const codes = tableRows(read('docs/reliability.md')).map(([code = '']) => code);

/** Every code that a test's or a group's name begins with: `F41: …`, `F47 C2: …`. */
const shown = (): ReadonlySet<string> => {
  const files = readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' });
  const names = files
    .filter((file) => file.endsWith('.test.ts'))
    .flatMap((file) => [...readFileSync(join(ROOT, 'test', file), 'utf8').matchAll(/['"`]((?:[FSILC]\d{1,2} ?)+): /g)]);
  return new Set(names.flatMap(([, found = '']) => found.split(' ')));
};

test('the page has a line for each failure, each invariant and nothing else', () => {
  expect(codes.filter((code) => /^[FSILC]\d+$/.test(code))).toEqual(CODES);
});

test('each of them is shown by a test whose name begins with its code', () => {
  const found = shown();
  expect(CODES.filter((code) => !found.has(code))).toEqual([]);
});
