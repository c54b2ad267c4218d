import type { Log } from '../../lambdas/ports.ts';
import { type Facts, textOf } from '../screen/facts.ts';
import { NO_WAY_IN, Trouble, type TroubleCode } from '../trouble.ts';
import type { Connection } from './account.ts';
import { awsTrouble, deniedWords, sentence } from './aws-trouble.ts';

export type Unread = 'unread';
export const UNREAD: Unread = 'unread';

/** What a report could not learn: it says so, and shows the rest. */
export type Blanks = {
  /** For the functions' own adapters, which log what did not answer, and go on. */
  readonly log: Log;
  readonly tried: <Value>(what: string, read: () => Promise<Value>) => Promise<Value | Unread>;
  /** A sentence for each. */
  readonly sentences: () => readonly string[];
};

/** With these nothing at all can be read: they are the command's trouble, and no blank in its report. */
const FATAL = new Set<TroubleCode>([...NO_WAY_IN, 'no-network']);

export const makeBlanks = (connection: Connection): Blanks => {
  const found = new Set<string>();
  return {
    log: (message, facts = {}) => {
      const sentence = LOGGED[message]?.(facts);
      if (sentence !== undefined) found.add(sentence);
    },
    tried: async (what, read) => {
      try {
        return await read();
      } catch (error) {
        const trouble = error instanceof Trouble ? error : awsTrouble(error, connection);
        if (trouble === undefined || FATAL.has(trouble.code)) throw error;
        found.add(`${what} could not be read: ${trouble.message}`);
        return UNREAD;
      }
    },
    sentences: () => [...found],
  };
};

/** What the SDK says of a call that was given up tells nobody why. */
const saidBy = (facts: Facts): string => {
  const said = textOf(facts, 'error') || 'no reason was given';
  return /^(?:AbortError|TimeoutError)\b/.test(said)
    ? 'no answer came in time.'
    : (deniedWords(said) ?? sentence(said));
};

/** What the adapters log of a part of AWS that did not answer. */
const LOGGED: Readonly<Record<string, (facts: Facts) => string>> = {
  'ledger unreadable': (facts) => `The ledger did not answer: ${saidBy(facts)}`,
  'ledger read in part only': () => 'The ledger answered in part only: an incident may be missing here.',
  'freeze switch unreadable': (facts) =>
    `The freeze switch, SSM parameter ${textOf(facts, 'parameter')}, did not answer: ${saidBy(facts)}`,
  'mute rules unreadable': (facts) => `What is muted did not answer: ${saidBy(facts)}`,
  'good configs unreadable': (facts) =>
    `The endpoint configs of ${textOf(facts, 'endpoint')} that served well did not answer: ${saidBy(facts)}`,
  'metrics unreadable': (facts) => `The metrics of ${textOf(facts, 'endpoint')} did not answer: ${saidBy(facts)}`,
};
