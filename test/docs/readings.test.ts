import { expect, test } from 'vitest';
import type { ReadingGuards } from '../../infra/config/guards/shape.ts';
import { read, section, tableRows } from './pages.ts';

const page = read('docs/readings.md');

/** By the field of the config; the compiler finds the missing one. */
const TITLES: Readonly<Record<keyof ReadingGuards, string>> = {
  metrics: 'metric',
  alarms: 'alarm',
  cpu: 'cpu',
  memory: 'memory',
  gpu: 'gpu',
  gpuMemory: 'gpuMemory',
  disk: 'disk',
  drift: 'drift',
  quality: 'quality',
};

const sections = page
  .split('\n')
  .filter((line) => line.startsWith('## '))
  .map((heading) => ({ heading, names: heading.slice(3).split(', ') }));

test.each(Object.values(TITLES))('docs/readings.md says of %s what it promises and what it takes', (title) => {
  const { heading = '' } = sections.find(({ names }) => names.includes(title)) ?? {};
  const rows = tableRows(section(page, heading) ?? '');
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
