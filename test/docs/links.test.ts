import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { anchors, PAGES, ROOT, read } from './pages.ts';

describe.each(PAGES)('%s', (page) => {
  const text = read(page);
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, to = '']) => to).filter((to) => !/^https?:/.test(to));

  test('leads nowhere that does not exist', () => {
    const broken = links.filter((link) => {
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? page : join(dirname(page), path);
      if (!existsSync(join(ROOT, target))) return true;
      return anchor !== undefined && !anchors(read(target)).includes(anchor);
    });
    expect(broken).toEqual([]);
  });

  test('speaks of no machine that wrote it', () => {
    expect(text).not.toMatch(/(^|[\s'"`(])\/(work|tmp|home|root|Users)\//);
  });
});

test('the README leads to every page in docs, if need be by the page that its folder is named after', () => {
  const readme = read('README.md');
  const [above, below] = [/^docs\/[^/]*$/, /^docs\/[^/]*\//].map((place) => PAGES.filter((page) => place.test(page)));
  expect(above?.filter((page) => !readme.includes(`](${page})`))).toEqual([]);
  expect(below?.filter((page) => !read(`${dirname(page)}.md`).includes(`](${page.replace('docs/', '')})`))).toEqual([]);
});
