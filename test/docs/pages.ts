import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '../..');

/** Everything that a user reads, by its path from the root. */
export const PAGES: readonly string[] = [
  'README.md',
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

export const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** The rows of the page's tables, cell by cell, without headers. */
export const tableRows = (text: string): readonly (readonly string[])[] => {
  const lines = text.split('\n');
  return lines
    .filter((line, place) => isRow(line) && !isRule(line) && !isRule(lines[place + 1] ?? ''))
    .map((line) =>
      line
        .trim()
        .slice(1, -1)
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim()),
    );
};

const isRow = (line: string): boolean => /^\s*\|.*\|$/.test(line);
const isRule = (line: string): boolean => /^\s*\|(-+\|)+$/.test(line);

/** What stands under a heading, down to the next one of the same or a higher level; undefined: no such heading. */
export const section = (text: string, heading: string): string | undefined => {
  const lines = text.split('\n');
  const from = lines.indexOf(heading);
  if (from < 0) return undefined;
  const level = heading.indexOf(' ');
  const length = lines.slice(from + 1).findIndex((line) => /^#+ /.test(line) && line.indexOf(' ') <= level);
  return lines.slice(from + 1, length < 0 ? undefined : from + 1 + length).join('\n');
};

/** The commands in the page's fenced `sh` blocks, line by line. */
export const shellLines = (text: string): readonly string[] =>
  [...text.matchAll(/^ *```sh\n([\s\S]*?)^ *```/gm)].flatMap(([, block = '']) =>
    block.split('\n').flatMap((line) => line.trim() || []),
  );

/** Anchors of the page's headings, as GitHub makes them. */
export const anchors = (text: string): readonly string[] =>
  [...text.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
