import type { Runner } from '../../command.ts';
import type { Program } from '../../program.ts';
import { USUAL } from './until.ts';

export const addFreeze = (program: Program, run: Runner): void => {
  program
    .command('freeze')
    .summary('stop rollbacks by the automation')
    .description(
      'Stops the automation from shifting traffic on an endpoint, or on all. People are still told what breaks, and can still roll back by hand.',
    )
    .argument('[endpoint]', 'the endpoint, as SageMaker shows it')
    .option('--all', 'every endpoint of the deployment')
    .requiredOption('--reason <text>', 'why: whoever is woken meanwhile reads it')
    .option('--until <when>', 'how long (30m, 2h, 3d), until when (2026-01-31T18:00Z), or never', USUAL)
    .option('--yes', 'go ahead without a question')
    .addHelpText('after', EXAMPLES)
    .action((endpoint, { all, reason, until, yes = false }) =>
      run('freeze', async (session) =>
        (await import('./freeze.ts')).freeze(session, { endpoint, all, reason, until, yes }),
      ),
    );
};

const EXAMPLES = `
Examples:
  $ npx sagemaker-rollback freeze my-endpoint --reason "load test" --until 2h
  $ npx sagemaker-rollback freeze --all --reason "sale" --until 2026-11-30T06:00Z`;
