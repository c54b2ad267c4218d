import type { Weights } from '../../lambdas/domain/model.ts';
import type { Invariant } from './invariant.ts';
import { aimOf, isOurs } from './shared.ts';

/**
 * Each shift that the automation asks for gives stable a finite weight above zero and every other variant zero, and
 * names each variant that the look saw: SageMaker leaves the weight of one that a call does not name. Nothing excuses
 * another call, also not that SageMaker refuses it.
 */
export const i1: Invariant = {
  code: 'I1',
  promise: 'a shift gives stable all traffic, and names every variant',
  watch: (view) => (fact) => {
    if (!isOurs(fact)) return undefined;
    const seen = fact.by.reads.get(fact.endpoint)?.fleet?.value?.variants.map(({ name }) => name) ?? [];
    const wrong = whyWrong(fact.to, aimOf(view, fact).stable);
    const left = seen.find((variant) => !(variant in fact.to));
    return wrong ?? (left && `${fact.endpoint}: the call does not name ${left}`);
  },
};

const whyWrong = (to: Weights, stable: string): string | undefined => {
  const weight = to[stable];
  if (weight === undefined || !Number.isFinite(weight) || weight <= 0) return `stable would get ${String(weight)}`;
  const kept = Object.entries(to).find(([variant, other]) => variant !== stable && other !== 0);
  return kept && `${kept[0]} would keep ${kept[1]}`;
};
