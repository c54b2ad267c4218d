import { kindOf } from '../../lambdas/domain/guards/index.ts';
import { minutesToBreach } from '../../lambdas/domain/judge/minutes-to-detect.ts';
import { MINUTE } from '../../lambdas/domain/model.ts';
import type { AlarmRun } from './alarm-run.ts';
import type { Incident } from './incident.ts';
import type { Played } from './play.ts';
import type { Watch } from './watch.ts';

/** So many false alarms within so many days. */
export type Wanted = { readonly alarms: number; readonly days: number };

/** One threshold of one guard, over all variants that have it. */
export type Choice = {
  readonly threshold: number;
  readonly falseAlarms: number;
  /** Minutes until it goes off if 10 % or half of the requests are as bad as can be; null: never. Absent: not known. */
  readonly detects?: { readonly tenth: number | null; readonly half: number | null };
  /** Labelled incidents that it found, and the median of the minutes from their start. */
  readonly found?: { readonly incidents: number; readonly of: number; readonly minutes: number | null };
};

export type Suggestion = {
  readonly id: string;
  readonly watch: Watch;
  /** Whose history it rests on. */
  readonly variants: readonly string[];
  /** Days of data, those variants together. */
  readonly days: number;
  readonly choices: readonly Choice[];
  readonly now: Choice;
  /** The most sensitive one that keeps to what is wanted; undefined: none of those that were tried. */
  readonly suggested: Choice | undefined;
};

/** Whose history it is where the metric names no variant. */
const ENDPOINT = 'the endpoint';

const DAY_MINUTES = 1_440;

export const suggestionsOf = (played: Played, wanted: Wanted, incidents: readonly Incident[]): readonly Suggestion[] =>
  [...Map.groupBy(played.alarms, ({ watch }) => watch.id)].flatMap(([id, all]) => {
    const runs = telling(all, played);
    const [first] = runs;
    const days = daysOf(runs);
    if (first === undefined || days === 0) return [];
    const choices = first.candidates.map((_, place) => choiceAt(place, { runs, played, incidents }));
    const now = choices.find(({ threshold }) => threshold === first.watch.threshold);
    if (now === undefined) return [];
    const sensitive = first.watch.worse === 'above' ? choices : choices.toReversed();
    const suggested = sensitive.find((choice) => choice.falseAlarms <= (wanted.alarms * days) / wanted.days);
    return [
      {
        id,
        watch: first.watch,
        variants: runs.map(({ watch }) => watch.variant ?? ENDPOINT),
        days,
        choices,
        now,
        suggested,
      },
    ];
  });

/** The canaries', which alone set off a shift; where they have less than a day of data, stable's are better than nothing. */
const telling = (all: readonly AlarmRun[], { judged }: Played): readonly AlarmRun[] => {
  const canaries = all.filter((run) => judged.includes(run));
  return daysOf(canaries) >= 1 ? canaries : all;
};

const daysOf = (runs: readonly AlarmRun[]): number =>
  runs.reduce((sum, run) => sum + (run.judged * run.watch.periodSeconds) / 60 / DAY_MINUTES, 0);

type Of = { readonly runs: readonly AlarmRun[]; readonly played: Played; readonly incidents: readonly Incident[] };

const choiceAt = (place: number, { runs, played, incidents }: Of): Choice => {
  const own = runs.flatMap(({ candidates }) => candidates[place] ?? []);
  const threshold = own[0]?.threshold ?? Number.NaN;
  const detects = detectsAt(runs, threshold, played);
  return {
    threshold,
    falseAlarms: own.reduce((sum, { falseAlarms }) => sum + falseAlarms, 0),
    ...(detects && { detects }),
    ...(incidents.length > 0 && { found: foundBy(own, incidents.length) }),
  };
};

/** Of the variant with the fewest requests, which takes the longest. */
const detectsAt = (runs: readonly AlarmRun[], threshold: number, { requests }: Played): Choice['detects'] => {
  const loads = runs.flatMap(({ watch }) => requests.get(watch.variant ?? '') ?? []);
  const guard = runs[0]?.watch.guard;
  // Of a metric nobody knows what a bad request does to it.
  if (guard === undefined || kindOf(guard).provedBy !== 'minutes' || loads.length === 0) return undefined;
  const minutes = (bad: number): number | null => {
    const found = minutesToBreach({ ...guard, above: threshold }, Math.min(...loads), { bad });
    return Number.isFinite(found) ? found : null;
  };
  return { tenth: minutes(0.1), half: minutes(0.5) };
};

const foundBy = (
  own: readonly { readonly found: ReadonlyMap<number, number> }[],
  of: number,
): NonNullable<Choice['found']> => {
  const earliest = new Map<number, number>();
  for (const { found } of own)
    for (const [place, minutes] of found) earliest.set(place, Math.min(minutes, earliest.get(place) ?? minutes));
  return { incidents: earliest.size, of, minutes: median([...earliest.values()]) };
};

export const median = (values: readonly number[]): number | null => {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null;
};

/** So many days without one prove no more than this many days between two (95 %, the rule of three). */
export const provedDays = (days: number): number => days / 3;

export const lengthDays = ({ from, until }: Pick<Played, 'from' | 'until'>): number =>
  (until - from) / MINUTE / DAY_MINUTES;
