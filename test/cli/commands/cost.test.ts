import { expect, test } from 'vitest';
import { expectOnPage } from './doc-page.ts';
import { typed } from './typed.ts';

test.each([80, 120])('the shipped config and three fleets, at %i columns', async (width) => {
  const { code, out, err } = await typed(['cost'], width);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(Math.max(...out.split('\n').map((row) => row.length))).toBeLessThanOrEqual(width);
  await expect(out).toMatchFileSnapshot(`golden/cost-${width}.txt`);
});

test('--json says each line with its quantity, and docs/cli shows both', async () => {
  const [{ out: shown }, { out }] = await Promise.all([
    typed(['cost']),
    typed(['cost', '--json', '--endpoints', '60']),
  ]);
  await expect(out).toMatchFileSnapshot('golden/cost.json');
  await expectOnPage('docs/cli/cost.md', { example: `$ npx sagemaker-rollback cost\n${shown}`, json: out });
  expect(JSON.parse(out)).toMatchObject({
    command: 'cost',
    config: { endpoints: 1 },
    fleets: [{ endpoints: 60, stacks: 2 }],
  });
});

test.each(['0', '1.5', 'ten', '1,,2', '1001'])('--endpoints %s is told', async (counts) => {
  expect(await typed(['cost', '--endpoints', counts], 120)).toMatchObject({
    code: 2,
    out: '',
    err: expect.stringContaining('Whole numbers from 1 to 1000, separated by commas: 1,10,100'),
  });
});

test('a config that is not there is told', async () => {
  expect(await typed(['cost', '--config', 'no-such.config.ts'])).toMatchObject({
    code: 2,
    err: expect.stringMatching(/There is no .*no-such\.config\.ts\.\n/),
  });
});
