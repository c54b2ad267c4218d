import { ANY } from './wildcard.ts';

/** So many beginnings of a pattern's wildcards may fit one and the same text. */
const MOST = 10;

/** Beyond so many sets of beginnings the search is given up: nobody could say that the pattern is simple. */
const MOST_SETS = 5_000;

/** The beginnings that fit what was read so far: how many tokens of which wildcard. */
type Fits = ReadonlySet<string>;

/**
 * Whether some text fits more beginnings of these wildcards than EventBridge has patience for. This is the measure that
 * event-ruler's README describes: `*a*` has the beginnings `*`, `*a` and `*a*`, and the text `a` fits all three.
 */
export const isTooComplex = (wildcards: readonly (readonly string[])[]): boolean => {
  const alphabet = [...new Set(['', ...wildcards.flat().filter((token) => token !== ANY)])];
  const start = closed(wildcards, new Set(wildcards.map((_, which) => key(which, 0))));
  const known = new Set([nameOf(start)]);
  const open = [start];
  for (let fits = open.pop(); fits !== undefined; fits = open.pop()) {
    if (beginnings(fits) > MOST || known.size > MOST_SETS) return true;
    for (const next of alphabet.map((character) => step(wildcards, fits, character))) {
      if (known.has(nameOf(next))) continue;
      known.add(nameOf(next));
      open.push(next);
    }
  }
  return false;
};

const key = (which: number, taken: number): string => `${which}/${taken}`;
const nameOf = (fits: Fits): string => [...fits].sort().join(' ');
const beginnings = (fits: Fits): number => [...fits].filter((fit) => !fit.endsWith('/0')).length;

const step = (wildcards: readonly (readonly string[])[], fits: Fits, character: string): Fits => {
  const next = new Set<string>();
  for (const fit of fits) {
    const [which = 0, taken = 0] = fit.split('/').map(Number);
    const tokens = wildcards[which] ?? [];
    if (tokens[taken - 1] === ANY) next.add(fit);
    if (tokens[taken] === character) next.add(key(which, taken + 1));
  }
  return closed(wildcards, next);
};

/** What fits a beginning also fits that beginning with a `*` after it. */
const closed = (wildcards: readonly (readonly string[])[], fits: Fits): Fits => {
  const all = new Set(fits);
  for (const fit of fits) {
    const [which = 0, taken = 0] = fit.split('/').map(Number);
    if (wildcards[which]?.[taken] === ANY) all.add(key(which, taken + 1));
  }
  return all;
};
