import { expect, test } from 'vitest';
import { USAGE } from '../../cli/start-options.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { read, section, shellLines, tableRows } from './pages.ts';

const readme = read('README.md');
const reviewed = read('.ci/run')
  .split('\n')
  .map((line) => line.trim());
const npmCommands = shellLines(readme)
  .flatMap((line) => line.split(' && '))
  .filter((command) => command.startsWith('npm '));

test('two commands do all the set-up', () => {
  expect(shellLines(section(readme, '## Try it') ?? '')).toEqual(['npm ci && npm start', 'npm ci && npm test']);
});

test('every npm command of the README exists', () => {
  const scripts: readonly string[] = Object.keys(packageJson.scripts);
  const unknown = npmCommands.filter((command) => {
    const name = command.replace(/^npm (run )?/, '').split(' ')[0] ?? '';
    return name !== 'ci' && !scripts.includes(name);
  });
  expect(npmCommands).toContain('npm start');
  expect(unknown).toEqual([]);
});

test('a review runs every npm command of the README, and ends with the tests', () => {
  expect(npmCommands.filter((command) => !reviewed.includes(command))).toEqual([]);
  expect(reviewed.findLast((line) => line !== '')).toBe('npm test');
});

test('the README names the options that npm start takes, and no others', () => {
  const tables = ['## Try it', '## Your own metrics'].flatMap((title) => tableRows(section(readme, title) ?? ''));
  const named = tables.flatMap(([cell = '']) => cell.match(OPTION) ?? []);
  const taken = USAGE.replace('for --metric-data-queries', '').match(OPTION) ?? [];
  expect([...new Set(named)].toSorted()).toEqual([...new Set(taken)].toSorted());
});

const OPTION = /--[a-z][\w-]*/g;
