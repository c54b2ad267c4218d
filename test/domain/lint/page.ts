import type { Finding } from '../../../lambdas/domain/lint/codes.ts';

/**
 * What lint says, as people read it: whoever changes a word sees in `golden` what becomes of each sentence.
 * `vitest run test/domain/lint -u` writes them anew.
 */
export const page = (what: string, findings: readonly Finding[]): string =>
  [
    `======== ${what}`,
    ...findings.map(
      ({ severity, code, where, endpoint, what: said, mend }) =>
        `${endpoint === undefined ? '' : `${endpoint}: `}${severity} [${code}] ${where}\n  ${said}\n  ${mend}`,
    ),
    '',
  ].join('\n');
