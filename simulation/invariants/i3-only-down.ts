import { desiredWeights, FLOAT32_ERROR, shareOf } from '../../lambdas/domain/weights.ts';
import type { Invariant } from './invariant.ts';
import { aimOf, isOurs } from './shared.ts';

/**
 * No call of the automation's gives any variant but stable a larger share than was asked for when the call came in:
 * nothing is ever restored. A person's order may.
 */
export const i3: Invariant = {
  code: 'I3',
  promise: 'the automation raises no share but that of stable',
  watch: (view) => (fact) => {
    if (!isOurs(fact) || fact.before === undefined) return undefined;
    const { stable } = aimOf(view, fact);
    const before = desiredWeights(fact.before);
    const after = { ...before, ...fact.to };
    const raised = Object.keys(before).find(
      (variant) => variant !== stable && shareOf(variant, after) > shareOf(variant, before) + FLOAT32_ERROR,
    );
    return raised && `${fact.endpoint}: ${raised} would get more than it had`;
  },
};
