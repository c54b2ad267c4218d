import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadTemplate } from '../../sim/template/load.ts';
import type { Fault } from '../plan/faults.ts';
import type { Plan } from '../plan/plan.ts';
import { worldOf } from '../plan/world-of.ts';
import type { Seeds } from '../run.ts';
import { type Compared, lockstep } from './lockstep.ts';
import { record } from './record.ts';
import type { Invoked } from './recording.ts';

/** A call on its way through the wire takes a hundred times as long as one in memory. */
const LONGEST_MINUTES = 40;

/** What the bundle did otherwise, in a world that can be played again by its seed. */
export type Otherwise = { readonly seed: number; readonly what: string };

/** What came of a range of seeds, played in memory and with the bundled function. */
export type BundledRan = {
  readonly worlds: number;
  readonly leftOut: number;
  readonly invocations: number;
  readonly calls: number;
  readonly verdicts: number;
  /** Faulty calls that were compared, by fault. */
  readonly faults: Readonly<Partial<Record<Fault, number>>>;
  readonly otherwise: readonly Otherwise[];
};

/** A strategy beyond weights is carried out by a second function, which is not played here. */
const isLeftOut = ({ endpoints }: Plan): boolean => endpoints.some(({ policy }) => policy.strategy ?? policy.restore);

/** The world of a seed, as far as the bundled function plays it. */
export const bundledWorld = (seed: number): Plan | undefined => {
  const plan = worldOf(seed);
  return isLeftOut(plan) ? undefined : { ...plan, minutes: Math.min(plan.minutes, LONGEST_MINUTES) };
};

export const anyBundled = ({ from, count }: Seeds): boolean =>
  Array.from({ length: count }, (_, place) => from + place).some((seed) => bundledWorld(seed) !== undefined);

/** Plays each world in memory, and then with the bundled function of the template. */
export const runBundled = async ({
  from,
  count,
  template: file,
}: Seeds & { readonly template: string }): Promise<BundledRan> => {
  const home = mkdtempSync(join(tmpdir(), 'sagemaker-rollback-bundled-'));
  // What one container has compiled, the others need not.
  process.env['NODE_COMPILE_CACHE'] ??= join(home, 'compiled');
  const template = loadTemplate(file);
  const ran: BundledRan[] = [];
  try {
    for (let seed = from; seed < from + count; seed += 1) {
      const plan = bundledWorld(seed);
      if (plan === undefined) {
        ran.push({ ...NOTHING, leftOut: 1 });
        continue;
      }
      const recording = await record(plan);
      const compared = await lockstep(recording, template, home);
      ran.push(ranOf(seed, plan, { compared, invocations: recording.invocations }));
    }
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
  return summed(ran);
};

const NOTHING: BundledRan = {
  worlds: 0,
  leftOut: 0,
  invocations: 0,
  calls: 0,
  verdicts: 0,
  faults: {},
  otherwise: [],
};

type Played = { readonly compared: Compared; readonly invocations: readonly Invoked[] };

const ranOf = (seed: number, { start }: Plan, { compared, invocations }: Played): BundledRan => {
  const { difference, ...counts } = compared;
  const seen = invocations.filter(({ beganAt }) => difference === undefined || beganAt <= difference.at);
  const faults: Partial<Record<Fault, number>> = {};
  for (const { fault } of seen.flatMap(({ calls }) => calls))
    if (fault !== undefined) faults[fault] = (faults[fault] ?? 0) + 1;
  return {
    worlds: 1,
    leftOut: 0,
    ...counts,
    faults,
    otherwise: difference ? [{ seed, what: told(difference, start) }] : [],
  };
};

const told = ({ invocation, at, what }: NonNullable<Compared['difference']>, start: number): string => {
  const { kind, id, container, skewMs, calls } = invocation;
  const met = calls.flatMap(({ fault, question }) => (fault === undefined ? [] : `${fault} at ${question.name}`));
  const after = ((at - start) / 1_000).toFixed(3);
  const skew = skewMs === 0 ? '' : `, whose clock is off by ${Math.round(skewMs / 1_000)} s`;
  return `${kind} ${id} in container ${container}${skew}, ${after} s after the start: ${what}${met.length === 0 ? '' : `; it met ${met.join(', ')}`}`;
};

export const summed = (all: readonly BundledRan[]): BundledRan => {
  const sum = (of: 'worlds' | 'leftOut' | 'invocations' | 'calls' | 'verdicts'): number =>
    all.reduce((total, one) => total + one[of], 0);
  const faults: Partial<Record<Fault, number>> = {};
  for (const one of all)
    for (const [fault, count] of Object.entries(one.faults) as [Fault, number][])
      faults[fault] = (faults[fault] ?? 0) + count;
  return {
    worlds: sum('worlds'),
    leftOut: sum('leftOut'),
    invocations: sum('invocations'),
    calls: sum('calls'),
    verdicts: sum('verdicts'),
    faults,
    otherwise: all.flatMap(({ otherwise }) => otherwise),
  };
};
