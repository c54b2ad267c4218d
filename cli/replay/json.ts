import { badSince } from './bad-since.ts';
import type { Outcome } from './outcome.ts';
import type { Findings } from './replay.ts';
import { isBlind, type Seen } from './seen.ts';

/** What a replay found out, for programs: a line for each guard and each episode, the summary last. Times are ISO 8601. */
export const replayLines = (findings: Findings): readonly Readonly<Record<string, unknown>>[] => [
  ...findings.watched.guards.map(guardLine),
  ...findings.outcomes.map((outcome) => episodeLine(outcome, findings)),
  summaryLine(findings),
];

const guardLine = ({ guard, lacks, minutes, worst, spells }: Seen) => ({
  kind: 'guard',
  alarm: guard.alarm,
  variant: guard.variant,
  guard: guard.id,
  threshold: guard.threshold,
  lacks,
  minutes,
  worst: worst === undefined ? null : { value: worst.value, at: iso(worst.at) },
  spells: spells.map(({ from, until, value }) => ({ from: iso(from), until: iso(until), value })),
});

const episodeLine = (outcome: Outcome, { watched }: Findings) => {
  const { episode, shares, decisions, shiftAt, inForceAt, endedAt, endState, letters } = outcome;
  return {
    kind: 'episode',
    from: iso(episode.from),
    until: iso(episode.until),
    guards: episode.guards,
    badSince: iso(badSince(watched.guards, episode)),
    shares: Object.fromEntries(shares.of),
    sharesKnown: shares.known,
    decisions: decisions.map(({ at, ...decision }) => ({ at: iso(at), ...decision })),
    shiftAt: iso(shiftAt),
    inForceAt: iso(inForceAt),
    endedAt: iso(endedAt),
    endState: endState ?? null,
    letters,
  };
};

const summaryLine = ({ replayed: { recording, policy }, watched, outcomes, unplayed }: Findings) => ({
  kind: 'summary',
  file: recording.file,
  endpoint: policy.endpoint,
  mode: policy.mode,
  from: iso(recording.from),
  to: iso(recording.to),
  metrics: watched.columns.length,
  remarks: [...recording.remarks, ...watched.remarks],
  episodes: outcomes.length + unplayed,
  played: outcomes.length,
  shifts: outcomes.filter(({ shiftAt }) => shiftAt !== undefined).length,
  proved: outcomes.filter(({ endState }) => endState === 'RECOVERED').length,
  guardsNotPlayed: watched.guards.filter(isBlind).length,
});

const iso = (time: number | undefined): string | null => (time === undefined ? null : new Date(time).toISOString());
