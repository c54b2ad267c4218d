import type { Runner } from '../../command.ts';
import type { Program } from '../../program.ts';

export const addRollback = (program: Program, run: Runner): void => {
  program
    .command('rollback')
    .summary('all traffic to stable, now, and the proof that it helped')
    .description(
      'Gives all traffic of an endpoint to its stable variant, watches until it is proved, and records it. It calls AWS itself: it works when the functions or the stack are broken or gone, in any mode, and while frozen.',
    )
    .argument('<endpoint>', 'the endpoint, as SageMaker shows it')
    .option('--to <variant>', 'another variant than stable; needs no config and no stack')
    .option('--wait <duration>', 'how long to wait for an endpoint that is Updating (90s, 30m, 1h)', '15m')
    .option('--no-wait', 'end once SageMaker has accepted the change; wait for nothing')
    .option('--yes', 'go ahead without a question')
    .addHelpText('after', EXAMPLES)
    .action((endpoint, { to, wait, yes = false }) =>
      run('rollback', async (session) =>
        (await import('./rollback.ts')).rollback(session, endpoint, { to, wait, yes }),
      ),
    );
};

const EXAMPLES = `
Exit codes: 0 recovered (with --no-wait: accepted), 1 not proved.

Examples:
  $ npx sagemaker-rollback rollback my-endpoint
  $ npx sagemaker-rollback rollback my-endpoint --to blue --yes --region eu-west-1`;
