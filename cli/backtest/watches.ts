import { kindOf } from '../../lambdas/domain/guards/index.ts';
import { isFine } from '../../lambdas/domain/guards/kind.ts';
import { guardsOn } from '../../lambdas/domain/guards/on.ts';
import type { Guard, Policy } from '../../lambdas/domain/policy.ts';
import { nameOf } from '../replay/wanted.ts';
import { metricsRead, metricWatch } from './metric-watch.ts';
import { minutesRead, minuteWatch } from './minute-watch.ts';
import { type Read, variantsOf, type Watch } from './watch.ts';

/** The alarms that the policy is deployed with, but those of the judge, which is played itself, and those that cannot be. */
export const watchesOf = (policy: Policy): readonly Watch[] =>
  [...variantsOf(policy), undefined].flatMap((variant) =>
    guardsOn(policy, variant)
      .filter((guard) => guard.compares === undefined && !isFine(guard))
      .flatMap((guard) => watchOf(policy, guard, variant) ?? []),
  );

const watchOf = (policy: Policy, guard: Guard, variant: string | undefined): Watch | undefined =>
  variant !== undefined && kindOf(guard).reading(guard) !== undefined
    ? minuteWatch(policy, guard, variant)
    : metricWatch(policy, guard, variant);

/** Every metric that the policy's guards rest on, each once. */
export const wantedBy = (policy: Policy): readonly Read[] => {
  const all = [...minutesRead(policy), ...metricsRead(policy)];
  return [...new Map(all.map((wanted) => [nameOf(wanted), wanted])).values()];
};
