import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Choice } from '../../../../cli/commands/init/choose.ts';
import { type Entry, toEntry } from '../../../../cli/commands/init/entry.ts';
import { render, toConfig, type Written } from '../../../../cli/commands/init/render.ts';
import { suggest } from '../../../../cli/commands/init/suggest.ts';
import { checkConfig } from '../../../../infra/config/check.ts';
import { ROOT } from '../../run.ts';
import { days, measured } from './minutes.ts';

/** SageMaker takes no longer ones. */
const LONG = 'x'.repeat(62);

const choice = (over: Partial<Choice> & { readonly shares?: Readonly<Record<string, number>> } = {}): Choice => {
  const { shares = { stable: 0.9, canary: 0.1 }, ...given } = over;
  const variants = Object.entries(shares).map(([variant, share]) => ({ variant, share }));
  const canaries = Object.keys(shares).slice(1);
  return { endpoint: { endpoint: 'fraud', status: 'InService', variants }, stable: 'stable', canaries, ...given };
};

const entry = (of: Choice = choice(), { known = true, wanted = true } = {}): Entry => {
  const minutes = known ? days(1) : [];
  const canaries = of.canaries.map((variant) => measured(variant, minutes));
  return toEntry(of, suggest({ stable: measured(of.stable, minutes), canaries }), wanted);
};

const written = (over: Partial<Written> = {}): Written => ({
  tell: { emails: ['ana@example.com'] },
  entries: [entry()],
  shape: './infra/config/shape.ts',
  looked: { on: '2026-01-05', region: 'eu-west-1', days: 14 },
  ...over,
});

const MATRIX: Readonly<Record<string, Written>> = {
  'one endpoint': written(),
  'Slack alone': written({ tell: { slackWebhookParameter: '/my/webhook' } }),
  'many addresses': written({
    tell: {
      emails: Array.from({ length: 8 }, (_, place) => `on-call-number-${place}@example.com`),
      slackWebhookParameter: '/my/webhook',
    },
  }),
  'addresses that just fit': written({
    tell: { emails: [`${'a'.repeat(54)}@example.com`], slackWebhookParameter: '/w' },
  }),
  'addresses that just do not fit': written({
    tell: { emails: [`${'a'.repeat(55)}@example.com`], slackWebhookParameter: '/w' },
  }),
  'an address in need of quotes': written({
    tell: { emails: ["o'brien@example.com", "'a'\"b@example.com", 'a\\b@example.com'] },
  }),
  'latency not wanted, and not known': written({
    entries: [entry(choice(), { wanted: false }), entry(choice(), { known: false })],
  }),
  'a stable with less than half, and canaries of long names': written({
    entries: [entry(choice({ shares: { stable: 0.4, [`${LONG}a`]: 0.3, [`${LONG}b`]: 0.3 } }))],
  }),
};

const formatted = (text: string): string =>
  execFileSync('biome', ['format', '--stdin-file-path=rollback.config.ts'], { cwd: ROOT, input: text }).toString();

describe('a config that init writes', () => {
  test.each(Object.keys(MATRIX))('is formatted as Biome does: %s', (name) => {
    const text = render(MATRIX[name] ?? written());
    expect(formatted(text)).toBe(text);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120);
  });

  test('is what its data say, and can be deployed', async () => {
    for (const [name, of] of Object.entries(MATRIX)) {
      const { default: read } = await imported(render(of));
      expect(read, name).toEqual(toConfig(of));
      // Twice the same endpoint is wrong, and nothing else is.
      const [first] = toConfig(of).endpoints;
      expect(checkConfig({ ...toConfig(of), endpoints: [first] }), name).toMatchObject({ ok: true });
    }
  });

  test('passes the compiler, wherever it lies', () => {
    const folder = mkdtempSync(join(tmpdir(), 'init-types-'));
    afterAll(() => rmSync(folder, { recursive: true }));
    const shape = relative(folder, join(ROOT, 'infra/config/shape.ts'));
    for (const [place, of] of Object.values(MATRIX).entries())
      writeFileSync(join(folder, `c${place}.config.ts`), render({ ...of, shape }));
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
    const options = { extends: join(ROOT, 'tsconfig.json'), compilerOptions: { types: [] }, include: ['*.ts'] };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(options));
    expect(() => execFileSync('tsc', ['-p', folder], { stdio: 'pipe' })).not.toThrow();
    writeFileSync(join(folder, 'bad.ts'), render(written({ shape })).replace('canaries', 'canary'));
    expect(() => execFileSync('tsc', ['-p', folder], { stdio: 'pipe' })).toThrow();
  }, 30_000);
});

const imported = async (text: string): Promise<{ readonly default: unknown }> => {
  const own = text.replace(/^import .*$/m, 'const defineConfig = (config) => config;');
  return import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(own)}`);
};
