import { parseArgs } from 'node:util';
import { figuresOf } from './figures.ts';
import { measure } from './measure.ts';
import { report } from './report.ts';

const USAGE = `npm run bench -- [--json] [--all]
npm run bench -- storm
npm run bench -- detection [--quick]
npm run bench -- backtest

  --json  one JSON object instead of tables
  storm   a thousand endpoints that alarm at once; takes ten minutes, and exits with 1 where it takes more than it may
  detection  how fast a bad canary is noticed, beside other rules; --quick plays few days and judges nothing
  backtest  14 days of ten guards over recorded metrics, and ten times as many; exits with 1 where it is slow or its memory grows
  --all   runs the tests, too; otherwise tells how long their last whole run took`;

/** `npm run bench`: prints figures, and judges none but those of what is named. What must not grow is held by tests, in bytes and calls. */
const main = async (): Promise<number> => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean' },
      all: { type: 'boolean' },
      quick: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const tell = (what: string) => process.stderr.write(`measuring ${what}\n`);
  if (positionals[0] === 'storm') {
    const { benchStorm } = await import('./storm/main.ts');
    const { report: storm, broken } = await benchStorm(tell);
    process.stdout.write(`${storm}\n`);
    for (const what of broken) process.stderr.write(`too much: ${what}\n`);
    return broken.length === 0 ? 0 : 1;
  }
  if (positionals[0] === 'detection') {
    const { benchDetection } = await import('./detection/main.ts');
    const { text, met } = await benchDetection(values.quick === true, tell);
    process.stdout.write(`${text}\n`);
    return met ? 0 : 1;
  }
  if (positionals[0] === 'backtest') {
    const { benchBacktest } = await import('./backtest/main.ts');
    const { text, met } = await benchBacktest(tell);
    process.stdout.write(`${text}\n`);
    return met ? 0 : 1;
  }
  if (positionals.length > 0) {
    process.stderr.write(
      `${positionals.join(' ')} is nothing to measure here, only storm, detection and backtest\n\n${USAGE}\n`,
    );
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
