import { counted, duration } from '../screen/figures.ts';
import { badSince } from './bad-since.ts';
import type { Findings } from './replay.ts';
import { span } from './times.ts';

/** One or two sentences that answer what would have happened. */
export const closing = (findings: Findings): string => {
  const { replayed, watched, outcomes, unplayed } = findings;
  const { recording, policy } = replayed;
  const time = span(recording.to - recording.from);
  if (outcomes.length === 0)
    return `In short: in ${time}, nothing would have been done to ${policy.endpoint}.${blind(findings)}`;

  const shifts = outcomes.filter(({ shiftAt }) => shiftAt !== undefined);
  const proved = shifts.filter(({ endState }) => endState === 'RECOVERED').length;
  const delays = shifts.flatMap((outcome) => {
    const since = badSince(watched.guards, outcome.episode);
    return since === undefined || outcome.shiftAt === undefined ? [] : [outcome.shiftAt - since];
  });
  const slowest =
    delays.length === 0
      ? ''
      : `, ${delays.length === 1 ? '' : 'at most '}${duration(Math.max(...delays))} after the first bad minute began`;
  const rolled = shifts.length === 0 ? 'no rollback' : `${counted(shifts.length, 'rollback')}${slowest}`;
  const proof = shifts.length === 0 ? '' : ` (${proved} proved to have helped)`;
  const held = outcomes.length - shifts.length;
  const rest = held === 0 ? '' : `; ${counted(held, 'time')} it would have told on-call and moved nothing`;
  const more = unplayed === 0 ? '' : ` in the first ${outcomes.length} of ${outcomes.length + unplayed} episodes`;
  return `In short: in ${time}, ${rolled}${proof}${rest}${more}.${observing(findings)}${blind(findings)}`;
};

const observing = ({ replayed: { policy }, outcomes }: Findings): string =>
  policy.mode === 'observe' && outcomes.length > 0 ? ' With --mode auto you see what it would do in mode auto.' : '';

/** A guard that could not be played promises nothing. */
const blind = ({ watched }: Findings): string => {
  const blinds = watched.guards.filter(({ lacks }) => lacks.length > 0).length;
  return blinds === 0 ? '' : ` ${counted(blinds, 'guard')} could not be played for want of data.`;
};
