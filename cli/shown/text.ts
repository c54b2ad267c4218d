import { wrap } from '../screen/wrap.ts';
import type { Page, Rows } from '../terminal/page.ts';

/** The text behind its label, wrapped to the page; further lines stand below the first one's text. */
export const labelled = ({ width, paint }: Page, label: string, text: string, column: number): Rows =>
  text
    .split('\n')
    .flatMap((line) => wrap(line, width - column))
    .map((line, place) => `${place === 0 ? paint('quiet', label.padEnd(column)) : ' '.repeat(column)}${line}`);

export const indented = ({ width }: Page, text: string, by: number): Rows =>
  wrap(text, width - by).map((line) => `${' '.repeat(by)}${line}`);

/** What is copied into a shell stays on one row, however long it is. */
export const isCommand = (text: string): boolean => /^(aws|npx|npm) /.test(text);

export const mendRows = (page: Page, mend: string, by: number): Rows =>
  isCommand(mend) ? [`${' '.repeat(by)}${mend}`] : indented(page, mend, by);

/** `a`, `a and b`, `a, b and c`. */
export const listed = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? 'none') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

/** `1 endpoint`, `3 endpoints`. */
export const numbered = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** SageMaker keeps weights as 32-bit floats; programs need no 0.9499999986961484. */
export const figure = (value: number): number => Number(value.toFixed(6));
