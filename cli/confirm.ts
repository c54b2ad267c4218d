import { wrap } from './screen/wrap.ts';
import type { Session } from './session.ts';
import { Trouble } from './trouble.ts';

/** What a command is about to change, a sentence each, in the order in which it does so. */
export type Plan = readonly string[];

export type Agreeing = {
  readonly yes: boolean;
  /** What is left behind by a person who agreed, and then stops the command. */
  readonly stopped?: string;
};

/** Says what will be changed and asks; with `yes` it only says. Throws `Trouble` where nobody agreed, or could. */
export const agreeTo = async (
  session: Pick<Session, 'io'>,
  plan: Plan,
  { yes, stopped = STOPPED }: Agreeing,
): Promise<void> => {
  await ask(session, plan, yes);
  session.io.whenStopped(stopped);
};

const STOPPED = 'Stopped. What AWS has taken by now stays.\nnpx sagemaker-rollback status';

const ask = async ({ io }: Pick<Session, 'io'>, plan: Plan, yes: boolean): Promise<void> => {
  const { paint, width } = io.page;
  io.err(`${paint('strong', yes ? 'Doing this:' : 'This will be done:')}\n`);
  for (const step of plan)
    for (const [place, row] of wrap(step, width - 4).entries()) io.err(`${place === 0 ? '  • ' : '    '}${row}\n`);
  if (yes) return;
  if (io.questions === undefined)
    throw new Trouble(
      'needs-yes',
      'Nobody is there to be asked, and nothing was changed.',
      'Give --yes to go ahead without a question.',
    );
  if (!(await io.questions.confirm('Go ahead?')))
    throw new Trouble('declined', 'Nothing was changed.', 'Run the command again when it should be.');
};
