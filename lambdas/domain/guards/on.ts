import type { Guard, Policy } from '../policy.ts';

/** The guards of one variant: what is compared with stable cannot be asked of stable itself. */
export const guardsOn = ({ stable, guards }: Pick<Policy, 'stable' | 'guards'>, variant: string): readonly Guard[] =>
  variant === stable ? guards.filter(({ compares }) => compares === undefined) : guards;
