import { InvalidArgumentError } from '@commander-js/extra-typings';
import { parseWanted } from '../../backtest/wanted.ts';
import type { Runner } from '../../command.ts';
import type { Program } from '../../program.ts';

export const addBacktest = (program: Program, run: Runner): void => {
  program
    .command('backtest')
    .summary('what the guards would have done in the past')
    .description(
      "Plays the policy over the account's own metrics, or over a file: when it would have rolled back, how fast, what each guard contributed, and what other thresholds would have done. It changes nothing. With --metrics it needs no account.",
    )
    .option('--days <days>', 'how far back, 15 at most: CloudWatch keeps minutes no longer', days, 14)
    .option('--endpoint <name>', 'needed where the config guards more than one')
    .option('--metrics <file>', 'CSV, JSON lines, or what aws cloudwatch get-metric-data prints')
    .option('--incidents <file>', 'CSV of what was bad: from,until[,variant]')
    .option('--false-alarms <rate>', 'so many are bearable', rate, { alarms: 1, days: 30 })
    .option('--html <file>', 'write a page with plots')
    .addHelpText('after', EXAMPLES)
    .action((typed) => run('backtest', async (session) => (await import('./backtest.ts')).backtest(session, typed)));
};

const MOST_DAYS = 15;

const days = (text: string): number => {
  const count = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && count > 0 && count <= MOST_DAYS) return count;
  throw new InvalidArgumentError(
    `A number of days up to ${MOST_DAYS}: CloudWatch keeps one-minute metrics no longer. For more, keep exports and give --metrics FILE.`,
  );
};

const rate = (text: string) => {
  const wanted = parseWanted(text);
  if (wanted !== undefined) return wanted;
  throw new InvalidArgumentError('So many in so many days or hours: 1/30d, 2/7d, 1/12h');
};

const EXAMPLES = `
Examples:
  $ npx sagemaker-rollback backtest --days 7 --html backtest.html
  $ npx sagemaker-rollback backtest --metrics metrics.csv --incidents incidents.csv
  $ npx sagemaker-rollback backtest --false-alarms 1/90d --json | jq '.suggestions'`;
