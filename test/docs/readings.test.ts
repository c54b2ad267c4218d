import { expect, test } from 'vitest';
import type { ReadingGuards } from '../../infra/config/guards/shape.ts';
import { read, section, tableRows } from './pages.ts';

/** By the field of the config; the compiler finds the missing one. */
const TITLES: Readonly<Record<keyof ReadingGuards, string>> = {
  metrics: 'metric',
  alarms: 'alarm',
  cpu: 'cpu',
  memory: 'memory',
  gpu: 'gpu',
  gpuMemory: 'gpuMemory',
  disk: 'disk',
  traffic: 'traffic',
  drift: 'drift',
  quality: 'quality',
};

const sectionsOf = (text: string) =>
  text
    .split('\n')
    .filter((line) => line.startsWith('## '))
    .map((heading) => ({ heading, names: heading.slice(3).split(', ') }));

test.each([
  ...Object.values(TITLES).map((title) => ['docs/readings.md', title]),
  ...['slow', 'overhead'].map((title) => ['docs/guards.md', title]),
  ['docs/readings.md', 'comparedWith'],
])('%s says of %s what it promises and what it takes', (file, title) => {
  const text = read(file);
  const { heading = '' } = sectionsOf(text).find(({ names }) => names.includes(title)) ?? {};
  const rows = tableRows(section(text, heading) ?? '');
  expect(rows.map(([name]) => name)).toEqual([
    'promise',
    'threshold',
    'traffic it needs',
    'missing data',
    'units',
    'time to detect',
    'cost',
  ]);
});
