import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { play } from '../sim/play/play.ts';
import { SCENARIOS } from '../sim/scenarios/index.ts';
import { loadTemplate } from '../sim/template/load.ts';
import type { JournalLine } from '../sim/types.ts';
import { onScreen } from './on-screen.ts';
import { readOptions, type StartOptions, USAGE, UsageError } from './start-options.ts';

/** `npm start`: plays a scenario on the artefacts that `cdk deploy` would ship. */
const start = async (args: readonly string[]): Promise<number> => {
  const options = readOptions(args, process.stdout.isTTY);
  if (options.help) return help();
  if (options.list) return list(options);

  const made = options.template === undefined ? mkdtempSync(join(tmpdir(), 'sagemaker-rollback-demo-')) : undefined;
  try {
    const file = options.template ?? (await synth(made as string));
    return await show(options, file);
  } finally {
    if (made !== undefined) rmSync(made, { recursive: true, force: true });
  }
};

/** aws-cdk-lib takes long to load: only who needs a template pays for it. */
const synth = async (outdir: string): Promise<string> => (await import('../infra/demo.ts')).synthDemo(outdir);

const show = async ({ scenario, seed, speed, json }: StartOptions, file: string): Promise<number> => {
  const teller = json ? { onLine: writeJson } : onScreen(scenario, terminal());
  const { unmet } = await play({ template: loadTemplate(file), scenario, seed, pace: speed, ...teller });
  return unmet.length === 0 ? 0 : 1;
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

try {
  process.exitCode = await start(process.argv.slice(2));
} catch (error) {
  // What a user can mend is told in a sentence; anything else is a bug, and its stack is wanted.
  const mendable = error instanceof UsageError || (error instanceof Error && error.name === 'TemplateError');
  process.stderr.write(
    `${mendable ? (error as Error).message : error instanceof Error ? error.stack : String(error)}\n`,
  );
  process.exitCode = mendable ? 2 : 70;
}
