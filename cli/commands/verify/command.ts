import type { Runner } from '../../command.ts';
import type { Program } from '../../program.ts';

export const addVerify = (program: Program, run: Runner): void => {
  program
    .command('verify')
    .summary('whether the ledger is as it was written')
    .description(
      'Walks the ledger of an endpoint, or of every endpoint, along its chain of hashes, and tells the first place where an entry was changed, taken away, put in or moved. It changes nothing.',
    )
    .argument('[endpoint]', 'the endpoint, as SageMaker shows it (default: every one that is guarded)')
    .addHelpText('after', EXAMPLES)
    .action((endpoint) => run('verify', async (session) => (await import('./verify.ts')).verify(session, endpoint)));
};

const EXAMPLES = `
Examples:
  $ npx sagemaker-rollback verify
  $ npx sagemaker-rollback verify my-endpoint --json | jq -r '.endpoints[].newest.hash'`;
