import { stripVTControlCharacters } from 'node:util';
import Table from 'cli-table3';
import type { Page, Rows } from './page.ts';

export type TableOf = {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** The column whose cells are wrapped where the page is too narrow. Default: the last. */
  readonly flexible?: number;
  readonly right?: readonly number[];
};

const GAP = 2;
const NARROWEST_FLEXIBLE = 16;

/** Columns without lines between them, as wide as they need to be. */
export const table = (
  { width, paint }: Page,
  { head, rows, flexible = head.length - 1, right = [] }: TableOf,
): Rows => {
  if (rows.length === 0) return [];
  const widths = head.map(
    (title, column) => Math.max(...[title, ...rows.map((row) => row[column] ?? '')].map(breadth)) + GAP,
  );
  const others = widths.reduce((sum, one, column) => sum + (column === flexible ? 0 : one), 0);
  const room = Math.max(NARROWEST_FLEXIBLE, width + GAP - others);
  const grid = new Table({
    head: head.map((title) => paint('quiet', title)),
    colWidths: widths.map((one, column) => (column === flexible ? Math.min(one, room) : one)),
    colAligns: head.map((_, column) => (right.includes(column) ? 'right' : 'left')),
    wordWrap: true,
    chars: NO_LINES,
    style: { 'padding-left': 0, 'padding-right': GAP, head: [], border: [], compact: true },
  });
  grid.push(...rows.map((row) => [...row]));
  return grid
    .toString()
    .split('\n')
    .map((row) => row.trimEnd());
};

const breadth = (cell: string): number =>
  Math.max(...cell.split('\n').map((line) => stripVTControlCharacters(line).length));

const NO_LINES = Object.fromEntries(
  ['top', 'bottom', 'left', 'right', 'mid', 'middle']
    .concat(['top-mid', 'top-left', 'top-right', 'bottom-mid', 'bottom-left', 'bottom-right'])
    .concat(['left-mid', 'mid-mid', 'right-mid'])
    .map((place) => [place, '']),
);
