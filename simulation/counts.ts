import type { Fact } from './facts.ts';
import { FAULTS, SITES, WORLD_FAULTS } from './plan/faults.ts';

/** What came of one world, or of many. */
export type Counts = {
  worlds: number;
  minutes: number;
  looks: number;
  shifts: number;
  letters: number;
  checks: number;
  readonly verdicts: Record<string, number>;
  /** By `site fault`. */
  readonly faults: Record<string, number>;
  readonly worldFaults: Record<string, number>;
  readonly ends: Record<string, number>;
};

/** Every place is there from the beginning: what never happened has to be seen, too. */
export const noCounts = (): Counts => ({
  worlds: 0,
  minutes: 0,
  looks: 0,
  shifts: 0,
  letters: 0,
  checks: 0,
  verdicts: {},
  faults: Object.fromEntries(SITES.flatMap((site) => FAULTS.map((fault) => [`${site} ${fault}`, 0] as const))),
  worldFaults: Object.fromEntries(WORLD_FAULTS.map((fault) => [fault, 0] as const)),
  ends: {},
});

const tally = (of: Record<string, number>, key: string): void => {
  of[key] = (of[key] ?? 0) + 1;
};

export const addTo = (counts: Counts, fact: Fact): void => {
  switch (fact.kind) {
    case 'minute':
      counts.minutes += 1;
      return;
    case 'over':
      counts.worlds += 1;
      return;
    case 'told':
      counts.letters += 1;
      return;
    case 'asked':
      if (fact.taken) counts.shifts += 1;
      return;
    case 'fault':
      tally(counts.faults, `${fact.site} ${fact.fault}`);
      return;
    case 'world-fault':
      tally(counts.worldFaults, fact.fault);
      return;
    case 'logged':
      ofLog(counts, fact);
      return;
    default:
  }
};

const ofLog = (counts: Counts, { message, facts }: Extract<Fact, { kind: 'logged' }>): void => {
  if (message !== 'decided') return;
  counts.looks += 1;
  tally(counts.verdicts, String(facts['verdict']));
  if (facts['verdict'] === 'end') tally(counts.ends, `${String(facts['state'])} ${String(facts['because'])}`);
};

const addAll = (into: Record<string, number>, from: Readonly<Record<string, number>>): void => {
  for (const [key, count] of Object.entries(from)) into[key] = (into[key] ?? 0) + count;
};

export const merge = (into: Counts, from: Counts): void => {
  for (const key of ['worlds', 'minutes', 'looks', 'shifts', 'letters', 'checks'] as const) into[key] += from[key];
  for (const key of ['verdicts', 'faults', 'worldFaults', 'ends'] as const) addAll(into[key], from[key]);
};
