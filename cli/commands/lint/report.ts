import type { Severity } from '../../../lambdas/domain/lint/codes.ts';
import type { Instant } from '../../../lambdas/domain/model.ts';
import type { Policy } from '../../../lambdas/domain/policy.ts';
import { DAYS } from '../../lint/periods.ts';
import type { Survey } from '../../lint/survey.ts';
import { iso } from '../../shown/times.ts';

export const SEVERITIES: readonly Severity[] = ['red', 'unguarded', 'warning'];

type Of = { readonly at: Instant; readonly stack: string; readonly policies: readonly Policy[] };

/** What programs get. docs/cli/lint.md shows it. */
export const reportOf = ({ findings, guards, others, unjudged, unread }: Survey, { at, stack, policies }: Of) => ({
  at: iso(at),
  stack,
  days: DAYS,
  endpoints: policies.map(({ endpoint }): string => endpoint),
  /** Nothing is red or unguarded, and all could be read. */
  canFire: findings.every(({ severity }) => severity === 'warning') && unread.length === 0,
  checked: { guards, others, unjudged },
  findings: findings.toSorted((one, other) => SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity)),
  unread,
});

export type LintReport = ReturnType<typeof reportOf>;
