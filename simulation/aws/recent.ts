import { type Instant, SECOND } from '../../lambdas/domain/model.ts';

/** For so long after a change, a read that is not consistent may still see what was there before. */
const STALE_FOR = 30 * SECOND;

/** A value with what it was before its newest change. */
export type Recent<Value> = {
  readonly now: () => Value;
  readonly stale: () => Value;
  readonly become: (next: Value) => void;
};

export const makeRecent = <Value>(first: Value, clock: () => Instant): Recent<Value> => {
  let current = first;
  let before = { value: first, until: Number.NEGATIVE_INFINITY };
  return {
    now: () => current,
    stale: () => (clock() - before.until <= STALE_FOR ? before.value : current),
    become: (next) => {
      before = { value: current, until: clock() };
      current = next;
    },
  };
};
