import { ANSWER_HOLDS } from '../../../lambdas/domain/answer.ts';
import type { Outcome } from '../../command.ts';
import { agreeTo, type Plan } from '../../confirm.ts';
import { EXIT } from '../../exit.ts';
import type { Session } from '../../session.ts';
import { spanIn } from '../../shown/spans.ts';
import { lasting, moment } from '../../shown/times.ts';
import { Trouble } from '../../trouble.ts';
import { follow } from './follow.ts';
import { give, wake } from './give.ts';
import { show, wantedOf, whyHeldStill } from './picture.ts';
import { type Done, isLate, reportOf, rowsOf } from './report.ts';
import { type Scene, sceneOf } from './scene.ts';

export type Approving = {
  readonly reason?: string | undefined;
  /** False: nobody waits for anything. */
  readonly wait: string | boolean;
  readonly yes: boolean;
};

/** A person's yes, kept in the ledger for the function to find, and what it made of it. */
export const approve = async (session: Session, id: string, typed: Approving): Promise<Outcome> => {
  const waitMs = waitOf(typed.wait);
  const reason = typed.reason?.trim();
  const scene = await sceneOf(session, id);
  show(scene);
  await agreeTo(session, planOf(scene), { yes: typed.yes, stopped: stopped(scene) });
  const answer = await give(scene, { kind: 'approve', ...(reason ? { reason } : {}) });
  const asleep = await wake(scene);
  if (typed.wait === false) return outcome(scene, { answer, asleep });
  return outcome(scene, { answer, asleep, followed: await follow(scene, { since: answer.at, waitMs }) });
};

const planOf = (scene: Scene): Plan => {
  const { session, incident, by } = scene;
  const now = session.io.clock();
  const held = whyHeldStill(scene);
  return [
    `${incident.id} is approved: ${wantedOf(scene)}.`,
    ...(held === undefined
      ? []
      : [
          `Not while this holds it: ${held}. The approval stands for ${lasting(ANSWER_HOLDS)}, or until the plan changes.`,
        ]),
    ...(isLate({ at: now }, incident)
      ? [
          `It is late, and taken all the same: an answer was awaited until ${moment(incident.approveUntil ?? now, now)}.`,
        ]
      : []),
    `The ledger keeps that ${by} did so, and on-call is told.`,
  ];
};

const stopped = ({ incident, policy }: Scene): string =>
  `Stopped. If ${incident.id} was approved by now, the function does the rest and tells on-call.\nnpx sagemaker-rollback status ${policy.endpoint}`;

const outcome = (scene: Scene, done: Done): Outcome => ({
  report: reportOf(scene, done),
  rows: (page) => rowsOf(page, scene, done),
  exit: done.followed === undefined || done.followed.result === 'RECOVERED' ? EXIT.ok : EXIT.notWell,
});

const waitOf = (text: string | boolean): number => {
  const span = typeof text === 'boolean' ? 0 : spanIn(text);
  if (span !== undefined) return span;
  throw new Trouble('usage', `--wait ${text} is no duration.`, 'Give 90s, 15m or 2h, or --no-wait.');
};
