import type { Policy } from '../policy.ts';
import type { Gap } from '../unguarded.ts';
import * as commands from './commands.ts';
import { asSubject, type Letter } from './letter.ts';

/** An endpoint whose guard has a hole is told like an incident: silence would look like safety. */
export const unguardedLetter = (policy: Policy, gaps: readonly Gap[]): Letter => ({
  version: 1,
  endpoint: policy.endpoint,
  headline: asSubject(`UNGUARDED ${policy.endpoint}: ${firstOf(gaps.map(({ what }) => what))}`),
  tone: 'needs-you',
  done: 'Nothing. Only the config and what exists were compared.',
  means: 'A worse model on this endpoint might not be noticed, not be rolled back, or nobody might hear of it.',
  ...gapWords(gaps),
  command: commands.describeEndpoint(policy.endpoint),
});

/** One is a sentence; of several, each has a line with its mend. */
export const gapWords = (gaps: readonly Gap[]): Pick<Letter, 'seen' | 'next' | 'lines'> =>
  gaps.length === 1
    ? { seen: `${gaps.map(({ what }) => what).join('')}.`, next: `${gaps.map(({ mend }) => mend).join('')}.` }
    : {
        seen: `${gaps.length} things: ${gaps.map(({ what }) => what).join('; ')}.`,
        next: 'Mend each, as the list says.',
        lines: gaps.map(({ what, mend }) => `${what}: ${mend}`),
      };

/** The others are in the letter. */
export const firstOf = ([first, ...others]: readonly string[]): string =>
  others.length > 0 ? `${first}, and ${others.length} more` : `${first}`;
