import type { Order } from '../../../lambdas/domain/by-hand.ts';
import type { Incident } from '../../../lambdas/domain/incident.ts';
import type { Instant } from '../../../lambdas/domain/model.ts';
import type { ShiftAnswer } from '../../../lambdas/domain/progress.ts';
import type { Verdict } from '../../../lambdas/domain/verdict.ts';
import { type Look, look } from '../../../lambdas/loop/look.ts';
import { act, type World } from '../../../lambdas/loop/step.ts';
import type { Ports, Step } from '../../../lambdas/ports.ts';
import { callerOf } from '../../account/caller.ts';
import { type Blanks, makeBlanks, UNREAD } from '../../account/unread.ts';
import type { Session } from '../../session.ts';
import { Trouble } from '../../trouble.ts';
import { type Reach, reachOf } from './reach.ts';

/** What the parts of AWS answered so far. */
export type Heard = {
  /** SageMaker's newest. */
  answer?: ShiftAnswer;
  /** The endpoint's newest incident, as it was last read or written here. */
  incident: Incident | undefined;
  letters: number;
  /** Why a letter is still owed, and why a step is not in the ledger. */
  untold: string | undefined;
  unrecorded: string | undefined;
};

export type Scene = {
  readonly session: Session;
  readonly reach: Reach;
  readonly order: Order;
  readonly heard: Heard;
  readonly blanks: Blanks;
  readonly look: () => Promise<Look>;
  /**
   * Acts as the functions would, with the record and the letter, both as far as they can be had. Answers what SageMaker
   * said, if it was asked: another look may have written first.
   */
  readonly act: (looked: Look, verdict: Verdict) => Promise<ShiftAnswer | undefined>;
  readonly now: () => Instant;
};

/** The topic took no letter: it stays owed, and the next look tries again. */
class NotTold extends Error {
  override name = 'NotTold';
}

/** A person's first write has credentials and connections to set up: the functions' 300 ms would mostly be too short. */
const RECORD_WITHIN_MS = 5_000;

export const sceneOf = async (session: Session, endpoint: string, to: string | undefined): Promise<Scene> => {
  const blanks = makeBlanks(session.common);
  const heard: Heard = {
    incident: undefined,
    letters: 0,
    untold: undefined,
    unrecorded: undefined,
  };
  const log: Blanks['log'] = (message, facts = {}) => {
    blanks.log(message, facts);
    const { error } = facts;
    if (message.startsWith('ledger')) heard.unrecorded ??= typeof error === 'string' ? error : message;
  };
  const reach = await reachOf(session, { endpoint, to, log });
  heard.unrecorded = reach.alone;
  const { policy, deployment } = reach;
  const world: World = { deployment, ports: listening(reach.ports, heard, blanks) };
  return {
    session,
    reach,
    order: { by: await byOf(session), to: variantOf(reach, to) },
    heard,
    blanks,
    now: session.io.clock,
    look: async () => remembering(await look(world.ports, deployment, policy), heard),
    act: async (looked, verdict) => {
      delete heard.answer;
      try {
        await act(world, policy, { ...looked, verdict });
      } catch (error) {
        if (!(error instanceof NotTold)) throw error;
      }
      return heard.answer;
    },
  };
};

/** A name that the endpoint does not have is found out by the look. */
const variantOf = ({ policy }: Reach, to: string | undefined): Order['to'] =>
  to === undefined ? policy.stable : (to as Order['to']);

/** No record is worth the wait that a person in an emergency would have for it. */
const byOf = async (session: Session): Promise<string> => {
  try {
    return await callerOf(session);
  } catch (error) {
    if (error instanceof Trouble) throw error;
    return 'somebody whom STS did not name';
  }
};

const listening = (ports: Ports, heard: Heard, { tried }: Blanks): Ports => ({
  ...ports,
  endpoints: {
    describe: ports.endpoints.describe,
    shift: async (endpoint, to) => {
      const answer = await ports.endpoints.shift(endpoint, to);
      heard.answer = answer;
      return answer;
    },
  },
  alarms: {
    ...ports.alarms,
    named: async (names) => {
      const found = await tried('The alarms of the guards', () => ports.alarms.named(names));
      return found === UNREAD ? [] : found;
    },
  },
  ledger: { ...ports.ledger, write: async (step) => writing(ports, heard, step) },
  oncall: {
    ...ports.oncall,
    publish: async (letter) => {
      try {
        await ports.oncall.publish(letter);
      } catch (error) {
        heard.untold = error instanceof Error ? error.message : String(error);
        throw new NotTold(heard.untold, { cause: error });
      }
      heard.letters += 1;
      heard.untold = undefined;
    },
  },
});

const writing = async (ports: Ports, heard: Heard, step: Step) => {
  const written = await ports.ledger.write(step, RECORD_WITHIN_MS);
  if (written !== 'outpaced') heard.incident = step.incident;
  if (written === 'unwritten') heard.unrecorded ??= 'it took no write';
  return written;
};

/** What was read or done once is known to this command, also while the ledger does not answer. */
const remembering = (looked: Look, heard: Heard): Look => {
  const { situation, version } = looked;
  heard.incident = situation.incident ?? (version === 'unknown' ? heard.incident : undefined);
  return heard.incident === undefined ? looked : { ...looked, situation: { ...situation, incident: heard.incident } };
};
