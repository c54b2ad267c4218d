import { GetTopicAttributesCommand } from '@aws-sdk/client-sns';
import type { Entry } from '../../../lambdas/aws/ledger-history.ts';
import { UNREAD } from '../../account/unread.ts';
import { causesOfRule } from './causes.ts';
import { BOUNDS, broken, type Cause, type Hop, notKnown, until, worked } from './hops.ts';
import { seenAt } from './look.ts';
import { entriesOf, factOf, type Scene } from './scene.ts';

/** The first entry of this kind. */
const entry = async (scene: Scene, what: string): Promise<Entry | undefined> => {
  const entries = await entriesOf(scene);
  return entries === UNREAD ? undefined : entries.find((one) => one.what === what);
};

/** The message on the topic, as the function recorded it. */
export const messageHop = async (scene: Scene, look: Entry): Promise<Hop> => {
  const told = await until(scene.session.io, BOUNDS.message, () => entry(scene, 'told'));
  if (told !== undefined) {
    return worked('message', `on-call's topic took it: "${factOf(told, 'headline')}"`, told.at - seenAt(look));
  }
  return broken('message', "on-call's topic did not take it", await causesOfTopic(scene));
};

const causesOfTopic = async ({ session, deployed, blanks }: Scene): Promise<readonly Cause[]> => {
  const TopicArn = deployed.parts.oncallTopic;
  const found = await blanks.tried("On-call's topic", async () => {
    try {
      return await session.account.sns().send(new GetTopicAttributesCommand({ TopicArn }));
    } catch (error) {
      if (error instanceof Error && error.name.startsWith('NotFound')) return undefined;
      throw error;
    }
  });
  return found === undefined
    ? [{ what: `There is no topic ${TopicArn}.`, mend: 'npx cdk deploy' }]
    : [
        {
          what: 'The function could not publish: the hop grants says whether it may.',
          mend: "See the function's log (docs/runbook.md, What is going on).",
        },
      ];
};

/** The sweep comes every minute, and ends the drill once the alarm is put back. */
export const sweepHop = async (scene: Scene): Promise<Hop> => {
  const ended = await until(scene.session.io, BOUNDS.sweep, () => entry(scene, 'end'));
  if (ended !== undefined)
    return factOf(ended, 'why') === 'sweep'
      ? worked('sweep', 'it came, and ended the drill')
      : worked('sweep', 'an event ended the drill before it came');
  const entries = await entriesOf(scene);
  if (entries === UNREAD) return notKnown('sweep', 'the ledger did not answer');
  const rule = scene.deployed.parts.sweepRule;
  const causes = await causesOfRule(scene, rule);
  const unknown = { what: 'The rule is enabled, and its target is the function.', mend: "See the function's log." };
  return broken('sweep', 'it did not come', causes.length > 0 ? causes : [unknown]);
};
