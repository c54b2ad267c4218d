import { EXIT, type Exit } from './exit.ts';

/** What kind of trouble it is, for scripts: a member of `--json`'s `error`. */
export type TroubleCode =
  | 'usage'
  | 'config'
  | 'declined'
  | 'needs-yes'
  | 'no-credentials'
  | 'expired-credentials'
  | 'no-region'
  | 'access-denied'
  | 'throttled'
  | 'no-network'
  | 'aws'
  | 'not-deployed'
  | 'no-such-endpoint'
  | 'no-such-variant'
  | 'not-guarded'
  | 'not-now';

/** What keeps a command from its work and a user can mend: what is wrong, and what to do. Told without a stack trace. */
export class Trouble extends Error {
  override name = 'Trouble';
  readonly code: TroubleCode;
  readonly mend: string;
  readonly exit: Exit;

  constructor(code: TroubleCode, what: string, mend: string) {
    super(what);
    this.code = code;
    this.mend = mend;
    this.exit = EXITS[code] ?? EXIT.usage;
  }
}

const EXITS: Partial<Readonly<Record<TroubleCode, Exit>>> = {
  declined: EXIT.declined,
  'no-credentials': EXIT.aws,
  'expired-credentials': EXIT.aws,
  'no-region': EXIT.aws,
  'access-denied': EXIT.aws,
  throttled: EXIT.aws,
  'no-network': EXIT.aws,
  aws: EXIT.aws,
};
