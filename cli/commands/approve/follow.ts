import { asksFor } from '../../../lambdas/domain/consent.ts';
import { lastReal } from '../../../lambdas/domain/drill.ts';
import type { EndState, Incident } from '../../../lambdas/domain/incident.ts';
import { type Instant, MINUTE, SECOND } from '../../../lambdas/domain/model.ts';
import { PROOF_DEADLINE } from '../../../lambdas/domain/settle.ts';
import { shares } from '../../../lambdas/domain/words/figures.ts';
import { say } from '../rollback/say.ts';
import type { Scene } from './scene.ts';

/** Between two looks into the ledger: the function does the rest. */
const EACH_MS = 5 * SECOND;

/** A sweep comes each minute: by then the function has taken up the answer, or does not live. */
const TAKEN_UP_WITHIN = 2 * MINUTE;

/** `HELD`: something else speaks against a shift. `OPEN`: nothing came of it yet. */
export type Result = EndState | 'HELD' | 'OPEN';

export type Followed = { readonly incident: Incident; readonly result: Result };

/** What the function made of the answer, as the ledger says it. */
export const follow = async (
  scene: Scene,
  { since, waitMs }: { readonly since: Instant; readonly waitMs: number },
): Promise<Followed> => {
  const { io } = scene.session;
  const telling = makeTelling(scene);
  let { incident } = scene;
  for (;;) {
    const head = lastReal((await scene.ports.ledger.head(scene.policy.endpoint)).incident);
    // One that opened since is another one.
    if (head?.id === incident.id) incident = head;
    telling(incident);
    const result = resultOf(incident, { since, waitMs, now: io.clock() });
    if (result !== undefined) return { incident, result };
    await io.wait(EACH_MS);
  }
};

type Waiting = { readonly since: Instant; readonly waitMs: number; readonly now: Instant };

/** Undefined: it is worth waiting on. */
const resultOf = ({ ending, shift, hold }: Incident, { since, waitMs, now }: Waiting): Result | undefined => {
  if (ending !== undefined) return ending.state;
  if (shift !== undefined) return now - shift.requestedAt >= PROOF_DEADLINE + 5 * MINUTE ? 'OPEN' : undefined;
  const isBusy = hold?.kind === 'endpoint-busy' || hold?.kind === 'better-since';
  if (now - since < (isBusy ? Math.max(waitMs, TAKEN_UP_WITHIN) : TAKEN_UP_WITHIN)) return undefined;
  return hold === undefined || asksFor(hold) !== undefined ? 'OPEN' : 'HELD';
};

const makeTelling = ({ session }: Scene) => {
  let last = '';
  return ({ shift, ending }: Incident): void => {
    if (shift === undefined || ending !== undefined) return;
    const text =
      shift.inForceAt === undefined
        ? `asked SageMaker for ${shares(shift.wanted)}`
        : `in force: ${shares(shift.wanted)}. Waiting for a whole minute in which no other variant serves a request`;
    if (text !== last) say(session, text);
    last = text;
  };
};
