import { expect, test } from 'vitest';
import { SIM_USAGE } from '../../cli/sim/options.ts';
import { emptyTemplate } from '../../sim/template/load.ts';
import { makeWorld } from '../../sim/world.ts';
import { read, section, tableRows } from './pages.ts';

const page = read('docs/sim.md');

test('the page of the stand-in names the options that it takes, and no others', () => {
  const [title = '', above = ''] = page.split('\n## ', 1)[0]?.split(/\n\n(.*)/s) ?? [];
  expect(title).toBe('# The stand-in for any AWS client');
  const named = tableRows(above).flatMap(([cell = '']) => cell.match(OPTION) ?? []);
  expect(named.toSorted()).toEqual(
    [...new Set(SIM_USAGE.split('\n\n')[0]?.match(/^ {2}(--\w+)/gm))].map((one) => one.trim()).toSorted(),
  );
});

const OPTION = /--[a-z]+/g;

test('the page of the stand-in lists the operations that it serves', async () => {
  const world = await makeWorld({ template: emptyTemplate(), seed: 1, start: 0, faults: {} });
  await world.close();
  const served = world.parts.flatMap(({ api }) =>
    api === undefined ? [] : [[`\`${api.name}\``, Object.keys(api.operations).toSorted().join(', ')] as const],
  );
  const listed = tableRows(section(page, '## Operations') ?? '');
  expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(served));
});
