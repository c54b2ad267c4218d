import { join } from 'node:path';
import { expect, test } from 'vitest';
import { excerptsOfBadCanary, withExcerpts } from './excerpts.ts';
import { ROOT, read } from './pages.ts';

// `npx vitest run test/docs -u` writes what the play shows now into the README.
test('the README shows what npm start shows', async () => {
  const excerpts = await excerptsOfBadCanary();
  const fresh = withExcerpts(read('README.md'), excerpts);
  for (const excerpt of Object.values(excerpts)) expect(fresh).toContain(excerpt);
  await expect(fresh).toMatchFileSnapshot(join(ROOT, 'README.md'));
});
