import type { Runner } from '../../command.ts';
import type { Program } from '../../program.ts';

export const addReplay = (program: Program, run: Runner): void => {
  program
    .command('replay')
    .summary('whether recorded decisions would be made again')
    .description(
      'Gives what a recorded decision rested on to the code of this clone, and says whether it decides the same; if not, where it differs. It changes nothing. With --file it needs no account.',
    )
    .argument('[record]', 'id of an incident, or ENDPOINT/KEY of one entry of the ledger')
    .option('--file <file>', 'JSON of aws dynamodb get-item or query instead')
    .addHelpText('after', EXAMPLES)
    .action((record, { file }) =>
      run('replay', async (session) => (await import('./replay.ts')).replay(session, { record, file })),
    );
};

const EXAMPLES = `
Examples:
  $ npx sagemaker-rollback replay my-endpoint-20260105T100008
  $ npx sagemaker-rollback replay my-endpoint/entry#2026-01-05T10:00:08.000Z#0#intent
  $ npx sagemaker-rollback replay --file entry.json`;
