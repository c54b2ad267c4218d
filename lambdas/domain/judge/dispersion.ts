import { type Side, sum } from './pair.ts';
import { LEAST, successive } from './variation.ts';

/**
 * What exceeds chance counts for more than it is: a few minutes seldom show the worst that there is. Chosen by simulation,
 * so that with errors in clusters of three, too, fewer than 1 % of healthy canaries are called worse.
 */
const CAREFUL = 1.4;

/**
 * How much more a variant's errors vary from minute to minute than independent ones would: 1 for independent errors, 5
 * where they come in clusters of three on average. At least 1, and rather too much than too little; undefined
 * while too few minutes are known.
 *
 * The mean squared difference of successive error shares, over what independent errors of the same mean would give
 * (von Neumann's ratio): a slow rise or a daily cycle is no difference between one minute and the next.
 */
export const dispersionOf = (minutes: readonly Side[]): number | undefined => {
  const served = minutes.filter(({ requests }) => requests > 0);
  if (served.length <= LEAST) return undefined;
  const total = sum(served, ({ requests }) => requests);
  const share = sum(served, ({ bad }) => bad) / total;
  if (share === 0 || share >= 1) return 1;
  const ratios = successive(served).map(([before, after]) => {
    const difference = after.bad / after.requests - before.bad / before.requests;
    return difference ** 2 / (share * (1 - share) * (1 / after.requests + 1 / before.requests));
  });
  const mean = sum(ratios, (ratio) => ratio) / ratios.length;
  const byChance = 1 + Math.sqrt(3 / ratios.length);
  return 1 + CAREFUL * Math.max(0, mean / byChance - 1);
};
