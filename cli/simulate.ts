import type { BundledRan } from '../simulation/bundled/run.ts';
import { onThreads, partsOf, runAll } from '../simulation/jobs.ts';
import { worldOf } from '../simulation/plan/world-of.ts';
import { PLANTED } from '../simulation/planted/index.ts';
import { play } from '../simulation/play.ts';
import { bundledReport, coverageOf, huntedRow, reportOf, uncovered } from '../simulation/report.ts';
import { shrink } from '../simulation/shrink.ts';
import { tellFailure } from './failure.ts';
import { UsageError } from './options.ts';
import { readSimulateOptions, SIMULATE_USAGE, type SimulateOptions } from './simulate-options.ts';

/** `npm run simulate`: random worlds against the real loop and domain, by the seed. */
const simulate = async (args: readonly string[]): Promise<number> => {
  const options = readSimulateOptions(args);
  if (options.help) return say(SIMULATE_USAGE);
  if (options.planted) return plantedOnes(options);
  if (options.bundled) return bundled(options);
  return options.seed === undefined ? everySeed(options) : oneSeed(options.seed, options.trace);
};

const say = (text: string): number => {
  process.stdout.write(`${text}\n`);
  return 0;
};

const everySeed = async ({ seeds, from, jobs, coverage }: SimulateOptions): Promise<number> => {
  const { stderr } = process;
  const began = performance.now();
  const progress = (done: number): void => void stderr.write(`\r${done} of ${seeds} seeds`);
  const ran = await runAll({ from, count: seeds, jobs, ...(stderr.isTTY && { progress }) });
  if (stderr.isTTY) stderr.write('\r\u001b[K');
  say(reportOf(ran, { seeds, seconds: (performance.now() - began) / 1_000 }));
  if (coverage) {
    const never = uncovered(ran);
    say(`\n${coverageOf(ran)}`);
    say(
      never.length === 0
        ? '\nEvery fault happened at every call that it can happen to.'
        : `\nNever: ${never.join(', ')}`,
    );
  }
  return ran.failures.length === 0 ? 0 : 1;
};

const oneSeed = async (seed: number, isTraced: boolean): Promise<number> => {
  const plan = worldOf(seed);
  const outcome = await play(plan, { keepsTrace: isTraced });
  const { violation } = outcome;
  if (violation === undefined) {
    if (isTraced) say(outcome.trace.join('\n'));
    return say(`seed ${seed} keeps every invariant, digest ${outcome.digest}`);
  }
  const shrunk = await shrink(plan, violation.code, { keepsTrace: isTraced });
  if (isTraced) say(shrunk.outcome.trace.join('\n'));
  const { faults, faultRate, outages, delivery, happenings, takenBack } = shrunk.plan;
  say(`seed ${seed} breaks ${violation.code}: ${violation.what}, digest ${outcome.digest}`);
  say(`as small as it gets: ${shrunk.outcome.violation?.what ?? violation.what}`);
  say(
    JSON.stringify(
      { faults: faultRate > 0 ? faults : [], faultRate, outages, delivery, takenBack, happenings },
      null,
      2,
    ),
  );
  return 1;
};

const plantedOnes = async ({ seeds, from, jobs }: SimulateOptions): Promise<number> => {
  const tasks = PLANTED.map(({ name }) => ({ kind: 'hunt', asked: { name, from, count: seeds } }) as const);
  const hunted = await onThreads({ jobs, tasks, finished: (one) => void say(huntedRow(one)) });
  const missed = hunted.filter(({ caught }) => caught === undefined).length;
  say(`\n${PLANTED.length - missed} of ${PLANTED.length} planted bugs were caught.`);
  return missed === 0 ? 0 : 1;
};

/** A few worlds at a time: each part starts threads of its own. */
const BUNDLED_PART = 5;

const bundled = async ({ seed, seeds, from, jobs }: SimulateOptions): Promise<number> => {
  const { deploy } = await import('../simulation/bundled/deployed.ts');
  const { anyBundled, summed } = await import('../simulation/bundled/run.ts');
  const { stderr } = process;
  const began = performance.now();
  const range = seed === undefined ? { from, count: seeds } : { from: seed, count: 1 };
  if (!anyBundled(range))
    throw new UsageError(
      `--bundled plays none of the seeds ${range.from} to ${range.from + range.count - 1}: each has an endpoint with a strategy beyond weights. Choose others.`,
    );
  const { template, remove } = await deploy(range);
  try {
    const tasks = partsOf(range, BUNDLED_PART).map(
      (part) => ({ kind: 'bundled', asked: { ...part, template } }) as const,
    );
    let done = 0;
    const finished = (one: BundledRan): void => {
      done += one.worlds + one.leftOut;
      if (stderr.isTTY) stderr.write(`\r${done} of ${range.count} seeds`);
    };
    const ran = summed(await onThreads({ jobs, tasks, finished }));
    if (stderr.isTTY) stderr.write('\r\u001b[K');
    say(bundledReport(ran, (performance.now() - began) / 1_000));
    return ran.otherwise.length === 0 ? 0 : 1;
  } finally {
    remove();
  }
};

try {
  process.exitCode = await simulate(process.argv.slice(2));
} catch (error) {
  process.exitCode = tellFailure(error);
}
