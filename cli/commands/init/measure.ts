import { inTurns } from '../../account/in-turns.ts';
import { makeBlanks, UNREAD } from '../../account/unread.ts';
import type { Session } from '../../session.ts';
import type { Choice } from './choose.ts';
import type { Minute } from './levels.ts';
import { daysBefore, readMinutes, type VariantName } from './metrics.ts';
import { progress } from './progress.ts';
import { type Suggestion, suggest } from './suggest.ts';

export type Measurement = {
  /** Undefined: nobody could read them. */
  readonly minutesOf: (of: VariantName) => readonly Minute[] | undefined;
  readonly unread: readonly string[];
};

/** Every minute of the picked endpoints' variants, so far back. */
export const measure = async (session: Session, choices: readonly Choice[], days: number): Promise<Measurement> => {
  const { account, io } = session;
  const span = daysBefore(io.clock(), days);
  const minutes = new Map<string, readonly Minute[]>();
  const partly: string[] = [];
  const blanks = makeBlanks(session.common);
  for (const [place, { endpoint, stable, canaries }] of choices.entries()) {
    progress(io, `${endpoint.endpoint}: reading ${days} days by the minute (${place + 1} of ${choices.length})`);
    const variants = [stable, ...canaries].map((variant) => ({ endpoint: endpoint.endpoint, variant }));
    const read = await blanks.tried('What is usual', () =>
      inTurns(variants, (of) => readMinutes(account.cloudwatch(), of, span)),
    );
    // Whoever may not read one variant's metrics may read none.
    if (read === UNREAD) break;
    for (const [index, of] of variants.entries()) minutes.set(keyOf(of), read[index]?.minutes ?? []);
    if (read.some(({ complete }) => !complete)) partly.push(`${PARTLY} ${endpoint.endpoint}`);
  }
  return { minutesOf: (of) => minutes.get(keyOf(of)), unread: [...blanks.sentences(), ...partly] };
};

const PARTLY = 'Trust no threshold yet: CloudWatch answered in part only for';

const keyOf = ({ endpoint, variant }: VariantName): string => `${endpoint}/${variant}`;

export const suggestFor = ({ endpoint, stable, canaries }: Choice, { minutesOf }: Measurement): Suggestion => {
  const measured = (variant: string) => ({
    variant,
    minutes: minutesOf({ endpoint: endpoint.endpoint, variant }) ?? [],
  });
  // The one variant that there is, is judged itself.
  const judged = canaries.length === 0 ? [stable] : canaries;
  const suggestion = suggest({ stable: measured(stable), canaries: judged.map(measured) });
  // What nobody could read is not quiet.
  const isKnown = minutesOf({ endpoint: endpoint.endpoint, variant: stable }) !== undefined;
  return isKnown ? suggestion : { ...suggestion, tooQuiet: [] };
};
