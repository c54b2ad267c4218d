import type { Runner } from '../../command.ts';
import type { Program } from '../../program.ts';

export const addDoctor = (program: Program, run: Runner): void => {
  program
    .command('doctor')
    .summary('what is broken or weak, and how to mend it')
    .description(
      'Compares the account with what was deployed, part by part: endpoints, alarms, rules, functions, permissions, subscriptions, and the config. It changes nothing.',
    )
    .argument('[endpoint]', 'the endpoint, as SageMaker shows it')
    .addHelpText('after', EXAMPLES)
    .action((endpoint) => run('doctor', async (session) => (await import('./doctor.ts')).doctor(session, endpoint)));
};

const EXAMPLES = `
Examples:
  $ npx sagemaker-rollback doctor
  $ npx sagemaker-rollback doctor my-endpoint
  $ npx sagemaker-rollback doctor --json | jq '.findings[] | select(.severity == "broken")'`;
