import type { Seen } from './seen.ts';

/** A stretch of time in which guards of canaries went off, with an hour of quiet on either side. */
export type Episode = {
  readonly from: number;
  /** Undefined when a guard is still in ALARM at the recording's end. */
  readonly until?: number;
  /** Guards of canaries that went off, the first one first. */
  readonly guards: readonly string[];
};

const HOUR = 60 * 60_000;

/** Alarms of stable alone move nothing: they only keep others from moving. */
export const episodesIn = (guards: readonly Seen[], stable: string): readonly Episode[] => {
  const spells = guards
    .filter(({ guard }) => guard.variant !== stable)
    .flatMap(({ guard, spells: own }) => own.map((spell) => ({ ...spell, guard: `${guard.variant} ${guard.id}` })))
    .toSorted((one, other) => one.from - other.from);
  const episodes: { from: number; until: number; guards: string[] }[] = [];
  for (const { from, until = Number.POSITIVE_INFINITY, guard } of spells) {
    const last = episodes.at(-1);
    if (last === undefined || from - last.until > HOUR) episodes.push({ from, until, guards: [guard] });
    else {
      last.until = Math.max(last.until, until);
      if (!last.guards.includes(guard)) last.guards.push(guard);
    }
  }
  return episodes.map(({ until, ...episode }) => ({ ...episode, ...(Number.isFinite(until) ? { until } : {}) }));
};
