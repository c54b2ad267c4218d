import { type Followed, followOn, NOT_FOLLOWED } from '../../../lambdas/domain/judge/follow.ts';
import { evidenceOf } from '../../../lambdas/domain/judge/growth.ts';
import { judgeRatio } from '../../../lambdas/domain/judge/judge.ts';
import { DEFAULT_SETTINGS } from '../../../lambdas/domain/judge/measure.ts';
import type { Pair, Side } from '../../../lambdas/domain/judge/pair.ts';
import { ratio } from '../../../lambdas/domain/judge/ratio.ts';
import { MINUTE } from '../../../lambdas/domain/model.ts';
import { DAY, type Day } from '../world.ts';
import { NEVER } from './rule.ts';

const RATIO = ratio(DEFAULT_SETTINGS);
const ENOUGH = -Math.log(DEFAULT_SETTINGS.falseAlarms);

/**
 * What is shipped, asked every minute. It would fold all minutes afresh each time; here its own fold goes on from minute to
 * minute, and once there is evidence enough it is asked itself.
 */
export const judge = (day: Day): number => {
  const history = sides(day.historyRequests, day.historyBad);
  const pairs: Pair[] = [];
  let so: Followed = NOT_FOLLOWED;
  for (let minute = 0; minute < DAY; minute++) {
    const pair = pairAt(day, minute);
    if (pair === undefined) continue;
    pairs.push(pair);
    so = followOn(RATIO, { pairs, history }, so, pair, pairs.length - 1);
    if ((evidenceOf(so.growth)?.log ?? 0) >= ENOUGH && isWorse(pairs, history, minute)) return minute + 1;
  }
  return NEVER;
};

const isWorse = (pairs: readonly Pair[], history: readonly Side[], minute: number): boolean =>
  judgeRatio({ pairs, history, until: (minute + 1) * MINUTE }, DEFAULT_SETTINGS).kind === 'worse';

const pairAt = (day: Day, minute: number): Pair | undefined => {
  const [canary, stable] = [day.canaryRequests[minute] ?? 0, day.stableRequests[minute] ?? 0];
  return canary === 0 || stable === 0
    ? undefined
    : {
        start: minute * MINUTE,
        canary: { requests: canary, bad: day.canaryBad[minute] ?? 0 },
        stable: { requests: stable, bad: day.stableBad[minute] ?? 0 },
      };
};

const sides = (requests: Int32Array, bad: Int32Array): readonly Side[] =>
  Array.from(requests, (count, minute) => ({ requests: count, bad: bad[minute] ?? 0 }));
