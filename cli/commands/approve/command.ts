import type { Runner } from '../../command.ts';
import type { Program } from '../../program.ts';

export const addApprove = (program: Program, run: Runner): void => {
  program
    .command('approve')
    .summary('let an incident of an endpoint in mode approve shift its traffic')
    .description(
      'Answers yes to an incident that waits for approval: the function shifts all traffic to stable, as in mode auto, and this waits until it is proved. Freeze and all else that holds a shift hold it still.',
    )
    .argument('<incident>', 'the incident, as its message says it')
    .option('--reason <text>', 'why: it is kept in the ledger')
    .option('--wait <duration>', 'how long to wait until the shift is asked for (90s, 30m, 1h)', '15m')
    .option('--no-wait', 'end once the answer is kept; wait for nothing')
    .option('--yes', 'go ahead without a question')
    .addHelpText('after', EXAMPLES)
    .action((incident, { reason, wait, yes = false }) =>
      run('approve', async (session) =>
        (await import('./approve.ts')).approve(session, incident, { reason, wait, yes }),
      ),
    );
};

const EXAMPLES = `
Exit codes: 0 recovered (with --no-wait: approved), 1 held, or not proved.

Examples:
  $ npx sagemaker-rollback approve my-endpoint-20260105T100831
  $ npx sagemaker-rollback approve my-endpoint-20260105T100831 --reason "seen in the traces" --yes`;
