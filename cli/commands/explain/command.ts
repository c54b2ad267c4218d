import type { Runner } from '../../command.ts';
import type { Program } from '../../program.ts';

export const addExplain = (program: Program, run: Runner): void => {
  program
    .command('explain')
    .summary('what would happen now, and why')
    .description(
      'Looks at an endpoint as the automation does, and says what it would decide, what would make it act, what would hold it back, what each guard needs and how fast it is. It changes nothing. What is deployed counts; where nothing is, the config does.',
    )
    .argument('<endpoint>', 'the endpoint, as SageMaker shows it')
    .option('--markdown', 'print the rollback policy as a page for a wiki, without the present')
    .addHelpText('after', EXAMPLES)
    .action((endpoint, { markdown }) =>
      run('explain', async (session) =>
        (await import('./explain.ts')).explain(session, { endpoint, markdown: markdown === true }),
      ),
    );
};

const EXAMPLES = `
Examples:
  $ npx sagemaker-rollback explain my-endpoint
  $ npx sagemaker-rollback explain my-endpoint --markdown > rollback-policy.md
  $ npx sagemaker-rollback explain my-endpoint --json | jq '.decision.verdict'`;
