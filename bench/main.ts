import { parseArgs } from 'node:util';
import { figuresOf } from './figures.ts';
import { measure } from './measure.ts';
import { report } from './report.ts';

const USAGE = `npm run bench -- [--json] [--all]

  --json  one JSON object instead of tables
  --all   runs the tests, too; otherwise tells how long their last whole run took`;

/** `npm run bench`: prints figures and judges none of them. What must not grow is held by tests, in bytes and calls. */
const main = async (): Promise<number> => {
  const { values } = parseArgs({
    options: { json: { type: 'boolean' }, all: { type: 'boolean' }, help: { type: 'boolean' } },
  });
  if (values.help === true) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const tell = (what: string) => process.stderr.write(`measuring ${what}\n`);
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
