import { obey } from '../../../lambdas/domain/by-hand.ts';
import type { Incident } from '../../../lambdas/domain/incident.ts';
import { allTo, currentWeights, desiredWeights } from '../../../lambdas/domain/weights.ts';
import { shares } from '../../../lambdas/domain/words/figures.ts';
import type { Outcome } from '../../command.ts';
import { agreeTo } from '../../confirm.ts';
import { EXIT } from '../../exit.ts';
import type { Session } from '../../session.ts';
import { spanIn } from '../../shown/spans.ts';
import { indented } from '../../shown/text.ts';
import { Trouble } from '../../trouble.ts';
import { ask } from './ask.ts';
import { type Picture, pictureOf } from './picture.ts';
import { type Done, type Result, reportOf, resultOf, rowsOf } from './report.ts';
import { say } from './say.ts';
import { type Scene, sceneOf } from './scene.ts';
import { impossible } from './troubles.ts';
import { watch } from './watch.ts';

export type Typed = {
  readonly to?: string | undefined;
  /** False: nobody waits for anything. */
  readonly wait: string | boolean;
  readonly yes: boolean;
};

/** All traffic to one variant, by the person's order and the functions' own code, and what became of it. */
export const rollback = async (session: Session, endpoint: string, typed: Typed): Promise<Outcome> => {
  const waitMs = waitOf(typed.wait);
  const scene = await sceneOf(session, endpoint, typed.to);
  const { situation } = await scene.look();
  const ordered = obey(situation, scene.order, session.io.clock());
  const { fleet } = situation;
  if (ordered.kind === 'impossible' || fleet === undefined)
    throw impossible(scene, fleet, ordered.kind === 'impossible' ? ordered.because : 'no-endpoint');

  const picture = pictureOf(scene, situation, fleet);
  const before = currentWeights(fleet);
  const done = (incident: Incident | undefined, result: Result): Outcome =>
    outcome(scene, { before, incident, result, warnings: picture.warnings });
  show(session, picture);
  if (ordered.kind === 'there') return done(undefined, 'THERE');
  if (ordered.kind === 'asked') say(session, 'this very change is asked for already: seeing that it comes into force');
  else
    await agreeTo(
      session,
      planOf(scene, ordered.kind === 'busy', shares(allTo(scene.order.to, desiredWeights(fleet)))),
      { ...typed, stopped: stoppedWords(scene) },
    );

  const incident = ordered.kind === 'asked' ? ordered.incident : await ask(scene, { waitMs, config: fleet.config });
  if (incident === undefined) return done(undefined, 'THERE');
  if (typed.wait === false) return done(incident, 'ACCEPTED');
  const ended = await watch(scene, incident);
  return done(ended, resultOf(ended));
};

const show = ({ io }: Session, { is, warnings, notes }: Picture): void => {
  const { page } = io;
  for (const row of indented(page, is, 0)) io.err(`${row}\n`);
  for (const warning of warnings)
    for (const row of indented(page, `! ${warning}`, 0)) io.err(`${page.paint('warn', row)}\n`);
  for (const note of notes) for (const row of indented(page, note, 0)) io.err(`${row}\n`);
};

const planOf = ({ reach, heard }: Scene, isBusy: boolean, to: string) => [
  ...(isBusy ? ['It waits until SageMaker takes a change.'] : []),
  `SageMaker is asked for these weights of ${reach.policy.endpoint}: ${to}.`,
  heard.unrecorded === undefined
    ? 'It is recorded in the ledger, and on-call is told.'
    : `It is NOT recorded, and nobody is told by this: ${heard.unrecorded}`,
];

const stoppedWords = ({ reach, heard }: Scene): string => {
  const watched = heard.unrecorded === undefined ? 'the functions prove it and tell on-call' : 'nobody watches it';
  return `Stopped. What SageMaker has accepted by now goes on, and ${watched}.\nnpx sagemaker-rollback status ${reach.policy.endpoint}`;
};

const outcome = (scene: Scene, done: Done): Outcome => ({
  report: reportOf(scene, done),
  rows: (page) => rowsOf(page, scene, done),
  exit: ['THERE', 'ACCEPTED', 'RECOVERED'].includes(done.result) ? EXIT.ok : EXIT.notWell,
});

const waitOf = (text: string | boolean): number => {
  const span = typeof text === 'boolean' ? 0 : spanIn(text);
  if (span !== undefined) return span;
  throw new Trouble('usage', `--wait ${text} is no duration.`, 'Give 90s, 15m or 2h, or --no-wait.');
};
