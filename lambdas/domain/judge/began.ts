import { type Instant, MINUTE } from '../model.ts';

/** A canary without a request for so long is out of traffic; what comes after it is another one. */
const GAP = 15 * MINUTE;

const DAY = 24 * 60 * MINUTE;

/** What is read of a canary to find out since when it serves. */
export const SERVED_FOR = DAY;

/** Whether it serves now, by its requests of each minute. */
export const isServing = (requests: ReadonlyMap<Instant, number>, until: Instant): boolean =>
  [...requests].some(([start, count]) => count > 0 && start >= until - GAP && start < until);

/**
 * The first minute of a canary that serves now. Of one that has served for more than a day nobody reads that minute any
 * more: it begins anew at midnight. Undefined: it does not serve.
 */
export const beganAt = (
  requests: ReadonlyMap<Instant, number>,
  { until }: { readonly until: Instant },
): Instant | undefined => {
  const oldest = until - SERVED_FOR;
  const served = [...requests]
    .filter(([start, count]) => count > 0 && start >= oldest && start < until)
    .map(([start]) => start)
    .toSorted((one, other) => other - one);
  let began = until;
  for (const start of served) {
    if (began - start > GAP) break;
    began = start;
  }
  if (began === until) return undefined;
  return began - oldest > GAP ? began : Math.floor((until - MINUTE) / DAY) * DAY;
};
