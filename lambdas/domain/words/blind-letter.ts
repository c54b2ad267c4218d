import type { Policy } from '../policy.ts';
import type { Gap } from '../unguarded.ts';
import * as commands from './commands.ts';
import { asSubject, type Letter } from './letter.ts';
import { firstOf, gapWords } from './unguarded-letter.ts';

/** An alarm without data says that all is well, and so does its endpoint: only this letter tells that nobody looks. */
export const blindLetter = ({ endpoint, stable }: Policy, gaps: readonly Gap[]): Letter => ({
  version: 1,
  endpoint,
  headline: asSubject(`BLIND ${endpoint}: ${firstOf(gaps.map(({ what }) => what))}`),
  tone: 'needs-you',
  done: 'Nothing. It was only asked whether CloudWatch has what the guards watch.',
  means: 'These guards cannot fire: to an alarm, no data is a good minute. What only they watch is not watched.',
  ...gapWords(gaps),
  command: commands.invocations(endpoint, stable),
});
