import type { Session } from '../../session.ts';
import { Trouble } from '../../trouble.ts';
import { broken, type Cause, type Hop, worked } from './hops.ts';
import type { Asked, Scene } from './scene.ts';

/** With `--ask`: what only the people themselves know. */
export const arrivedHop = async ({ session, policy }: Scene): Promise<Hop> => {
  const { emails, slackWebhookParameter } = policy.contacts;
  const missed: Cause[] = [];
  for (const email of emails)
    if (!(await session.io.questions?.confirm(`Did a page and the message that begins with DRILL arrive at ${email}?`)))
      missed.push({
        what: `Not both arrived at ${email}.`,
        mend: 'Look into its spam folder; let it through from no-reply@sns.amazonaws.com.',
      });
  if (
    slackWebhookParameter !== undefined &&
    !(await session.io.questions?.confirm('Did the message that begins with DRILL arrive in Slack?'))
  )
    missed.push({
      what: 'The message did not arrive in Slack.',
      mend: `See which channel the webhook in ${slackWebhookParameter} posts to.`,
    });
  return missed.length === 0
    ? worked('arrived', 'you say that all of it did')
    : broken('arrived', 'you say that not all of it did', missed);
};

export const refuseAsk = ({ io }: Session, { ask }: Asked): void => {
  if (ask && io.questions === undefined)
    throw new Trouble(
      'usage',
      'Nobody is there to be asked whether the messages arrived.',
      'Leave out --ask, or run it in a terminal.',
    );
};
