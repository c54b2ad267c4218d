import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { EXIT } from '../../cli/exit.ts';
import { TROUBLES, Trouble } from '../../cli/trouble.ts';
import { typed } from '../cli/commands/typed.ts';
import { ROOT } from '../cli/run.ts';
import { read, section, tableRows } from './pages.ts';

const page = read('docs/cli.md');
const rowsOf = (heading: string) => tableRows(section(page, heading) ?? '');

/** Name and summary of each command, as the help lists them. */
const commands = async (): Promise<readonly (readonly [string, string])[]> => {
  const { out } = await typed(['--help'], 120);
  const [, list = ''] = /\nCommands:\n([\s\S]*?)\n\n/.exec(out) ?? [];
  return [...list.matchAll(/^ {2}([a-z]+)(?: [^ ]+)* {2,}(.*)$/gm)]
    .map(([, name = '', summary = '']) => [name, summary] as const)
    .filter(([name]) => name !== 'help');
};

describe('docs/cli.md', () => {
  test('lists every command with its summary, in the order of the help', async () => {
    const listed = tableRows(page.slice(0, page.indexOf('\n## '))).map(([command = '', summary = '']) => [
      command,
      summary,
    ]);
    expect(listed).toEqual((await commands()).map(([name, summary]) => [`[\`${name}\`](cli/${name}.md)`, summary]));
  });
  test('has a page for each, and no other', async () => {
    const pages = readdirSync(join(ROOT, 'docs/cli')).map((file) => file.replace('.md', ''));
    expect(pages.sort()).toEqual((await commands()).map(([name]) => name).sort());
  });
  test('has every exit code', () => {
    expect(rowsOf('## Exit codes').map(([code]) => Number(code))).toEqual(Object.values(EXIT));
  });
  test('has every code of an error, with its exit code', () => {
    const listed = rowsOf('## JSON').map(([code = '', exit]) => [code.replaceAll('`', ''), Number(exit)]);
    expect(listed).toEqual(TROUBLES.map((code) => [code, new Trouble(code, '', '').exit]));
  });
});

test('the help fits on 80 columns', async () => {
  const { out } = await typed(['--help']);
  expect(out.split('\n').filter((row) => row.length > 80)).toEqual([]);
});
