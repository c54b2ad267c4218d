import type { Runner } from '../../command.ts';
import type { Program } from '../../program.ts';

export const addStatus = (program: Program, run: Runner): void => {
  program
    .command('status')
    .summary('what is guarded, and how it is')
    .description('Every guarded endpoint, or one in full: its guards, mode, gaps, open incident, and last drill.')
    .argument('[endpoint]', 'the endpoint, as SageMaker shows it')
    .addHelpText('after', EXAMPLES)
    .action((endpoint) => run('status', async (session) => (await import('./status.ts')).status(session, endpoint)));
};

const EXAMPLES = `
Examples:
  $ npx sagemaker-rollback status
  $ npx sagemaker-rollback status my-endpoint --profile prod --region eu-west-1
  $ npx sagemaker-rollback status --json | jq '.endpoints[] | select(.gaps != [])'`;
