import { drawsOf } from '../../../bench/detection/draws.ts';
import type { Seen } from '../../../lambdas/domain/judge/follow.ts';
import type { Pair, Scored, Side } from '../../../lambdas/domain/judge/pair.ts';
import { MINUTE } from '../../../lambdas/domain/model.ts';
import { drawsFrom } from '../../../sim/kernel/chance.ts';

export const START = Date.UTC(2026, 0, 5, 10);

export const side = (requests: number, bad: number): Side => ({ requests, bad });

export const scored = (requests: number, mean: number): Scored => ({ requests, mean });

/** Minutes in a row, from START on. */
export const pairs = <Of>(minutes: number, of: (minute: number) => { canary: Of; stable: Of }): readonly Pair<Of>[] =>
  Array.from({ length: minutes }, (_, minute) => ({ start: START + minute * MINUTE, ...of(minute) }));

/** An endpoint whose variants fail such shares of their requests, for so many minutes. */
export const seen = (
  minutes: number,
  { canary = 0.005, stable = 0.005, history = 0.005, perMinute = [30, 570], seed = 'judge' } = {},
): Seen => {
  const { poisson } = drawsOf(drawsFrom(seed));
  const [n = 0, m = 0] = perMinute;
  const draw = (requests: number, share: number): Side => {
    const bad = poisson(requests * share);
    return { requests: bad + poisson(requests * (1 - share)), bad };
  };
  return {
    history: Array.from({ length: 120 }, () => draw(m, history)),
    pairs: pairs(minutes, () => ({ canary: draw(n, canary), stable: draw(m, stable) })),
    until: START + minutes * MINUTE,
  };
};
