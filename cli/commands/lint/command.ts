import type { Runner } from '../../command.ts';
import type { Program } from '../../program.ts';

export const addLint = (program: Program, run: Runner): void => {
  program
    .command('lint')
    .summary('whether each guard can fire')
    .description(
      'Whether each guard, and each alarm of yours on the same endpoints, can fire: its statistic, unit, periods and metrics, and what two weeks of them say. It changes nothing.',
    )
    .argument('[endpoint]', 'the endpoint, as SageMaker shows it')
    .addHelpText('after', EXAMPLES)
    .action((endpoint) => run('lint', async (session) => (await import('./lint.ts')).lint(session, endpoint)));
};

const EXAMPLES = `
Examples:
  $ npx sagemaker-rollback lint
  $ npx sagemaker-rollback lint my-endpoint
  $ npx sagemaker-rollback lint --json | jq '.findings[] | select(.severity == "red")'`;
