import { InvalidArgumentError } from '@commander-js/extra-typings';
import type { Runner } from '../../command.ts';
import type { Program } from '../../program.ts';
import type { InitOptions } from './options.ts';

/** CloudWatch keeps single minutes for 15 days; of the first of them it may have forgotten some. */
const MOST_DAYS = 14;

export const addInit = (program: Program, run: Runner): void => {
  program
    .command('init')
    .summary('write a first rollback.config.ts from what the account has')
    .description(
      'Looks at the endpoints of the account, their variants and what CloudWatch has of them, asks what it cannot know, and writes a config in mode observe. It changes nothing in AWS.',
    )
    .option('--out <file>', 'where to write; - prints the config (default: what --config says)')
    .option('--endpoint <name...>', 'endpoints to guard (default: asks)')
    .option('--stable <variant>', 'their stable variant (default: asks, and suggests the largest share)')
    .option('--email <address...>', 'whom to tell')
    .option('--slack-parameter <name>', "SSM parameter that holds the Slack webhook's URL")
    .option('--no-latency', 'no latency guards')
    .option('--days <count>', `how far back the metrics are read, 1 to ${MOST_DAYS}`, daysOf, MOST_DAYS)
    .option('--yes', 'take every suggestion, ask nothing')
    .option('--force', 'replace a config of your own')
    .addHelpText('after', EXAMPLES)
    .action((typed) => run('init', async (session) => (await import('./init.ts')).init(session, optionsOf(typed))));
};

type Typed = {
  readonly out?: string;
  readonly endpoint?: readonly string[];
  readonly stable?: string;
  readonly email?: readonly string[];
  readonly slackParameter?: string;
  readonly latency: boolean;
  readonly days: number;
  readonly yes?: true;
  readonly force?: true;
};

const optionsOf = ({
  out,
  endpoint,
  stable,
  email,
  slackParameter,
  latency,
  days,
  yes,
  force,
}: Typed): InitOptions => ({
  out,
  endpoints: endpoint,
  stable,
  emails: email,
  slackParameter,
  latency,
  days,
  yes: yes === true,
  force: force === true,
});

const daysOf = (text: string): number => {
  const days = Number(text);
  if (Number.isInteger(days) && days >= 1 && days <= MOST_DAYS) return days;
  throw new InvalidArgumentError(`It is a whole number from 1 to ${MOST_DAYS}.`);
};

const EXAMPLES = `
Examples:
  $ npx sagemaker-rollback init
  $ npx sagemaker-rollback init --out - --yes --email oncall@example.com
  $ npx sagemaker-rollback init --yes --endpoint my-endpoint --stable blue --slack-parameter /my/webhook`;
