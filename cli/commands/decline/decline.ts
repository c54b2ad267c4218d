import type { Outcome } from '../../command.ts';
import { agreeTo } from '../../confirm.ts';
import { EXIT } from '../../exit.ts';
import type { Session } from '../../session.ts';
import { Trouble } from '../../trouble.ts';
import { follow } from '../approve/follow.ts';
import { give, wake } from '../approve/give.ts';
import { show } from '../approve/picture.ts';
import { type Done, reportOf, rowsOf } from '../approve/report.ts';
import { type Scene, sceneOf } from '../approve/scene.ts';

export type Declining = { readonly reason: string; readonly wait: boolean; readonly yes: boolean };

/** A person's no, kept in the ledger for the function to find: the incident ends without a shift. */
export const decline = async (session: Session, id: string, typed: Declining): Promise<Outcome> => {
  const reason = typed.reason.trim();
  if (reason === '') throw new Trouble('usage', '--reason is empty.', 'Say why: it is kept in the ledger.');
  const scene = await sceneOf(session, id);
  show(scene);
  const { incident, policy, by } = scene;
  const variant = incident.breach?.variant ?? 'The canary';
  await agreeTo(
    session,
    [
      `${incident.id} is declined: it ends, nothing is shifted, and ${variant} of ${policy.endpoint} keeps its traffic.`,
      'The same breach asks nobody again, unless the endpoint is changed. A new one does.',
      `The ledger keeps that ${by} did so, and why: "${reason}". On-call is told that it was declined.`,
    ],
    typed,
  );
  const answer = await give(scene, { kind: 'decline', reason });
  const asleep = await wake(scene);
  if (!typed.wait) return outcome(scene, { answer, asleep });
  return outcome(scene, { answer, asleep, followed: await follow(scene, { since: answer.at, waitMs: 0 }) });
};

const outcome = (scene: Scene, done: Done): Outcome => ({
  report: reportOf(scene, done),
  rows: (page) => rowsOf(page, scene, done),
  exit: done.followed === undefined || done.followed.incident.ending?.because === 'declined' ? EXIT.ok : EXIT.notWell,
});
