import type { Runner } from '../../command.ts';
import type { Program } from '../../program.ts';

export const addThaw = (program: Program, run: Runner): void => {
  program
    .command('thaw')
    .summary('let the automation roll back again')
    .description('Ends the freeze of an endpoint, or of all, whether a command or a person wrote it.')
    .argument('[endpoint]', 'the endpoint, as SageMaker shows it')
    .option('--all', 'every endpoint of the deployment')
    .option('--yes', 'go ahead without a question')
    .addHelpText('after', EXAMPLES)
    .action((endpoint, { all, yes = false }) =>
      run('thaw', async (session) => (await import('./thaw.ts')).thaw(session, { endpoint, all, yes })),
    );
};

const EXAMPLES = `
Examples:
  $ npx sagemaker-rollback thaw my-endpoint
  $ npx sagemaker-rollback thaw --all --yes`;
