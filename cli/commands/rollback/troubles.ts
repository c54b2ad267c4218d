import { nearest } from '../../../infra/config/words.ts';
import type { Ordered } from '../../../lambdas/domain/by-hand.ts';
import type { Fleet } from '../../../lambdas/domain/model.ts';
import * as commands from '../../../lambdas/domain/words/commands.ts';
import { asLine } from '../../../lambdas/domain/words/letter.ts';
import { lasting } from '../../shown/times.ts';
import { Trouble } from '../../trouble.ts';
import type { Scene } from './scene.ts';

type Why = Extract<Ordered, { kind: 'impossible' }>['because'];

/** What keeps a rollback from being asked for at all. Nothing was changed by then. */
export const impossible = ({ reach, order }: Scene, fleet: Fleet | undefined, because: Why): Trouble => {
  const { endpoint } = reach.policy;
  if (because === 'no-endpoint' || fleet === undefined)
    return new Trouble(
      'no-such-endpoint',
      `There is no endpoint ${endpoint} in this account and Region.`,
      'Case matters. See what there is: aws sagemaker list-endpoints, or name another --region or --profile.',
    );
  if (because === 'no-variant') return noVariant(endpoint, order.to, fleet);
  const failure = fleet.failureReason === undefined ? '' : ` (${asLine(fleet.failureReason)})`;
  return new Trouble(
    'not-now',
    `${endpoint} is ${fleet.status}${failure}, and SageMaker changes no weights then.`,
    fleet.status === 'UpdateRollbackFailed'
      ? 'Old and new instances serve side by side: call update-endpoint with the endpoint config that you want.'
      : 'Weights cannot help here: see docs/runbook.md, endpoint-unusable.',
  );
};

const noVariant = (endpoint: string, to: string, fleet: Fleet): Trouble => {
  const there = fleet.variants.map(({ name }) => name);
  const meant = nearest(to, there);
  return new Trouble(
    'no-such-variant',
    `${endpoint} has no variant ${to}${meant === undefined ? '.' : `; did you mean ${meant}?`}`,
    `It has ${there.join(', ')}. Name the one that is to get all traffic: --to VARIANT.`,
  );
};

export const newConfig = ({ reach }: Scene, agreed: string, now = 'none'): Trouble =>
  new Trouble(
    'not-now',
    `${reach.policy.endpoint} got the endpoint config ${now} meanwhile; what you agreed to was ${agreed}. Nothing was changed.`,
    'Look at what is there now, and run the command again if it is still wanted.',
  );

export const refused = (message: string): Trouble =>
  new Trouble(
    'aws',
    `SageMaker refused the change: ${asLine(message)}`,
    'Nothing was changed. Mend what it names, and run the command again.',
  );

export const stillBusy = ({ reach }: Scene, status: string, waitMs: number): Trouble =>
  new Trouble(
    'not-now',
    `${reach.policy.endpoint} is ${waitMs > 0 ? `still ${status} after ${lasting(waitMs)}` : status}: SageMaker takes one change at a time, and no call cancels one. Nothing was changed.`,
    `Wait longer with --wait, or see what goes on: ${commands.describeEndpoint(reach.policy.endpoint)}`,
  );
