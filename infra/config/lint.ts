import type { Severity } from '../../lambdas/domain/lint/codes.ts';
import { lintConfig } from '../../lambdas/domain/lint/config.ts';
import type { Deployment } from '../../lambdas/domain/policy.ts';

/** What is wrong with guards that are well formed: a sentence each. docs/lint.md has the codes. */
export const lintOf = (deployment: Deployment, wanted: (severity: Severity) => boolean): readonly string[] =>
  lintConfig(deployment)
    .filter(({ severity }) => wanted(severity))
    .map(({ where, what, mend, code }) => `${where}: ${what}. ${mend} [${code}]`);
