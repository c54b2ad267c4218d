import type { Incident } from '../../../lambdas/domain/incident.ts';
import type { Policy } from '../../../lambdas/domain/policy.ts';
import { incidentLetter } from '../../../lambdas/domain/words/incident-letter.ts';
import { asText, type Letter } from '../../../lambdas/domain/words/letter.ts';
import { guard, judgeGuard, latencyGuard, policy } from '../../builders.ts';

/** A letter, and when it comes. */
export type Told = readonly [what: string, letter: Letter];

/**
 * Letters as somebody just woken reads them. Whoever changes a word sees in `golden` what becomes of each letter, and
 * reviews the difference as what it is: a change of the product. `vitest run test/domain/words -u` writes them anew. Each
 * letter has to be made within its test: a tool that breaks the words on purpose asks only for tests that run them.
 */
export const page = (letters: readonly Told[]): string =>
  letters.map(([what, letter]) => `======== ${what} (${letter.tone})\n\n${asText(letter)}\n`).join('\n');

export const told = (of: Incident, over: Partial<Policy> = {}): Letter =>
  incidentLetter({
    incident: of,
    policy: policy({ guards: [guard(), latencyGuard(), judgeGuard()], ...over }),
    places: { guardPrefix: 'rb/guard/fraud/', freezeParameter: '/rb/freeze' },
  });
