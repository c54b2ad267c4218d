import type { Policy } from '../policy.ts';
import type { Gap } from '../unguarded.ts';
import * as commands from './commands.ts';
import { asSubject, type Letter } from './letter.ts';
import { firstOf } from './unguarded-letter.ts';

/** An alarm without data says that all is well, and so does its endpoint: only this letter tells that nobody looks. */
export const blindLetter = ({ endpoint, stable }: Policy, gaps: readonly Gap[]): Letter => ({
  version: 1,
  endpoint,
  headline: asSubject(`BLIND ${endpoint}: ${firstOf(gaps.map(({ what }) => what))}`),
  tone: 'needs-you',
  seen: `${gaps.map(({ what }) => what).join('; ')}.`,
  done: 'Nothing. It was only asked whether CloudWatch has what the guards watch.',
  means: 'These guards cannot fire: to an alarm, no data is a good minute. What only they watch is not watched.',
  next: gaps.map(({ what, mend }) => `${what}: ${mend}`).join('; '),
  command: commands.invocations(endpoint, stable),
});
