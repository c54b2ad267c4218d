import { describe, expect, test } from 'vitest';
import { RIGHTS } from '../../../../cli/commands/init/rights.ts';
import type { Files } from '../../../../cli/terminal/files.ts';
import { emptyTemplate } from '../../../../sim/template/load.ts';
import { expectOnPage, rightsShown } from '../doc-page.ts';
import { smallAccount } from '../small-account.ts';
import { furnished } from './accounts.ts';

/** As if nothing lay in this clone; and nothing is written into it. */
const files: Files = { exists: () => false, write: () => {} };

const account = smallAccount({ template: emptyTemplate(), prepare: furnished });

const ONE = ['init', '--yes', '--endpoint', 'fraud-detector', '--email', 'ana@example.com'];

describe('docs/cli/init.md', () => {
  test('shows what init shows', async () => {
    const shown = async (args: readonly string[], width: number): Promise<string> => {
      const { code, out, err } = await account().type(args, { width, files });
      expect(code).toBe(0);
      expect(Math.max(...`${err}${out}`.split('\n').map((row) => row.length))).toBeLessThanOrEqual(width);
      return `$ npx sagemaker-rollback ${args.join(' ')}\n${err}${out}`;
    };
    const example = await shown(ONE, 80);
    await expect(example).toMatchFileSnapshot('../golden/init-written-80.txt');
    const all = ['init', '--yes', '--days', '2', '--email', 'ana@example.com', 'bo@example.com'];
    await expect(await shown(all, 120)).toMatchFileSnapshot('../golden/init-written-120.txt');
    const { out } = await account().type([...ONE, '--out', '-', '--json']);
    await expectOnPage('docs/cli/init.md', { example, json: withoutCanary(out), rights: rightsShown(RIGHTS) });
  });
});

const withoutCanary = (json: string): string => {
  const report = JSON.parse(json);
  const [endpoint] = report.endpoints;
  return JSON.stringify({ ...report, endpoints: [{ ...endpoint, variants: endpoint.variants.slice(0, 1) }] }, null, 2);
};
