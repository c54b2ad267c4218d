import { expect, test } from 'vitest';
import { checkConfig } from '../../infra/config/check.ts';
import { read } from './pages.ts';

const readme = read('README.md');

test('gives an example of a config that can be deployed', async () => {
  const [, example = ''] = /```ts\nexport default defineConfig(\([\s\S]*?\));\n```/.exec(readme) ?? [];
  const module = `data:text/javascript,${encodeURIComponent(`export default ${example};`)}`;
  const parsed = (await import(/* @vite-ignore */ module)) as { readonly default: unknown };
  expect(checkConfig(parsed.default)).toMatchObject({ ok: true });
});

test('is upfront about what was never verified', () => {
  expect(readme.slice(0, readme.indexOf('## '))).toMatch(/\*\*not\*\* been verified on a real account/);
});
