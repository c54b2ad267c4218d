import type { Runner } from '../../command.ts';
import type { Program } from '../../program.ts';

export const addDecline = (program: Program, run: Runner): void => {
  program
    .command('decline')
    .summary('end an incident of an endpoint in mode approve without a shift')
    .description(
      'Answers no to an incident that waits for approval: it ends, nothing is shifted, and the same breach asks nobody again unless the endpoint is changed.',
    )
    .argument('<incident>', 'the incident, as its message says it')
    .requiredOption('--reason <text>', 'why: it is kept in the ledger')
    .option('--no-wait', 'end once the answer is kept; wait for nothing')
    .option('--yes', 'go ahead without a question')
    .addHelpText('after', EXAMPLES)
    .action((incident, { reason, wait, yes = false }) =>
      run('decline', async (session) =>
        (await import('./decline.ts')).decline(session, incident, { reason, wait, yes }),
      ),
    );
};

const EXAMPLES = `
Exit codes: 0 the incident is over (with --no-wait: declined), 1 it is open still.

Example:
  $ npx sagemaker-rollback decline my-endpoint-20260105T100831 --reason "a known load test"`;
