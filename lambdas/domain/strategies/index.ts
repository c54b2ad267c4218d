import type { Policy } from '../policy.ts';
import { orFallBack } from './fall-back.ts';
import { scaleThenShift } from './scale-then-shift.ts';
import { shiftWeights } from './shift-weights.ts';
import type { Case, Next, Strategy } from './strategy.ts';

/** What the endpoint's own strategy would do next. */
export const nextOf = (one: Case): Next => orFallBack(strategyOf(one.situation.policy))(one);

const strategyOf = ({ strategy }: Policy): Strategy =>
  strategy === undefined ? shiftWeights : scaleThenShift(strategy);
