import type { Clock, Journal, JournalLine } from '../types.ts';

/**
 * What happened, in the order in which it happened; every line bears the virtual time at which it was written. A journal
 * that does not `keep` its lines has listeners only: a world that runs for days would drown in them.
 */
export const makeJournal = (clock: Clock, keep = true): Journal => {
  const lines: JournalLine[] = [];
  const listeners: ((line: JournalLine) => void)[] = [];
  return {
    lines,
    onLine: (listener) => listeners.push(listener),
    write: (kind, facts) => {
      const taken = ['at', 'kind'].find((name) => name in facts);
      if (taken !== undefined) throw new Error(`a ${kind} line of the journal cannot have a fact named "${taken}"`);
      const line: JournalLine = { at: new Date(clock.now()).toISOString(), kind, ...facts };
      if (keep) lines.push(line);
      for (const listener of listeners) listener(line);
    },
  };
};
