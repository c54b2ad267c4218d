import { InvalidArgumentError } from '@commander-js/extra-typings';
import type { Runner } from '../../command.ts';
import type { Program } from '../../program.ts';

export const addCost = (program: Program, run: Runner): void => {
  program
    .command('cost')
    .summary('what the deployment costs a month')
    .description(
      'What the config costs a month as it is, and what so many endpoints like its first one would: counted in the template that would be deployed. Asks no account.',
    )
    .option('--endpoints <counts>', 'fleets to reckon with, separated by commas', counts, [1, 10, 100])
    .addHelpText('after', EXAMPLES)
    .action(({ endpoints }) => run('cost', async (session) => (await import('./cost.ts')).cost(session, endpoints)));
};

/** More than CloudWatch lets one account alarm on is no question of price. */
const MOST = 1_000;

const counts = (text: string): number[] => {
  const found = text.split(',').map(Number);
  if (found.every((count) => Number.isInteger(count) && count >= 1 && count <= MOST)) return found;
  throw new InvalidArgumentError(`Whole numbers from 1 to ${MOST}, separated by commas: 1,10,100`);
};

const EXAMPLES = `
Examples:
  $ npx sagemaker-rollback cost
  $ npx sagemaker-rollback cost --endpoints 25,250`;
