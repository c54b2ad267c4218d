import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { afterAll, describe, expect, test } from 'vitest';
import { bundle } from '../../infra/bundle.ts';
import { OUR_ENTRIES } from '../../infra/rollback-automation.ts';

const outdir = mkdtempSync(join(tmpdir(), 'bundle-test-'));
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

const external = (metafile: Metafile): readonly string[] =>
  Object.values(metafile.outputs)
    .flatMap((output) => output.imports)
    .filter((imported) => imported.external)
    .map((imported) => imported.path);

describe.each([
  ['reconcile', OUR_ENTRIES.reconcile, 560_000],
  ['notify', OUR_ENTRIES.notify, 480_000],
])('the bundle of %s', (name, entry, maxBytes) => {
  const outfile = join(outdir, name, 'index.mjs');
  const metafile = bundle(entry, outfile);

  test(`is at most ${maxBytes} bytes`, () => {
    expect(statSync(outfile).size).toBeLessThanOrEqual(maxBytes);
  });
  test('imports nothing but Node itself', () => {
    const nodes = new Set([...builtinModules, ...builtinModules.map((module) => `node:${module}`)]);
    expect(external(metafile).filter((path) => !nodes.has(path))).toEqual([]);
  });
  test("holds the SDK's ES modules, none of its CommonJS", () => {
    const sdk = Object.keys(metafile.inputs).filter((input) => /@aws-sdk\/|@smithy\//.test(input));
    expect(sdk.some((input) => input.includes('/dist-es/'))).toBe(true);
    expect(sdk.filter((input) => input.includes('/dist-cjs/'))).toEqual([]);
  });
  test('exports the handler that the template names', () => {
    expect(readFileSync(outfile, 'utf8')).toMatch(/export\s*\{[^}]*\bas handler\b|export const handler/);
  });
});
