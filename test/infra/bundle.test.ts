import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { loadedFirst, weigh } from '../../bench/bytes.ts';
import { bundle } from '../../infra/bundle.ts';
import { OUR_ENTRIES } from '../../infra/rollback-automation.ts';

const outdir = mkdtempSync(join(tmpdir(), 'bundle-test-'));
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

/** The files of a bundle by their content. */
const contents = (directory: string): readonly (readonly [string, string])[] =>
  readdirSync(directory)
    .toSorted()
    .map((name) => [name, readFileSync(join(directory, name), 'utf8')]);

// A new environment parses what is loaded first before it can look: 25 kB take about a millisecond of a whole core. Each
// bound leaves some 5 % for a new version of the SDK; more than that should be looked at before it is shipped.
const BUDGETS = {
  reconcile: { before: 410_000, all: 740_000, filesBefore: 26, files: 61 },
  notify: { before: 272_000, all: 425_000, filesBefore: 10, files: 28 },
  // No shift of weights waits for it: it raises capacity, or restores a config.
  strategist: { before: 405_000, all: 560_000, filesBefore: 11, files: 27 },
  // It moves nothing, and what it saw took minutes: it reads metrics, and publishes one.
  judge: { before: 300_000, all: 460_000, filesBefore: 10, files: 28 },
} as const;

/** What no shift of an alarm's event rests on: telling people, the sweep, what strategies add, and credentials outside of Lambda. */
const LATER =
  /client-(sns|lambda)|domain\/(words|guards\/point|promised-alarm|storm-news|judge\/|exposure|gave-up|pinned|blind|strategies\/preparing)|lambdas\/aws\/(oncall|slack|volumes|history|ledger-good|strategist)|loop\/(sight|own-readings|alarms-read|judge-reads|judged-anew|compare|sweep|tell-storm|all-over|as-one|due|turns|prepare|recorder)|nested-clients|credential-provider-(sso|ini|process|login|web)|bowser/;

describe.each(['reconcile', 'notify', 'strategist', 'judge'] as const)('the bundle of %s', (name) => {
  const directory = join(outdir, name);
  const metafile = bundle(OUR_ENTRIES[name], directory);
  const outputs = Object.values(metafile.outputs);
  const imports = outputs.flatMap((output) => output.imports);
  const budget = BUDGETS[name];

  test(`loads at most ${budget.before} bytes in ${budget.filesBefore} files before its first line runs`, () => {
    const { before, filesBefore } = weigh(metafile);
    expect(before).toBeLessThanOrEqual(budget.before);
    expect(filesBefore).toBeLessThanOrEqual(budget.filesBefore);
  });
  test(`holds at most ${budget.all} bytes in ${budget.files} files`, () => {
    const { before, later, files } = weigh(metafile);
    expect(before + later).toBeLessThanOrEqual(budget.all);
    expect(files).toBeLessThanOrEqual(budget.files);
  });
  test('S10: imports nothing but Node itself and files that lie beside it', () => {
    const nodes = new Set([...builtinModules, ...builtinModules.map((module) => `node:${module}`)]);
    const foreign = imports.filter(({ external, path }) => external && !nodes.has(path));
    const missing = imports.filter(({ external, path }) => !external && !existsSync(path));
    expect([...foreign, ...missing]).toEqual([]);
  });
  test('calls no require: there is none in an ES module', () => {
    expect(imports.filter(({ kind }) => kind.startsWith('require'))).toEqual([]);
  });
  test("holds the SDK's ES modules, none of its CommonJS", () => {
    const sdk = Object.keys(metafile.inputs).filter((input) => /@aws-sdk\/|@smithy\//.test(input));
    expect(sdk.some((input) => input.includes('/dist-es/'))).toBe(true);
    expect(sdk.filter((input) => input.includes('/dist-cjs/'))).toEqual([]);
  });
  test('exports the handler that the template names', () => {
    expect(readFileSync(join(directory, 'index.mjs'), 'utf8')).toMatch(
      /export\s*\{[^}]*\bas handler\b|export const handler/,
    );
  });
  test('is the same wherever it is made, so that a deploy replaces only what changed', () => {
    const elsewhere = join(outdir, 'elsewhere', name);
    bundle(OUR_ENTRIES[name], elsewhere);
    expect(contents(elsewhere)).toEqual(contents(directory));
  });
});

test('reconcile leaves for later what no shift rests on, and nothing else of ours', () => {
  const metafile = bundle(OUR_ENTRIES.reconcile, join(outdir, 'split'));
  const first = new Set([...loadedFirst(metafile).values()].flatMap(({ inputs }) => Object.keys(inputs)));
  const later = Object.values(metafile.outputs)
    .flatMap(({ inputs }) => Object.keys(inputs))
    .filter((input) => !first.has(input));
  expect([...first].filter((input) => LATER.test(input))).toEqual([]);
  expect(later.filter((input) => input.startsWith('lambdas/') && !LATER.test(input))).toEqual([
    'lambdas/domain/unguarded.ts',
  ]);
});
