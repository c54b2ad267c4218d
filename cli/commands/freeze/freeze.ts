import { type Frozen, withFreeze } from '../../../lambdas/domain/freeze.ts';
import { callerOf } from '../../account/caller.ts';
import { knownOf } from '../../account/known.ts';
import type { Outcome } from '../../command.ts';
import type { Session } from '../../session.ts';
import { frozenWords } from '../../shown/freeze.ts';
import { Trouble } from '../../trouble.ts';
import { make, type Which, whichOf } from './change.ts';
import { named } from './report.ts';
import { readHeld } from './switch.ts';
import { untilOf } from './until.ts';

export type Freezing = Which & { readonly reason: string; readonly until: string; readonly yes: boolean };

/** Stops the automation's shifts on an endpoint, or on all: by whom, why, and until when. */
export const freeze = async (session: Session, asked: Freezing): Promise<Outcome> => {
  const reason = asked.reason.trim();
  if (reason === '') throw new Trouble('usage', '--reason is empty.', 'Say why: who is woken meanwhile will read it.');
  const now = session.io.clock();
  const until = untilOf(asked.until, now);
  const known = await knownOf(session);
  const [by, held] = await Promise.all([callerOf(session), readHeld(session, known)]);
  const endpoint = whichOf(asked, known, held);
  const added: Frozen = { endpoint, by, reason, ...(until === undefined ? {} : { until }) };
  return make(session, known, {
    what: 'frozen',
    endpoint,
    held,
    now,
    after: withFreeze(held.frozen, added),
    by,
    yes: asked.yes,
    plan: [
      `${named(endpoint)}: ${frozenWords(added, now)}. A canary that breaks keeps its traffic meanwhile, unless a person rolls back.`,
      ...held.frozen.map(
        (one) =>
          `${one.endpoint === endpoint ? 'In place of' : 'Beside'} ${named(one.endpoint)}: ${frozenWords(one, now)}.`,
      ),
      `SSM parameter ${known.freezeParameter} is written.`,
    ],
  });
};
