import type { Instant } from '../../../lambdas/domain/model.ts';
import { instantIn, spanIn } from '../../shown/spans.ts';
import { Trouble } from '../../trouble.ts';

/** Long enough for a night, short enough that nobody forgets a canary that nothing rolls back. */
export const USUAL = '24h';

const NEVER = 'never';

/** The end of a freeze; undefined: it has none. */
export const untilOf = (text: string, now: Instant): Instant | undefined => {
  if (text === NEVER) return undefined;
  const span = spanIn(text);
  const until = span === undefined ? instantIn(text) : now + span;
  if (until === undefined) throw wrong(text, 'is neither a duration nor a time');
  if (until <= now) throw wrong(text, 'is over already');
  return until;
};

const wrong = (text: string, what: string): Trouble =>
  new Trouble(
    'usage',
    `--until ${text} ${what}.`,
    `Give 30m, 2h or 3d, a time in UTC such as 2026-01-31T18:00, or ${NEVER}.`,
  );
