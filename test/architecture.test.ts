import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const ROOMS = ['lambdas', 'infra', 'sim', 'simulation', 'cli', 'bench', 'docs/samples', 'test'];

type Source = { readonly path: string; readonly text: string; readonly imports: readonly string[] };

const readSource = (path: string): Source => {
  const text = readFileSync(join(ROOT, path), 'utf8');
  return { path, text, imports: importsOf(path, text) };
};

/** Files of the project by their path from its root, packages by their name. */
const importsOf = (path: string, text: string): readonly string[] =>
  [...text.matchAll(/(?:^|\s)(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)]
    .flatMap(([, name]) => name ?? [])
    .map((name) => (name.startsWith('.') ? normalize(join(dirname(path), name)) : `package:${name}`));

const sources: readonly Source[] = [
  ...ROOMS.flatMap((room) =>
    readdirSync(join(ROOT, room), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map((entry) => relative(ROOT, join(entry.parentPath, entry.name))),
  ),
  'rollback.config.ts',
].map(readSource);

const product = sources.filter(({ path }) => !path.startsWith('test/'));
const under = (...places: readonly string[]) =>
  product.filter(({ path }) => places.some((one) => path.startsWith(one)));

type Law = { readonly of: readonly string[]; readonly may: readonly string[]; readonly mayNot?: readonly string[] };

const DOMAIN = ['lambdas/domain/', 'lambdas/contract.ts'];
const CORE = [...DOMAIN, 'lambdas/ports.ts'];
const BUNDLED = 'simulation/bundled/';
const IN_MEMORY = under('simulation/').flatMap(({ path }) => (path.startsWith(BUNDLED) ? [] : path));
const HANDLERS = ['lambdas/reconcile.ts', 'lambdas/notify.ts', 'lambdas/strategist.ts', 'lambdas/judge.ts'];

/** A storm is played to the functions' own loop, on ports of its own: a real one would cost a thousand endpoints. */
const STORM = ['lambdas/domain/', 'lambdas/ports.ts', 'lambdas/loop/'];

/** Imports go one way. A path that ends with `/` is a room and all that is in it. */
const LAWS: Readonly<Record<string, Law>> = {
  'the contract imports nothing': { of: ['lambdas/contract.ts'], may: [] },
  'the domain imports itself and the contract: no clock, no SDK, no package': { of: ['lambdas/domain/'], may: DOMAIN },
  'samples are for code that knows nothing of this': { of: ['docs/samples/'], may: ['package:'] },
  'ports speak the language of the domain': { of: ['lambdas/ports.ts'], may: ['lambdas/domain/'] },
  'adapters know the domain and the ports, and no other room': {
    of: ['lambdas/aws/'],
    may: [...CORE, 'lambdas/aws/', 'package:'],
  },
  'the shell knows the domain, the ports and what an SDK error says': {
    of: ['lambdas/shell/'],
    may: [...CORE, 'lambdas/shell/', 'lambdas/aws/clients.ts', 'package:'],
  },
  'the loop knows the world by its ports only': {
    of: ['lambdas/loop/'],
    may: [...CORE, 'lambdas/loop/', 'package:valibot'],
  },
  'handlers put the rooms of the functions together': { of: HANDLERS, may: ['lambdas/', 'package:'], mayNot: HANDLERS },
  'what is deployed knows the contract and the policy of what runs': {
    of: ['infra/', 'rollback.config.ts'],
    may: [
      'infra/',
      'rollback.config.ts',
      'lambdas/contract.ts',
      'lambdas/domain/policy.ts',
      'lambdas/domain/alarm-definition.ts',
      'lambdas/domain/promised-alarm.ts',
      'lambdas/domain/guards/',
      'lambdas/domain/lint/',
      'cdk.json',
      'package.json',
      'package:',
    ],
  },
  'the small AWS shares nothing with what it judges': { of: ['sim/'], may: ['sim/', 'package:'] },
  'the simulation plays the real loop and domain over ports of its own, with no SDK': {
    of: IN_MEMORY,
    may: [
      'simulation/',
      ...CORE,
      'lambdas/loop/',
      'lambdas/shell/later.ts',
      'lambdas/aws/aws-time.ts',
      'lambdas/aws/unwritten.ts',
      'sim/kernel/',
      'sim/types.ts',
      'sim/services/cloudwatch/judge.ts',
      'package:node:',
    ],
  },
  'what plays the bundle speaks for the stand-in in the words of the adapters': {
    of: [BUNDLED],
    may: [
      'simulation/',
      ...CORE,
      'lambdas/contract.ts',
      'lambdas/aws/',
      'sim/',
      'infra/config/shape.ts',
      'infra/synth.ts',
      'package:node:',
      'package:@aws-sdk/',
    ],
  },
  'the benchmark measures what is shipped, and what plays it, from outside': {
    of: ['bench/'],
    may: ['bench/', 'infra/', 'sim/', 'lambdas/contract.ts', 'package:', ...STORM],
  },
  'the operator has every room but the handlers': {
    of: ['cli/'],
    may: [
      'cli/',
      ...CORE,
      'lambdas/loop/',
      'lambdas/aws/',
      'sim/',
      'simulation/',
      'infra/',
      'package.json',
      'package:',
    ],
  },
};

const breaks = ({ of, may, mayNot = [] }: Law): readonly string[] =>
  under(...of).flatMap(({ path, imports }) =>
    imports
      .filter((one) => !may.some((place) => one.startsWith(place)) || mayNot.includes(one))
      .map((one) => `${path} imports ${one}`),
  );

describe('imports go one way:', () => {
  test.each(Object.entries(LAWS))('%s', (_, law) => {
    expect(breaks(law)).toEqual([]);
  });
  test('every file of the product has its law', () => {
    const lawful = new Set(Object.values(LAWS).flatMap(({ of }) => under(...of).map(({ path }) => path)));
    expect(product.map(({ path }) => path).filter((path) => !lawful.has(path))).toEqual([]);
  });
  test('imports are found, also those that only a type needs or that come later', () => {
    // Spelt so that this file does not seem to import them.
    const text = "IMPORT type { A } FROM './a.ts';\nIMPORT '../b.ts';\nexport * FROM 'c';\nawait IMPORT('./d.ts');";
    expect(
      importsOf(
        'lambdas/x/y.ts',
        text.replaceAll(/IMPORT|FROM/g, (word) => word.toLowerCase()),
      ),
    ).toEqual(['lambdas/x/a.ts', 'lambdas/b.ts', 'package:c', 'lambdas/x/d.ts']);
  });
  test('every import of a file has the file', () => {
    const there = new Set(sources.map(({ path }) => path));
    const lost = sources.flatMap(({ path, imports }) =>
      imports.filter((one) => one.endsWith('.ts') && !there.has(one)).map((one) => `${path} imports ${one}`),
    );
    expect(lost).toEqual([]);
  });
});

const offenders = (among: readonly Source[], pattern: RegExp): readonly string[] =>
  among.filter(({ text }) => pattern.test(text)).map(({ path }) => path);

describe('the sources', () => {
  test('of the domain never ask what time it is, roll dice, read the environment or wait', () => {
    expect(offenders(under('lambdas/domain/'), /Date\.now|new Date\(\)|Math\.random|process\.env|await /)).toEqual([]);
  });
  test('of the small AWS know no time but the virtual one, outside of what makes or paces it', () => {
    const makers = ['sim/kernel/', 'sim/lambda/', 'sim/wire/', 'sim/play/pace.ts'];
    const others = under('sim/').filter(({ path }) => !makers.some((room) => path.startsWith(room)));
    expect(offenders(others, /Date\.now\(|new Date\(\)|Math\.random\(|\bsetTimeout\(|\bsetInterval\(/)).toEqual([]);
  });
  test('have no file of more than 200 lines', () => {
    const long = product.filter(({ text }) => text.trimEnd().split('\n').length > 200);
    expect(long.map(({ path, text }) => `${path}: ${text.trimEnd().split('\n').length}`)).toEqual([]);
  });
  test('give up on no type, and put nothing off', () => {
    expect(
      offenders(
        sources.filter(({ path }) => path !== 'test/architecture.test.ts'),
        /(?::|<|\bas|,|\|) ?any(?=\s*[>[\],;)=|{])|\bTODO\b|\bFIXME\b|@ts-ignore|@ts-nocheck/,
      ),
    ).toEqual([]);
  });
  test('of the domain are covered without a comment that excuses a line', () => {
    expect(offenders(under('lambdas/domain/'), /(?:v8|c8|istanbul) ignore/)).toEqual([]);
  });
});
