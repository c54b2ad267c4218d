import type { Runner } from '../../command.ts';
import type { Program } from '../../program.ts';

export const addRelease = (program: Program, run: Runner): void => {
  program
    .command('release')
    .summary('say that traffic on a variant that was rolled back is on purpose')
    .description(
      'Ends the quarantine of a variant that was rolled back: on-call is no longer told when it has traffic. It moves no weights. A new endpoint config ends it as well.',
    )
    .argument('<endpoint>', 'the endpoint, as SageMaker shows it')
    .requiredOption('--reason <text>', 'why: what was mended')
    .option('--variant <name>', 'the variant, where several are in quarantine')
    .option('--yes', 'go ahead without a question')
    .addHelpText('after', EXAMPLES)
    .action((endpoint, { reason, variant, yes = false }) =>
      run('release', async (session) =>
        (await import('./release.ts')).release(session, endpoint, { reason, variant, yes }),
      ),
    );
};

const EXAMPLES = `
Examples:
  $ npx sagemaker-rollback release my-endpoint --reason "fixed in model 42"
  $ npx sagemaker-rollback release my-endpoint --variant green --reason "it was the feature store" --yes`;
