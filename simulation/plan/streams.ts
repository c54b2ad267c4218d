import { makeSeeded } from '../../sim/kernel/seeded.ts';
import type { Random } from '../../sim/types.ts';
import type { Happening, Plan } from './plan.ts';

/** Each thing that only some worlds know has draws of its own: a world without it is what it was before there was any. */
export const streamOf = ({ seed }: Pick<Plan, 'seed'>, name: string): Random => makeSeeded(seed).random(name);

export const inOrder = (happenings: readonly Happening[]): readonly Happening[] =>
  happenings.toSorted((one, other) => one.at - other.at);
