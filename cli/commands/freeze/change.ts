import { appendNote } from '../../../lambdas/aws/ledger-notes.ts';
import { EVERY_ENDPOINT, type Frozen } from '../../../lambdas/domain/freeze.ts';
import type { Instant } from '../../../lambdas/domain/model.ts';
import { awsTrouble } from '../../account/aws-trouble.ts';
import type { Known } from '../../account/known.ts';
import type { Outcome } from '../../command.ts';
import { agreeTo, type Plan } from '../../confirm.ts';
import { EXIT } from '../../exit.ts';
import { policyOf, type Session } from '../../session.ts';
import { Trouble } from '../../trouble.ts';
import { reportOf, rowsOf } from './report.ts';
import { type Held, textOf, writeHeld } from './switch.ts';

/** One endpoint, or `*`. */
export type Which = { readonly endpoint?: string | undefined; readonly all?: boolean | undefined };

/** Throws `Trouble` unless exactly one of them is given, and known. */
export const whichOf = ({ endpoint, all = false }: Which, known: Known, held: Held): string => {
  if (endpoint === undefined && all) return EVERY_ENDPOINT;
  if (endpoint === undefined || all)
    throw new Trouble(
      'usage',
      'Name one endpoint, or give --all.',
      'npx sagemaker-rollback status lists the endpoints.',
    );
  // What is frozen and not guarded any more must be thawed all the same.
  return held.frozen.some((one) => one.endpoint === endpoint) ? endpoint : policyOf(known, endpoint).endpoint;
};

export type Change = {
  readonly what: 'frozen' | 'thawed';
  readonly endpoint: string;
  readonly held: Held;
  /** When the command was typed. */
  readonly now: Instant;
  readonly after: readonly Frozen[];
  readonly by: string;
  readonly plan: Plan;
};

/** Writes the switch, once a person agreed, and tells what it says now. */
export const make = async (
  session: Session,
  known: Known,
  change: Change & { readonly yes: boolean },
): Promise<Outcome> => {
  const value = textOf(change.after);
  await agreeTo(session, change.plan, change);
  const clash = await writeHeld(session, known, { before: change.held, value });
  const done = { ...change, value, clash, unrecorded: await record(session, known, change) };
  return {
    report: reportOf(known, done),
    rows: (page) => rowsOf(page, known, done),
    ...(clash === undefined ? {} : { exit: EXIT.notWell }),
  };
};

/** Why the ledger does not hold it; undefined: it does. The switch is written by then, and nothing waits for this. */
const record = async (session: Session, known: Known, change: Change): Promise<string | undefined> => {
  if (known.parts === undefined) return `the stack could not be asked where the ledger is: ${known.because}`;
  const { what, endpoint, by, held, after } = change;
  const endpoints = endpoint === EVERY_ENDPOINT ? known.deployment.policies.map((one) => one.endpoint) : [endpoint];
  const facts = { by, before: held.frozen, after };
  try {
    const note = { what, at: session.io.clock(), facts };
    await appendNote(session.account.dynamodb(), known.parts.ledger, { endpoints, note });
    return undefined;
  } catch (error) {
    const trouble = awsTrouble(error, session.common);
    if (trouble === undefined) throw error;
    return trouble.message;
  }
};
