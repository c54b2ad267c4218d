import { counted, duration } from '../screen/figures.ts';
import { badSince } from './bad-since.ts';
import type { Findings } from './replay.ts';
import { isBlind } from './seen.ts';
import { span } from './times.ts';

/** One or two sentences that answer what would have happened. */
export const closing = (findings: Findings): string => {
  const { replayed, watched, outcomes, unplayed } = findings;
  const { recording, policy } = replayed;
  const time = span(recording.to - recording.from);
  if (watched.guards.every((seen) => seen.guard.variant === policy.stable || isBlind(seen)))
    return `In short: no guard of a canary of ${policy.endpoint} could be played for want of data, so that nothing is known.`;
  if (outcomes.length === 0)
    return `In short: in ${time}, nothing would have been done to ${policy.endpoint}.${blind(findings)}`;

  const held = outcomes.filter(({ shiftAt }) => shiftAt === undefined).length;
  const told = held === 0 ? [] : [`on-call told ${times(held)} while nothing was moved`];
  const what = [...rolledBack(findings), ...told].join('; ');
  const more = unplayed === 0 ? '' : ` (the first ${outcomes.length} of ${outcomes.length + unplayed} episodes)`;
  return `In short: in ${time}${more}, ${what}.${observing(findings)}${blind(findings)}`;
};

const rolledBack = ({ watched, outcomes }: Findings): readonly string[] => {
  const shifts = outcomes.filter(({ shiftAt }) => shiftAt !== undefined);
  if (shifts.length === 0) return [];
  const delays = shifts.flatMap(({ episode, shiftAt = 0 }) => {
    const since = badSince(watched.guards, episode);
    return since === undefined ? [] : [shiftAt - since];
  });
  const within =
    delays.length === 0
      ? ''
      : `, ${delays.length === 1 ? '' : 'at most '}${duration(Math.max(...delays))} after the first bad minute began`;
  const proved = shifts.filter(({ endState }) => endState === 'RECOVERED').length;
  const proof =
    proved === shifts.length
      ? 'and proved to have helped'
      : `and proved to have helped ${proved === 0 ? 'not once' : times(proved)}`;
  return [`rolled back ${times(shifts.length)}${within}, ${proof}`];
};

const times = (count: number): string => (count === 1 ? 'once' : `${count} times`);

const observing = ({ replayed: { policy } }: Findings): string =>
  policy.mode !== 'auto' ? ' --mode auto shows what mode auto would do.' : '';

const blind = ({ watched }: Findings): string => {
  const blinds = watched.guards.filter(isBlind).length;
  return blinds === 0 ? '' : ` ${counted(blinds, 'guard')} could not be played for want of data.`;
};
