import { parseArgs } from 'node:util';
import { figuresOf } from './figures.ts';
import { measure } from './measure.ts';
import { report } from './report.ts';

const USAGE = `npm run bench -- [--json] [--all]
npm run bench -- storm

  --json  one JSON object instead of tables
  storm   a thousand endpoints that alarm at once, in virtual time
  --all   runs the tests, too; otherwise tells how long their last whole run took`;

/** `npm run bench`: prints figures and judges none of them. What must not grow is held by tests, in bytes and calls. */
const main = async (): Promise<number> => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean' }, all: { type: 'boolean' }, help: { type: 'boolean' } },
  });
  if (values.help === true) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const tell = (what: string) => process.stderr.write(`measuring ${what}\n`);
  if (positionals[0] === 'storm') {
    const { benchStorm } = await import('./storm/main.ts');
    process.stdout.write(`${await benchStorm(tell)}\n`);
    return 0;
  }
  if (positionals.length > 0) {
    process.stderr.write(`${positionals.join(' ')} is nothing to measure here, only storm\n\n${USAGE}\n`);
    return 2;
  }
  const figures = figuresOf(await measure(values.all === true, tell));
  process.stdout.write(`${values.json === true ? JSON.stringify(figures) : report(figures)}\n`);
  return 0;
};

try {
  process.exitCode = await main();
} catch (error) {
  const usage = error instanceof TypeError && String(Reflect.get(error, 'code')).startsWith('ERR_PARSE_ARGS');
  process.stderr.write(
    usage ? `${error.message}\n\n${USAGE}\n` : `${error instanceof Error ? error.stack : String(error)}\n`,
  );
  process.exitCode = usage ? 2 : 70;
}
