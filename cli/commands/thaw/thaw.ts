import { EVERY_ENDPOINT, withoutFreeze } from '../../../lambdas/domain/freeze.ts';
import { callerOf } from '../../account/caller.ts';
import { knownOf } from '../../account/known.ts';
import type { Outcome } from '../../command.ts';
import type { Session } from '../../session.ts';
import { frozenWords } from '../../shown/freeze.ts';
import { make, type Which, whichOf } from '../freeze/change.ts';
import { named, reportOf } from '../freeze/report.ts';
import { readHeld } from '../freeze/switch.ts';

/** Ends the freeze of an endpoint, or every one, however it was written. */
export const thaw = async (session: Session, asked: Which & { readonly yes: boolean }): Promise<Outcome> => {
  const known = await knownOf(session);
  const [by, held] = await Promise.all([callerOf(session), readHeld(session, known)]);
  const endpoint = whichOf(asked, known, held);
  const ended = held.frozen.filter(
    (one) => [endpoint, EVERY_ENDPOINT].includes(one.endpoint) || endpoint === EVERY_ENDPOINT,
  );
  const guarded = known.deployment.policies.map((policy) => policy.endpoint);
  const after = withoutFreeze(held.frozen, endpoint, guarded);
  const now = session.io.clock();
  const change = { what: 'thawed', endpoint, held, now, after, by, yes: asked.yes } as const;
  if (ended.length === 0) {
    const done = { ...change, plan: [], value: held.value, clash: undefined, unrecorded: undefined };
    return {
      report: { ...reportOf(known, done), ledger: 'nothing to record' },
      rows: ({ paint }) => [paint('good', `Nothing to do: ${named(endpoint)} is not frozen.`)],
    };
  }
  return make(session, known, {
    ...change,
    plan: [
      ...ended.map((one) => `Ended: ${named(one.endpoint)}, ${frozenWords(one, now)}.`),
      ...after.map((one) => `Goes on: ${named(one.endpoint)}, ${frozenWords(one, now)}.`),
      `SSM parameter ${known.freezeParameter} is written. A guard that is broken now is acted upon within a minute.`,
    ],
  });
};
