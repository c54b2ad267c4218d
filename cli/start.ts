import { constants } from 'node:os';
import { play } from '../sim/play/play.ts';
import { SCENARIOS } from '../sim/scenarios/index.ts';
import { loadTemplate } from '../sim/template/load.ts';
import type { JournalLine } from '../sim/types.ts';
import { runCompare } from './compare/command.ts';
import type { CompareOptions } from './compare/options.ts';
import { tellFailure } from './failure.ts';
import { onScreen } from './on-screen.ts';
import { runReplay } from './replay/command.ts';
import type { ReplayOptions } from './replay/options.ts';
import { replayQueries } from './replay/queries.ts';
import { makePaint } from './screen/paint.ts';
import { readOptions, type StartOptions, USAGE } from './start-options.ts';
import { synthStack } from './synth/synth.ts';
import { temporaryDirectory } from './temporary.ts';

/** `npm start`: plays a scenario on the artefacts that `cdk deploy` would ship. */
const start = async (args: readonly string[]): Promise<number> => {
  const options = readOptions(args, process.stdout.isTTY);
  if (options.help) return help();
  if (options.list) return list(options);
  if (options.replayQueries) return queries(options);
  if (options.compare !== undefined) return compare(options.compare);
  if (options.replay !== undefined) return replay(options.replay, options);

  return show(
    options,
    options.template ?? (await synthStack(options.scenario.stack ?? 'demo', temporaryDirectory('demo'))),
  );
};

const show = async ({ scenario, seed, speed, json }: StartOptions, file: string): Promise<number> => {
  const teller = json ? { onLine: writeJson } : onScreen(scenario, terminal());
  const { unmet } = await play({ template: loadTemplate(file), scenario, seed, pace: speed, ...teller });
  return unmet.length === 0 ? 0 : 1;
};

const compare = async (options: CompareOptions): Promise<number> => {
  const { stderr } = process;
  const { write, colour, width } = terminal();
  const progress = stderr.isTTY && !options.json ? { progress: stderr } : {};
  return (await runCompare(options, { write, width, paint: makePaint(colour), ...progress })) ? 0 : 1;
};

const replay = async (options: ReplayOptions, { json }: StartOptions): Promise<number> => {
  const { stderr, stdout } = process;
  const write = (text: string): void => void stdout.write(text);
  await runReplay(options, { write, json, ...(stderr.isTTY && !json ? { progress: stderr } : {}) });
  return 0;
};

const queries = async ({ endpoint, template }: StartOptions): Promise<number> => {
  process.stdout.write(`${JSON.stringify(await replayQueries(endpoint, template), null, 2)}\n`);
  return 0;
};

const writeJson = (line: JournalLine): void => void process.stdout.write(`${JSON.stringify(line)}\n`);

const terminal = () => ({
  write: (text: string) => process.stdout.write(text),
  colour: process.stdout.isTTY && !process.env['NO_COLOR'],
  // A terminal that was never given a size (`script`, a serial line, some CI) says 0.
  width: process.stdout.columns || 80,
});

const help = (): number => {
  process.stdout.write(`${USAGE}\n`);
  return 0;
};

const list = ({ json }: StartOptions): number => {
  const width = Math.max(...SCENARIOS.map(({ name }) => name.length));
  for (const { name, title, endsAs } of SCENARIOS) {
    process.stdout.write(json ? `${JSON.stringify({ name, title, endsAs })}\n` : `${name.padEnd(width)}  ${title}\n`);
  }
  return 0;
};

// `npm start | head` closes the pipe early, and wants no more.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

// Stopped by hand, it still takes away what it put on the disk and on the screen.
for (const name of ['SIGINT', 'SIGTERM'] as const)
  process.once(name, () => process.exit(128 + constants.signals[name]));

try {
  process.exitCode = await start(process.argv.slice(2));
} catch (error) {
  process.exitCode = tellFailure(error);
}
