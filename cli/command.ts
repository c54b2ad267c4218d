import type { Exit } from './exit.ts';
import type { Session } from './session.ts';
import type { Page, Rows } from './terminal/page.ts';

/** What a command found or did: facts for programs, and the same facts for people. */
export type Outcome<Report extends object = object> = {
  /** Plain JSON; docs/cli.md shows each command's. */
  readonly report: Report;
  /** Pure: the same report on the same page gives the same rows. */
  readonly rows: (page: Page) => Rows;
  /** Default: 0. */
  readonly exit?: Exit;
};

export type Work = (session: Session) => Promise<Outcome>;

/** Runs a command's work with all that every command has: the session, how it is told, and how it ends. */
export type Runner = (name: string, work: Work) => Promise<void>;
