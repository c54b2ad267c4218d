import { InvokeCommand } from '@aws-sdk/client-lambda';
import { giveAnswer } from '../../../lambdas/aws/ledger-answer.ts';
import { ANSWER_HOLDS, type Answer } from '../../../lambdas/domain/answer.ts';
import { awsTrouble } from '../../account/aws-trouble.ts';
import type { Scene } from './scene.ts';
import * as troubles from './troubles.ts';

/** Puts the person's answer into the ledger. Throws `Trouble` where somebody answered first. */
export const give = async (
  { session: { account, io }, deployed, policy: { endpoint }, asked, by }: Scene,
  { kind, reason }: Pick<Answer, 'kind' | 'reason'>,
): Promise<Answer> => {
  const at = io.clock();
  const answer: Answer = {
    kind,
    incident: asked.incident.id,
    plan: asked.plan,
    by,
    at,
    until: at + ANSWER_HOLDS,
    ...(reason !== undefined && { reason }),
  };
  const standing = await giveAnswer(account.dynamodb(), { table: deployed.parts.ledger, endpoint }, answer);
  if (standing === 'unreadable') throw troubles.unreadable(endpoint);
  if (standing !== undefined) throw troubles.answered(standing, at);
  return answer;
};

/** Lets the function look at once. Answers why it could not; the sweep looks within a minute anyway. */
export const wake = async ({ session, deployed: { parts }, policy }: Scene): Promise<string | undefined> => {
  const [, , , , account = ''] = parts.oncallTopic.split(':');
  const detail = { EndpointName: policy.endpoint };
  const event = { account, source: 'aws.sagemaker', 'detail-type': 'answered by a person', detail };
  const invoke = { FunctionName: parts.reconcile, InvocationType: 'Event', Payload: JSON.stringify(event) } as const;
  try {
    await session.account.lambda().send(new InvokeCommand(invoke));
    return undefined;
  } catch (error) {
    const trouble = awsTrouble(error, session.common);
    if (trouble === undefined) throw error;
    return trouble.message;
  }
};
