import { failureWords, LEDGER_WRITE, msOf } from './calls.ts';
import { type Entry, step } from './entry.ts';
import { type Facts, textOf } from './facts.ts';
import type { Memory } from './memory.ts';
import { begun, type Run, released } from './run.ts';
import { logEntries } from './run-logs.ts';

export type Runs = {
  readonly add: (line: Facts, at: number) => readonly Entry[];
  /** Keeps entries back until the function that caused them has told its own part; answers what nobody keeps. */
  readonly hold: (causedBy: string, entries: readonly Entry[]) => readonly Entry[];
};

/** What the functions do, told as the steps of a look: quiet ones leave no trace on the screen. */
export const makeRuns = (memory: Memory): Runs => {
  const runs = new Map<string, Run>();
  return {
    hold: (causedBy, entries) => {
      const cause = [...runs.values()].find((run) => run.function === causedBy && run.asking);
      cause?.held.push(...entries);
      return cause ? [] : entries;
    },
    add: (line, at) => {
      const id = textOf(line, 'requestId');
      const run = runs.get(id) ?? begun(line);
      runs.set(id, run);
      switch (textOf(line, 'kind')) {
        case 'call':
          return callEntries(run, line);
        case 'log':
          return logEntries(memory, run, { facts: line, at });
        case 'return':
          runs.delete(id);
          return [...released(run), ...returnEntries(line)];
        default:
          return [];
      }
    },
  };
};

const callEntries = (run: Run, call: Facts): readonly Entry[] => {
  const isIntent = run.intending && textOf(call, 'operation') === LEDGER_WRITE;
  if (isIntent) run.intending = false;
  // Why a post to Slack failed is told by the function that gives up on it.
  if (textOf(call, 'api') === 'slack') return [];
  if (textOf(call, 'outcome') !== 'ok') return [step('call', failureWords(call), 'warn')];
  if (isIntent) return [step('record', `wrote the intent into the ledger, ${msOf(call)} ms`)];
  run.calls.push(call);
  return [];
};

const returnEntries = (line: Facts): readonly Entry[] => {
  const outcome = textOf(line, 'outcome');
  if (outcome === 'ok') return [];
  const how = outcome === 'timeout' ? 'timed out' : 'failed';
  return [step('log', `${textOf(line, 'function')} ${how}: ${textOf(line, 'error')}`, 'bad')];
};
