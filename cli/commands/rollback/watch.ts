import { insist } from '../../../lambdas/domain/by-hand.ts';
import { decide } from '../../../lambdas/domain/decide.ts';
import type { Incident } from '../../../lambdas/domain/incident.ts';
import { MINUTE } from '../../../lambdas/domain/model.ts';
import { PROOF_DEADLINE } from '../../../lambdas/domain/settle.ts';
import { towards } from '../../../lambdas/domain/target.ts';
import { shares } from '../../../lambdas/domain/words/figures.ts';
import type { Look } from '../../../lambdas/loop/look.ts';
import { awsTrouble } from '../../account/aws-trouble.ts';
import { EACH_MS } from './ask.ts';
import { say } from './say.ts';
import type { Scene } from './scene.ts';

/** The deadline is the incident's own; past it something is odd, and a person should not sit here for ever. */
const LONGEST_MS = PROOF_DEADLINE + 5 * MINUTE;

/** AWS fails now and then. So many times in a row, it is not now and then. */
const MOST_FAILURES = 5;

/** What became of the shift: its incident, ended, or as far as anybody could see. */
export const watch = async (scene: Scene, asked: Incident): Promise<Incident> => {
  const until = scene.now() + LONGEST_MS;
  const [seeing, teller] = [makeSeeing(scene), makeTeller(scene)];
  let incident = asked;
  while (scene.now() < until) {
    const seen = await seeing(() => once(scene, incident));
    if (seen !== undefined) {
      incident = seen.incident;
      teller(seen);
      if (isDone(scene, incident)) break;
    }
    await scene.session.io.wait(EACH_MS);
  }
  return incident;
};

type Seen = { readonly incident: Incident; readonly looked: Look };

/** One look and its step, the same as the functions take; it is theirs as well as ours who takes it first. */
const once = async (scene: Scene, before: Incident): Promise<Seen> => {
  const looked = await scene.look();
  const { situation } = looked;
  const now = scene.now();
  const verdict = insist(decide(situation, now), situation.fleet, now);
  await scene.act(looked, verdict);
  // One that somebody opened since is another one.
  const { incident } = scene.heard;
  return { incident: incident?.id === before.id ? incident : before, looked };
};

const isDone = ({ reach }: Scene, { ending, shift }: Incident): boolean =>
  ending !== undefined || (shift?.inForceAt !== undefined && towards(reach.policy, shift.wanted) === undefined);

const makeTeller = ({ session }: Scene) => {
  let last = '';
  return ({ incident: { shift, ending }, looked: { situation } }: Seen): void => {
    const status = situation.fleet?.status ?? 'gone';
    const text =
      shift?.inForceAt === undefined
        ? `${status}: SageMaker has not applied it yet`
        : `in force: ${shares(shift.wanted)}. Waiting for a whole minute in which no other variant serves a request`;
    if (text !== last && ending === undefined) say(session, text);
    last = text;
  };
};

/** One look that fails is no reason to leave the terminal without an end. */
const makeSeeing = ({ session }: Scene) => {
  let failures = 0;
  return async (look: () => Promise<Seen>): Promise<Seen | undefined> => {
    try {
      const seen = await look();
      failures = 0;
      return seen;
    } catch (error) {
      const trouble = awsTrouble(error, session.common);
      failures += 1;
      if (trouble === undefined || failures >= MOST_FAILURES) throw error;
      say(session, `${trouble.message} Looking again.`);
      return undefined;
    }
  };
};
