import type { Runner } from '../../command.ts';
import type { Program } from '../../program.ts';

export const addDrill = (program: Program, run: Runner): void => {
  program
    .command('drill')
    .summary('test the way from an alarm to people')
    .description(
      'Sets an alarm of a canary, marked DRILL, and reports which hops from there to people worked, and how fast. No traffic is moved without --move. Everybody whom the endpoint tells gets a page and two messages.',
    )
    .argument('<endpoint>', 'the endpoint, as SageMaker shows it')
    .option('--variant <name>', 'the canary whose alarm is set (default: the first)')
    .option('--guard <id>', "the guard whose alarm is set, such as errors-5xx (default: the policy's first)")
    .option('--move', 'also send all traffic to stable, in any mode, and prove it; then ask to put it back')
    .option('--ask', 'ask you whether each message arrived')
    .option('--yes', 'go ahead without a question')
    .addHelpText('after', EXAMPLES)
    .action((endpoint, { variant, guard, move = false, ask = false, yes = false }) =>
      run('drill', async (session) =>
        (await import('./drill.ts')).drill(session, { endpoint, variant, guard, move, ask, yes }),
      ),
    );
};

const EXAMPLES = `
Examples:
  $ npx sagemaker-rollback drill my-endpoint --ask
  $ npx sagemaker-rollback drill my-endpoint --guard latency-p99 --yes
  $ npx sagemaker-rollback drill my-endpoint --move      traffic goes to stable and, if you agree, back`;
