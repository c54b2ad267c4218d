import { join } from 'node:path';
import { expect } from 'vitest';
import type { Right } from '../../../cli/rights.ts';
import { ROOT, read } from '../../docs/pages.ts';

/** Holds the page's marked blocks to what a command prints now; `vitest -u` writes them. */
export const expectOnPage = async (path: string, blocks: Readonly<Record<string, string>>): Promise<void> => {
  const page = read(path);
  const fresh = Object.entries(blocks).reduce(
    (text, [name, block]) =>
      text.replace(marked(name), (_, open: string, close: string) => `${open}${block.trimEnd()}\n${close}`),
    page,
  );
  for (const block of Object.values(blocks)) expect(fresh).toContain(block.trimEnd());
  await expect(fresh).toMatchFileSnapshot(join(ROOT, path));
};

const marked = (name: string): RegExp =>
  new RegExp(`(<!-- ${name} -->\n\`\`\`\\w+\n)[\\s\\S]*?(\`\`\`\n<!-- /${name} -->)`);

/** The rights of a command as its page has them. */
export const rightsShown = (rights: readonly Right[]): string =>
  rights
    .map(({ action, on, without }) => `${action} on ${on}${without === undefined ? '' : `; without it: ${without}`}`)
    .join('\n');
