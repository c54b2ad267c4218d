import type { Behaviour } from '../traffic/behaviour.ts';
import type { Clock, Instant } from '../types.ts';
import { HEALTHY } from './healthy.ts';

/** Which variants the story made sick, and when: what is true in the world, whatever metrics and alarms make of it. */
export type Health = {
  readonly note: (variant: string, behaviour: Behaviour) => void;
  readonly isSick: (variant: string, at: Instant) => boolean;
};

type Turn = { readonly variant: string; readonly at: Instant; readonly sick: boolean };

export const makeHealth = ({ now }: Pick<Clock, 'now'>): Health => {
  const turns: Turn[] = [];
  return {
    note: (variant, behaviour) => void turns.push({ variant, at: now(), sick: !isHealthy(behaviour) }),
    isSick: (variant, at) => turns.findLast((turn) => turn.variant === variant && turn.at <= at)?.sick ?? false,
  };
};

const isHealthy = (behaviour: Behaviour): boolean =>
  Object.entries(HEALTHY).every(([name, value]) => behaviour[name as keyof Behaviour] === value);
