import { expect, test } from 'vitest';
import { type Ended, node } from './run.ts';

/** Loads a file in a Node that takes itself for another version. */
const under = (version: string, file: string): Promise<Ended> =>
  node(
    '-e',
    `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } });
     require('${file}');`,
    '--',
    '--list',
  );

test.each(['18.20.4', '22.12.0', '8.0.0'])(
  'Node %s is told what is needed, in one line, and goes no further',
  async (version) => {
    const { code, stdout, stderr } = await under(version, './cli/main.cjs');
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(stderr).toMatch(`needs Node.js 24 or newer and this is ${version}`);
  },
);

test.each(['24.0.0', '26.1.0'])('Node %s is told nothing', async (version) => {
  expect(await under(version, './cli/need-node.cjs')).toEqual({ code: 0, stdout: '', stderr: '' });
});
