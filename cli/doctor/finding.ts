import { CODES, type Code } from './codes.ts';

/** `broken`: a rollback would not happen, or nobody would hear. `weak`: it works, but. `note`: somebody may mean it. */
export type Severity = 'broken' | 'weak' | 'note';

export type Area = 'endpoints' | 'alarms' | 'hops' | 'grants' | 'people' | 'store' | 'config';

/** Something that is not as it was deployed, or as it must be, with its mend. */
export type Finding = {
  readonly area: Area;
  readonly code: Code;
  readonly severity: Severity;
  /** The part of the account that it is about: a name to search for. */
  readonly where: string;
  /** Absent: it is about the deployment as a whole. */
  readonly endpoint?: string;
  readonly what: string;
  readonly mend: string;
  /** To copy. */
  readonly command?: string;
};

type Said = Omit<Finding, 'area' | 'code' | 'severity'>;

export const finding = (code: Code, said: Said): Finding => ({
  area: CODES[code].area,
  code,
  severity: CODES[code].severity,
  ...said,
});

/** What a check could not be made with. Each area has such findings. */
export const notChecked = (area: Area, said: Said): Finding => ({ ...finding('not-checked', said), area });

/**
 * CloudFormation leaves alone what the template does not change: a plain deploy brings nothing back that was changed or
 * deleted by hand.
 */
export const REVERT = {
  mend: 'Put it back as it was deployed:',
  command: 'npx cdk deploy --revert-drift',
} as const;
