import { MINUTE } from '../../lambdas/domain/model.ts';
import { figure } from '../shown/text.ts';
import { iso } from '../shown/times.ts';
import type { Episode, Tally } from './episodes.ts';
import type { Incident } from './incident.ts';
import type { Played } from './play.ts';
import { type Choice, lengthDays, median, provedDays, type Suggestion, suggestionsOf, type Wanted } from './suggest.ts';
import { type Unplayed, withoutData } from './unplayed.ts';
import { watchName } from './watch.ts';

export type Asked = {
  readonly endpoint: string;
  /** `the account`, or the file. */
  readonly source: string;
  readonly wanted: Wanted;
  /** Undefined: nobody labelled any. */
  readonly incidents: readonly Incident[] | undefined;
  readonly remarks: readonly string[];
  /** Guards that are deployed, and cannot be played. */
  readonly unplayed: readonly Unplayed[];
};

export type Told = ReturnType<typeof told>;

/** What was found, with all that tables and plots are made of. */
export const told = (played: Played, asked: Asked) => {
  const suggestions = suggestionsOf(played, asked.wanted, asked.incidents ?? []);
  const notPlayed = [...asked.unplayed, ...withoutData(played)];
  return { played, asked, suggestions, days: lengthDays(played), notPlayed, unknown: unknownOf(played, asked) };
};

const NOTHING: Tally = { first: 0, alone: 0, joined: 0 };

export const guardsOf = ({ played }: Pick<Told, 'played'>) => [
  ...played.alarms.map(({ watch, judged, breached, alarms, worst }) => ({
    variant: watch.variant ?? null,
    guard: watch.id,
    threshold: watch.threshold as number | null,
    unit: watch.unit as string | null,
    periods: judged,
    breached: breached as number | null,
    alarms,
    worst: worst === undefined ? null : figure(worst),
    ...(played.episodes.by.get(watchName(watch)) ?? NOTHING),
  })),
  ...played.judges.map(({ variant, id, judged, alarms }) => ({
    variant: variant as string | null,
    guard: id,
    threshold: null,
    unit: null,
    periods: judged,
    breached: null,
    alarms,
    worst: null,
    ...(played.episodes.by.get(watchName({ variant, id })) ?? NOTHING),
  })),
];

/** Plain JSON, as docs/cli/backtest.md shows it. */
export const reportOf = (all: Told) => {
  const { played, asked, suggestions, days, notPlayed, unknown } = all;
  const { episodes } = played;
  return {
    endpoint: asked.endpoint,
    source: asked.source,
    from: iso(played.from),
    until: iso(played.until),
    days: figure(days),
    rows: played.rows,
    episodes: episodes.count,
    rolledBack: episodes.rolledBack,
    held: episodes.held,
    perDay: figure(episodes.count / days),
    incidents: labelledOf(all),
    told: episodes.told.map(episodeOf),
    guards: guardsOf(all),
    notPlayed,
    falseAlarms: asked.wanted,
    suggestions: suggestions.map(suggestionOf),
    unknown,
  };
};

export const labelledOf = ({ played: { episodes }, asked: { incidents } }: Told) =>
  incidents === undefined
    ? null
    : {
        labelled: incidents.length,
        rolledBack: episodes.found.size,
        missed: incidents.length - episodes.found.size,
        falseAlarms: episodes.count - episodes.labelled,
        medianMinutes: median([...episodes.found.values()]),
      };

/** Minutes from the start of the first bad one until the decision, or until the alarm where there is none. */
export const minutesTaken = ({ guards: [first], rolledBackAt, from }: Episode): number =>
  ((rolledBackAt ?? from) - (first?.badSince ?? from)) / MINUTE;

const episodeOf = (episode: Episode) => ({
  badSince: iso(episode.guards[0]?.badSince ?? episode.from),
  alarmAt: iso(episode.from),
  until: iso(episode.until),
  guards: episode.guards.map(watchName),
  rolledBackAt: episode.rolledBackAt === undefined ? null : iso(episode.rolledBackAt),
  minutes: minutesTaken(episode),
  held: episode.rolledBackAt === undefined ? (episode.held ?? null) : null,
  incident: episode.incident ?? null,
});

const suggestionOf = ({ id, watch, variants, days, now, suggested, choices }: Suggestion) => ({
  guard: id,
  variants,
  unit: watch.unit,
  days: figure(days),
  now: choiceOf(now),
  suggested: suggested === undefined ? null : choiceOf(suggested),
  choices: choices.map(choiceOf),
});

const choiceOf = ({ threshold, falseAlarms, detects, found }: Choice) => ({
  threshold,
  falseAlarms,
  minutesIfTenth: rounded(detects?.tenth),
  minutesIfHalf: rounded(detects?.half),
  ...(found && { found }),
});

const rounded = (minutes: number | null | undefined): number | null =>
  minutes === undefined || minutes === null ? null : Number(minutes.toPrecision(3));

const unknownOf = (played: Played, { wanted, incidents, remarks }: Asked): readonly string[] => {
  const days = lengthDays(played);
  const every = wanted.days / wanted.alarms;
  return [
    ...(incidents === undefined
      ? [
          'Nobody recorded what was a true incident: every alarm counts as a false one. Label them with --incidents FILE.',
        ]
      : []),
    'What a shift would have changed: the history goes on as it was, and so does each alarm.',
    'What was shorter than a minute: CloudWatch keeps sub-minute data for three hours.',
    'When CloudWatch would have evaluated: about a minute comes on top of every time here. Taken for granted are mode auto, nothing frozen or muted, no earlier incident, an endpoint that is InService, and a stable with enough capacity.',
    ...(provedDays(days) < every
      ? [
          `Whether alarms are as rare as 1 in ${rounded(every)} days: ${rounded(days)} days without any would prove no more than 1 in ${rounded(provedDays(days))} (95 %).`,
        ]
      : []),
    ...remarks,
  ];
};
