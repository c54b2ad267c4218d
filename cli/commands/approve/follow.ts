import { asksFor } from '../../../lambdas/domain/consent.ts';
import { lastReal } from '../../../lambdas/domain/drill.ts';
import type { EndState, Incident } from '../../../lambdas/domain/incident.ts';
import { type Instant, MINUTE, SECOND } from '../../../lambdas/domain/model.ts';
import { PROOF_DEADLINE } from '../../../lambdas/domain/settle.ts';
import { shares } from '../../../lambdas/domain/words/figures.ts';
import { say } from '../rollback/say.ts';
import type { Scene } from './scene.ts';
import { startedAt } from './started.ts';

/** Between two looks into the ledger: the function does the rest. */
const EACH_MS = 5 * SECOND;

/** A sweep comes each minute: by then the function has taken up the answer, or does not live. */
const TAKEN_UP_WITHIN = 2 * MINUTE;

/** A restored endpoint config starts a fleet, and a large model takes its time. */
const NEW_FLEET = 60 * MINUTE;

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
const resultOf = (incident: Incident, { since, waitMs, now }: Waiting): Result | undefined => {
  const { ending, shift, hold } = incident;
  if (ending !== undefined) return ending.state;
  const started = startedAt(incident);
  const deadline = PROOF_DEADLINE + (shift === undefined ? NEW_FLEET : 5 * MINUTE);
  if (started !== undefined) return now - started >= deadline ? 'OPEN' : undefined;
  const isBusy = hold?.kind === 'endpoint-busy' || hold?.kind === 'better-since';
  if (now - since < (isBusy ? Math.max(waitMs, TAKEN_UP_WITHIN) : TAKEN_UP_WITHIN)) return undefined;
  return hold === undefined || asksFor(hold) !== undefined ? 'OPEN' : 'HELD';
};

const makeTelling = ({ session }: Scene) => {
  let last = '';
  return (incident: Incident): void => {
    const text = incident.ending === undefined ? stepOf(incident) : undefined;
    if (text !== undefined && text !== last) say(session, text);
    last = text ?? last;
  };
};

const stepOf = ({ shift, preparing }: Incident): string | undefined => {
  if (shift !== undefined)
    return shift.inForceAt === undefined
      ? `asked SageMaker for ${shares(shift.wanted)}`
      : `in force: ${shares(shift.wanted)}. Waiting for a whole minute in which no other variant serves a request`;
  if (preparing?.order.kind !== 'restore') return undefined;
  return preparing.inForceAt === undefined
    ? `asked SageMaker for endpoint config ${preparing.order.to}: a new fleet has to start`
    : `${preparing.order.to} is in service. Waiting for a whole minute of requests under its guards`;
};
