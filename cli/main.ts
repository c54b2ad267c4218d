import { EXIT } from './exit.ts';
import { tellFailure } from './failure.ts';

/** Entries with options of their own, which need no account: what `npm start` and `npm run sim` run. */
const ENTRIES: Readonly<Record<string, () => Promise<unknown>>> = {
  play: () => import('./start.ts'),
  sim: () => import('./sim.ts'),
};

const main = async (): Promise<void> => {
  const [first = '', ...others] = process.argv.slice(2);
  const entry = Object.hasOwn(ENTRIES, first) ? ENTRIES[first] : undefined;
  if (entry !== undefined) {
    process.argv.splice(2, 1);
    await entry();
    return;
  }
  // `… | head` closes the pipe early, and wants no more.
  process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => process.exit(code === 'EPIPE' ? EXIT.ok : EXIT.bug));
  const [{ runProgram }, { terminalIo }] = await Promise.all([import('./program.ts'), import('./terminal/io.ts')]);
  const args = first === '' ? ['--help'] : [first, ...others];
  process.exitCode = await runProgram(args, terminalIo());
};

try {
  await main();
} catch (error) {
  process.exitCode = tellFailure(error);
}
