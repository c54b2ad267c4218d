import { NAMESPACE, PERIOD } from '../../lambdas/domain/alarm-definition.ts';
import { kindOf } from '../../lambdas/domain/guards/index.ts';
import { REQUESTS, type Reading } from '../../lambdas/domain/guards/kind.ts';
import { counted, type Minute } from '../../lambdas/domain/model.ts';
import type { Guard, Policy } from '../../lambdas/domain/policy.ts';
import { nameOf } from '../replay/wanted.ts';
import type { Row } from './row.ts';
import { type Read, variantsOf, type Watch } from './watch.ts';

/** A guard that the requests of each minute tell of. */
export const minuteWatch = (policy: Policy, guard: Guard, variant: string): Watch | undefined => {
  const minuteOf = minuteReader(policy, variant);
  const read = kindOf(guard).reading(guard);
  const { above } = guard;
  if (read === undefined || above === undefined) return undefined;
  return {
    id: guard.id,
    variant,
    threshold: above,
    worse: 'above',
    rule: { breachingPeriods: guard.breachingPeriods, outOfPeriods: guard.outOfPeriods, missing: 'notBreaching' },
    periodSeconds: PERIOD,
    unit: guard.percentile === undefined ? 'share' : 'milliseconds',
    of: [requestsOf(variant), nameOf({ variant, metric: read.name, stat: read.stat })],
    guard,
    // Metric math has no value where one of its metrics has none.
    figureOf: (row) => {
      const minute = minuteOf(row);
      if (minute?.values[read.key] === undefined) return undefined;
      return minute.requests >= guard.minRequests ? Math.max(0, counted(guard, minute)) : 0;
    },
  };
};

const requestsOf = (variant: string): string => nameOf({ variant, metric: REQUESTS.name, stat: REQUESTS.stat });

/** Of the guards that minutes of requests tell of. */
const readingsIn = ({ guards }: Policy): readonly Reading[] =>
  guards.flatMap((guard) => kindOf(guard).reading(guard) ?? []);

/** A variant's minute, as a look of the automation would read it. */
export const minuteReader = (policy: Policy, variant: string): ((row: Row) => Minute | undefined) => {
  const requestsName = requestsOf(variant);
  const readings = readingsIn(policy).map(({ key, name, stat, per }) => ({
    key,
    per,
    column: nameOf({ variant, metric: name, stat }),
  }));
  return ({ start, values }) => {
    const requests = values.get(requestsName);
    if (requests === undefined) return undefined;
    const read: Record<string, number> = {};
    for (const { key, per, column } of readings) {
      const value = values.get(column);
      if (value !== undefined) read[key] = value / per;
    }
    return { start, requests, values: read };
  };
};

export const minutesRead = (policy: Policy): readonly Read[] =>
  variantsOf(policy).flatMap((variant) =>
    [REQUESTS, ...readingsIn(policy)].map(({ name, stat }) => ({
      variant,
      namespace: NAMESPACE,
      metric: name,
      stat,
      dimensions: { EndpointName: policy.endpoint, VariantName: variant },
      periodSeconds: PERIOD,
    })),
  );
