import type { Connection } from '../../account/account.ts';
import { makeBlanks, UNREAD, type Unread } from '../../account/unread.ts';
import { type Area, type Finding, notChecked } from '../finding.ts';

/** Undefined: there is no such thing. */
export type Live<Value> = Value | undefined | Unread;

export type Asked = {
  readonly area: Area;
  /** What is read, as a sentence begins: `The rule NAME`. */
  readonly name: string;
  readonly where: string;
  readonly endpoint?: string;
  /** What rests on it. */
  readonly unchecked: string;
};

/** Reads a part of the account. What cannot be read becomes a finding: silence would look like health. */
export type Reader = {
  readonly read: <Value>(asked: Asked, ask: () => Promise<Value>) => Promise<Value | Unread>;
  /** For what a read says by itself, without failing. */
  readonly blank: (asked: Asked, sentence: string) => void;
  readonly findings: () => readonly Finding[];
};

const MEND = 'Ask for the right that it names (docs/cli/doctor.md has them all), or run the command again.';

export const makeReader = (connection: Connection): Reader => {
  const findings: Finding[] = [];
  const blank = ({ area, where, endpoint, unchecked }: Asked, sentence: string): void => {
    const what = `${sentence.replace(/\.?$/, '.')} Not checked: ${unchecked}.`;
    findings.push(notChecked(area, { where, what, mend: MEND, ...(endpoint !== undefined && { endpoint }) }));
  };
  return {
    read: async (asked, ask) => {
      const blanks = makeBlanks(connection);
      const value = await blanks.tried(asked.name, ask);
      if (value === UNREAD) blank(asked, blanks.sentences().join(' '));
      return value;
    },
    blank,
    findings: () => findings,
  };
};

const MISSING =
  /^(?:ResourceNotFound|NotFound|ParameterNotFound|TableNotFound|NoSuchEntity|QueueDoesNotExist|AWS\.SimpleQueueService\.NonExistentQueue)/;

/** Undefined: there is no such thing. */
export const existing = async <Found>(ask: () => Promise<Found>): Promise<Found | undefined> => {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Error && MISSING.test(error.name)) return undefined;
    throw error;
  }
};
