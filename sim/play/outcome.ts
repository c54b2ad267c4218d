import type { Instant, JournalLine } from '../types.ts';
import type { Scenario, Story } from './scenario.ts';
import type { UsersView } from './users.ts';

/**
 * What came of a play, whoever acted in it: read from weights, users and messages, and from nothing that a function says
 * about itself.
 */
export type Outcome = {
  readonly users: UsersView;
  /** Share of the traffic, 0..1, that the canary has at the end. */
  readonly canaryShare: number;
  /** From the fault until the canary had no traffic any more; null: it kept some. */
  readonly canaryLeftAfterMs: number | null;
  /** Accepted changes of weights by functions. */
  readonly shifts: number;
  /** Why they were wrong, where they were. */
  readonly shiftedThough: string | null;
  readonly told: Told;
  readonly letters: readonly Letter[];
  /** Mails that CloudWatch wrote itself. They tell of a metric, and not of what was done about it. */
  readonly alarmMails: number;
  readonly calls: number;
};

/**
 * What the letters can have told, by when they came: of no move, of a move that was asked for, or, once the weights were in
 * force, of how it ended. `nothing`: there was no letter.
 */
export type Told = 'nothing' | 'no-move' | 'move' | 'end';

/** Something that a function had people told by email. */
export type Letter = { readonly afterFaultMs: number; readonly subject: string };

type Come = {
  readonly scenario: Scenario;
  readonly story: Story;
  readonly lines: readonly JournalLine[];
  readonly users: UsersView;
};

export const readOutcome = ({ scenario, story, lines, users }: Come): Outcome => {
  const { shifts, weights, awsCalls } = story;
  const faultAt = story.faultAt ?? 0;
  const leftAt = whenCanaryLeft(lines, scenario.endpoint);
  const mails = lines.filter((line) => line.kind === 'message' && line['channel'] === 'email');
  const letters = mails
    .filter((mail) => !isAlarmMail(mail))
    .map(({ at, subject }) => ({ afterFaultMs: Date.parse(at) - faultAt, subject: String(subject) }));
  const canaryLeftAfterMs = leftAt === undefined ? null : leftAt - faultAt;
  return {
    users,
    canaryShare: shareOf('canary', weights),
    canaryLeftAfterMs,
    shifts,
    shiftedThough: shifts === 0 ? null : (scenario.leaveAloneBecause ?? null),
    told: toldBy(letters, { shifts, canaryLeftAfterMs }),
    letters,
    alarmMails: mails.filter(isAlarmMail).length,
    calls: Object.values(awsCalls).reduce((total, count) => total + count, 0),
  };
};

const whenCanaryLeft = (lines: readonly JournalLine[], endpoint: string): Instant | undefined => {
  const left = lines.find(
    (line) =>
      line.kind === 'weights' && line['endpoint'] === endpoint && (line['weights'] as Story['weights'])['canary'] === 0,
  );
  return left && Date.parse(left.at);
};

const shareOf = (variant: string, weights: Story['weights']): number => {
  const all = Object.values(weights).reduce((total, weight) => total + weight, 0);
  return Math.round(((weights[variant] ?? 0) / all) * 1e4) / 1e4;
};

/** As CloudWatch words the subject of a notification. */
const isAlarmMail = ({ subject }: JournalLine & { readonly subject?: unknown }): boolean =>
  /^(?:ALARM|OK|INSUFFICIENT_DATA): "/.test(String(subject));

const toldBy = (
  letters: readonly Letter[],
  { shifts, canaryLeftAfterMs }: Pick<Outcome, 'shifts' | 'canaryLeftAfterMs'>,
): Told => {
  const last = letters.at(-1);
  if (last === undefined) return 'nothing';
  if (shifts === 0) return 'no-move';
  return canaryLeftAfterMs !== null && last.afterFaultMs >= canaryLeftAfterMs ? 'end' : 'move';
};
