import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Artefact, byDefault, runner, shipped } from './artefacts.ts';
import { type Weight, weigh } from './bytes.ts';
import { type Cold, coldRounds } from './cold.ts';
import type { Played } from './played.ts';
import { startStub } from './stub.ts';
import { lastRun, npmWall, type Wall } from './walls.ts';
import { type Warm, warmRounds } from './warm.ts';

/** All that one run measured, by the name of what was measured. */
export type Measured = {
  readonly cold: ReadonlyMap<string, readonly Cold[]>;
  readonly warm: ReadonlyMap<string, readonly Warm[]>;
  readonly bytes: ReadonlyMap<string, Weight>;
  readonly played: ReadonlyMap<string, readonly Played[]>;
  readonly start: Wall;
  /** Undefined: no whole run has been yet. `at`: when the run ended, if that was earlier (ISO 8601). */
  readonly tests: (Wall & { readonly at?: string }) | undefined;
};

export const SHIPPED = 'shipped';
export const DEFAULT = "esbuild's default";
export const NAIVE = 'a naive handler';
export const BARE = 'the calls alone';
export const NODE = 'Node alone';

const COLD_ROUNDS = 20;
const WARM = { rounds: 3, warmUp: 15, times: 70 };
const PLAY_ROUNDS = 3;

/** `tests`: also runs the tests, which takes longer than all the rest. `tell` hears what is under way. */
export const measure = async (tests: boolean, tell: (what: string) => void): Promise<Measured> => {
  const directory = mkdtempSync(join(tmpdir(), 'sagemaker-rollback-bench-'));
  try {
    tell('bundles');
    const made = bundles(directory);
    const functions = await measureFunctions(directory, made, tell);
    tell('the stand-in');
    // The CDK is large: only what needs a template pays for it, and nothing that was measured before.
    const { playRounds } = await import('./played.ts');
    const played = await playRounds(PLAY_ROUNDS);
    tell('npm start');
    const start = await npmWall('start', '--silent', '--', '--speed', 'max');
    return { ...functions, bytes: weights(directory, made), played, start, tests: await testRun(tests, tell) };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
};

type Made = Readonly<Record<'shipped' | 'plain' | 'naive' | 'bare', Artefact>>;

const bundles = (directory: string): Made => ({
  shipped: shipped(join(directory, 'shipped'), 'lambdas/reconcile.ts'),
  plain: byDefault(join(directory, 'default'), 'lambdas/reconcile.ts'),
  naive: byDefault(join(directory, 'naive'), 'bench/inside/naive.ts'),
  bare: shipped(join(directory, 'bare'), 'bench/inside/bare.ts'),
});

const measureFunctions = async (
  directory: string,
  made: Made,
  tell: (what: string) => void,
): Promise<Pick<Measured, 'cold' | 'warm'>> => {
  const own = { name: SHIPPED, bundle: made.shipped.file };
  const bare = { name: BARE, bundle: made.bare.file };
  const others = [
    { name: DEFAULT, bundle: made.plain.file },
    { name: NAIVE, bundle: made.naive.file },
  ];
  const stub = await startStub();
  try {
    tell(`cold processes, ${COLD_ROUNDS} rounds`);
    const cold = await coldRounds(stub, runner(directory, 'once'), {
      contenders: [own, ...others, bare, { name: NODE }],
      rounds: COLD_ROUNDS,
    });
    tell(`warm processes, ${WARM.rounds} rounds`);
    return { cold, warm: await warmRounds(stub, runner(directory, 'often'), { contenders: [own, bare], ...WARM }) };
  } finally {
    await stub.close();
  }
};

const weights = (directory: string, made: Made): Measured['bytes'] =>
  new Map([
    ['reconcile', weigh(made.shipped.metafile)],
    [`reconcile, ${DEFAULT}`, weigh(made.plain.metafile)],
    ['notify', weigh(shipped(join(directory, 'notify'), 'lambdas/notify.ts').metafile)],
    [`notify, ${DEFAULT}`, weigh(byDefault(join(directory, 'notify-default'), 'lambdas/notify.ts').metafile)],
  ]);

const testRun = async (run: boolean, tell: (what: string) => void): Promise<Measured['tests']> => {
  if (!run) return lastRun();
  tell('npm test');
  return npmWall('test');
};
