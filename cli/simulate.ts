import { runAll } from '../simulation/jobs.ts';
import { worldOf } from '../simulation/plan/world-of.ts';
import { hunt } from '../simulation/planted/hunt.ts';
import { PLANTED } from '../simulation/planted/index.ts';
import { play } from '../simulation/play.ts';
import { coverageOf, huntedRow, reportOf, uncovered } from '../simulation/report.ts';
import { shrink } from '../simulation/shrink.ts';
import { tellFailure } from './failure.ts';
import { readSimulateOptions, SIMULATE_USAGE, type SimulateOptions } from './simulate-options.ts';

/** `npm run simulate`: random worlds against the real loop and domain, by the seed. */
const simulate = async (args: readonly string[]): Promise<number> => {
  const options = readSimulateOptions(args);
  if (options.help) return say(SIMULATE_USAGE);
  if (options.planted) return plantedOnes(options);
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

const plantedOnes = async ({ seeds, from }: SimulateOptions): Promise<number> => {
  let missed = 0;
  for (const planted of PLANTED) {
    const hunted = await hunt(planted, { from, seeds });
    if (hunted.caught === undefined) missed += 1;
    say(huntedRow(hunted));
  }
  say(`\n${PLANTED.length - missed} of ${PLANTED.length} planted bugs were caught.`);
  return missed === 0 ? 0 : 1;
};

try {
  process.exitCode = await simulate(process.argv.slice(2));
} catch (error) {
  process.exitCode = tellFailure(error);
}
