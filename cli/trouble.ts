import { EXIT, type Exit } from './exit.ts';

/** What kinds of trouble there are, for scripts: `--json` has them as `error.code`. */
export const TROUBLES = [
  'usage',
  'config',
  'declined',
  'needs-yes',
  'no-credentials',
  'expired-credentials',
  'no-region',
  'access-denied',
  'throttled',
  'no-network',
  'aws',
  'not-deployed',
  'no-such-endpoint',
  'no-such-variant',
  'no-such-incident',
  'not-guarded',
  'not-now',
] as const;

export type TroubleCode = (typeof TROUBLES)[number];

/** With these AWS answers nothing at all to anybody. */
export const NO_WAY_IN: ReadonlySet<TroubleCode> = new Set(['no-credentials', 'expired-credentials', 'no-region']);

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
