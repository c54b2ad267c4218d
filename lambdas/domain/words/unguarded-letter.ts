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
  seen: `${gaps.map(({ what }) => what).join('; ')}.`,
  done: 'Nothing. Only the config and what exists were compared.',
  means: 'A worse model on this endpoint might not be noticed, not be rolled back, or nobody might hear of it.',
  next: gaps.map(({ what, mend }) => `${what}: ${mend}`).join('; '),
  command: commands.describeEndpoint(policy.endpoint),
});

/** The others are in the letter. */
export const firstOf = ([first, ...others]: readonly string[]): string =>
  others.length > 0 ? `${first}, and ${others.length} more` : `${first}`;
