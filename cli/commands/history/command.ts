import { InvalidArgumentError } from '@commander-js/extra-typings';
import type { Runner } from '../../command.ts';
import type { Program } from '../../program.ts';

const LIMIT = 10;

export const addHistory = (program: Program, run: Runner): void => {
  program
    .command('history')
    .summary('incidents of an endpoint, from the ledger')
    .description(
      'What was seen, what was done, how it ended and how long it took, the newest first, with freezes, releases and drills; or one incident step by step.',
    )
    .argument('<endpoint>', 'the endpoint, as SageMaker shows it')
    .option('--since <when>', 'only what was recorded since: 30d, 12h, or 2026-01-05')
    .option('--limit <count>', 'so many incidents and drills', countOf, LIMIT)
    .option('--incident <id>', 'one incident, step by step')
    .addHelpText('after', EXAMPLES)
    .action((endpoint, { since, limit, incident }) =>
      run('history', async (session) =>
        (await import('./history.ts')).history(session, { endpoint, since, limit, incident }),
      ),
    );
};

const countOf = (text: string): number => {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= 1_000) return count;
  throw new InvalidArgumentError('It is a whole number from 1 to 1000.');
};

const EXAMPLES = `
Examples:
  $ npx sagemaker-rollback history my-endpoint --since 30d
  $ npx sagemaker-rollback history my-endpoint --incident my-endpoint-20260105T100008
  $ npx sagemaker-rollback history my-endpoint --json | jq -r '.incidents[] | [.id, .state] | @tsv'`;
