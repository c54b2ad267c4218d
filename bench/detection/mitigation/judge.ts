import { type Followed, followOn, NOT_FOLLOWED } from '../../../lambdas/domain/judge/follow.ts';
import { evidenceOf } from '../../../lambdas/domain/judge/growth.ts';
import { DEFAULT_SETTINGS } from '../../../lambdas/domain/judge/measure.ts';
import type { Pair, Side } from '../../../lambdas/domain/judge/pair.ts';
import { ratio } from '../../../lambdas/domain/judge/ratio.ts';
import { CANARY_SHARE, HEALTHY } from '../world.ts';
import { acted, badShare, type Chance, HOUR, type Way } from './way.ts';

const RATIO = ratio(DEFAULT_SETTINGS);
const ENOUGH = -Math.log(DEFAULT_SETTINGS.falseAlarms);
const PERIOD = 60;

/** It runs once a minute, on minutes, and its evidence is a metric with an alarm: two waits of up to a minute each. */
export const judge: Way = ({ requestsPerSecond }, { draw, ...draws }) => {
  const [canary, stable] = [CANARY_SHARE, 1 - CANARY_SHARE].map((share) => requestsPerSecond * PERIOD * share);
  const history = Array.from({ length: HISTORY }, () => side(stable ?? 0, HEALTHY, draws));
  const pairs: Pair[] = [];
  const waits = (draw() + draw()) * PERIOD;
  let so: Followed = NOT_FOLLOWED;
  for (let ends = (1 - draw() - HEALTHY_MINUTES) * PERIOD; ends < HOUR; ends += PERIOD) {
    const pair = {
      start: ends,
      canary: side(canary ?? 0, badShare(ends, PERIOD), draws),
      stable: side(stable ?? 0, HEALTHY, draws),
    };
    pairs.push(pair);
    so = followOn(RATIO, { pairs, history }, so, pair, pairs.length - 1);
    if (ends > 0 && (evidenceOf(so.growth)?.log ?? 0) >= ENOUGH) return ends + waits + acted(draw);
  }
  return Number.POSITIVE_INFINITY;
};

/** Of stable before the canary, and of both before the fault. */
const HISTORY = 60;
const HEALTHY_MINUTES = 10;

const side = (requests: number, share: number, { poisson }: Omit<Chance, 'draw'>): Side => {
  const bad = poisson(requests * share);
  return { requests: bad + poisson(requests * (1 - share)), bad };
};
