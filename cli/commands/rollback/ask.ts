import { type Ordered, obey } from '../../../lambdas/domain/by-hand.ts';
import { decide } from '../../../lambdas/domain/decide.ts';
import type { Incident } from '../../../lambdas/domain/incident.ts';
import { shares } from '../../../lambdas/domain/words/figures.ts';
import type { Look } from '../../../lambdas/loop/look.ts';
import { lasting } from '../../shown/times.ts';
import { say } from './say.ts';
import type { Scene } from './scene.ts';
import { impossible, newConfig, refused, stillBusy } from './troubles.ts';

/** Between two looks. */
export const EACH_MS = 10_000;

export type Asked = {
  /** How long to wait until SageMaker takes a change. */
  readonly waitMs: number;
  /** The endpoint config that the person agreed to. */
  readonly config: string;
};

/** What was asked for: the incident to watch, or nothing where all traffic has come there meanwhile. */
export const ask = async (scene: Scene, { waitMs, config }: Asked): Promise<Incident | undefined> => {
  const until = scene.now() + waitMs;
  let told = '';
  for (;;) {
    const looked = await tidied(scene);
    const done = await tryOnce(scene, looked, config);
    if (done.kind === 'there') return undefined;
    if (done.kind === 'asked') return done.incident;
    if (scene.now() >= until) throw stillBusy(scene, done.status, waitMs);
    if (done.status !== told)
      say(
        scene.session,
        `the endpoint is ${done.status}, and SageMaker takes one change at a time: waiting until it is free, at most ${lasting(waitMs)}`,
      );
    told = done.status;
    await scene.session.io.wait(EACH_MS);
  }
};

/** An incident that is over by now is ended first: what is asked for now is another one. */
const tidied = async (scene: Scene): Promise<Look> => {
  const looked = await scene.look();
  const verdict = decide(looked.situation, scene.now());
  if (verdict.kind !== 'end') return looked;
  await scene.act(looked, verdict);
  return scene.look();
};

type Tried = Extract<Ordered, { kind: 'there' | 'asked' }> | { readonly kind: 'busy'; readonly status: string };

const tryOnce = async (scene: Scene, looked: Look, config: string): Promise<Tried> => {
  const { situation } = looked;
  const ordered = obey(situation, scene.order, scene.now());
  if (ordered.kind === 'impossible') throw impossible(scene, situation.fleet, ordered.because);
  if (ordered.kind !== 'roll-back') return ordered;
  if (situation.fleet?.config !== config) throw newConfig(scene, config, situation.fleet?.config);

  const answer = await scene.act(looked, ordered);
  // Another look wrote first, or another change came first: what is true now is looked at again.
  if (answer === undefined || answer.kind === 'busy') return { kind: 'busy', status: 'taken by another change' };
  if (answer.kind === 'refused') throw refused(answer.message);
  const said =
    answer.kind === 'accepted' ? 'accepted' : `no answer came (${answer.message}): looking whether it took effect`;
  say(scene.session, `asked SageMaker for ${shares(ordered.to)}: ${said}`);
  return { kind: 'asked', incident: scene.heard.incident ?? ordered.incident };
};
