import type { Random } from '../../sim/types.ts';

/** Draws in the words of a plan. */
export type Chance = {
  readonly draw: Random;
  readonly maybe: (share: number) => boolean;
  readonly between: (least: number, most: number) => number;
  readonly whole: (least: number, most: number) => number;
  readonly oneOf: <Value>(first: Value, ...others: readonly Value[]) => Value;
};

export const chanceOf = (draw: Random): Chance => {
  const between = (least: number, most: number): number => least + draw() * (most - least);
  const whole = (least: number, most: number): number => Math.floor(between(least, most + 1));
  return {
    draw,
    maybe: (share) => draw() < share,
    between,
    whole,
    oneOf: (first, ...others) => [first, ...others][whole(0, others.length)] ?? first,
  };
};
