import type { JournalLine } from '../../sim/types.ts';
import { linesOf } from './played.ts';

const RECONCILE = 'ReconcileHandler';

/** Lambda tries an event so often. */
const ATTEMPTS = 3;

/** What became of the events that reached `reconcile`, as its log and its queue say it. */
export type Accounts = {
  readonly came: number;
  readonly accounted: number;
  /** Dead letters. */
  readonly buried: number;
  /** To be tried again, when the play was over. */
  readonly pending: number;
  /** Lines that give no reason, or that nothing came for. */
  readonly unclear: readonly JournalLine[];
};

export const accountsOf = (lines: readonly JournalLine[]): Accounts => {
  const invoked = Map.groupBy(linesOf(lines, 'invoke', { function: RECONCILE }), requestOf);
  const told = linesOf(lines, 'log', { function: RECONCILE, message: 'accounted' });
  const accounted = new Set(told.map(requestOf));
  const open = [...invoked].filter(([request]) => !accounted.has(request));
  return {
    came: invoked.size,
    accounted: told.length,
    buried: linesOf(lines, 'dead-letter').filter(({ from }) => String(from).includes('Reconcile')).length,
    pending: open.filter(([, attempts]) => attempts.length < ATTEMPTS).length,
    unclear: told.filter(
      (line) => !isClear(line) || line['request'] !== requestOf(line) || !invoked.has(requestOf(line)),
    ),
  };
};

const requestOf = ({ requestId }: JournalLine): string => String(requestId);

const isClear = ({ outcome, what, because }: JournalLine): boolean =>
  outcome === 'acted'
    ? typeof what === 'string'
    : typeof because === 'string' && ['ignored', 'rejected'].includes(String(outcome));
