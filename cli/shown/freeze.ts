import type { Freeze, Frozen } from '../../lambdas/domain/freeze.ts';
import type { Instant } from '../../lambdas/domain/model.ts';
import { asLine } from '../../lambdas/domain/words/letter.ts';
import { lasting, moment } from './times.ts';

export const isFrozen = (freeze: Freeze): freeze is Frozen => freeze !== 'off' && freeze !== 'unreadable';

/** `frozen by ana until 12:00:00 UTC (in 2 h): "sale"`. What people wrote is kept on one line. */
export const frozenWords = ({ by, reason, until }: Frozen, now: Instant): string =>
  [
    'frozen',
    by !== undefined && ` by ${asLine(by)}`,
    until === undefined ? ' until somebody thaws it' : ` until ${moment(until, now)} (in ${lasting(until - now)})`,
    reason !== undefined && `: "${asLine(reason)}"`,
  ]
    .filter((part) => part !== false)
    .join('');
