import { NAMESPACE, PERIOD } from '../../lambdas/domain/alarm-definition.ts';
import { kindOf } from '../../lambdas/domain/guards/index.ts';
import { REQUESTS, type Reading } from '../../lambdas/domain/guards/kind.ts';
import { guardsOn } from '../../lambdas/domain/guards/on.ts';
import { counted, type Minute } from '../../lambdas/domain/model.ts';
import type { Guard, Policy } from '../../lambdas/domain/policy.ts';
import type { AlarmRule } from '../../lambdas/domain/replay-alarms.ts';
import { nameOf, type Wanted } from '../replay/wanted.ts';
import type { Row } from './row.ts';

/** One alarm, as a backtest plays it: of a guard of the policy, or of any other metric. */
export type Watch = {
  /** `errors-5xx`; the same for each variant that has it. */
  readonly id: string;
  readonly variant: string;
  readonly threshold: number;
  /** Breached above its threshold, or below it. */
  readonly worse: 'above' | 'below';
  readonly rule: AlarmRule;
  readonly periodSeconds: number;
  readonly unit: Unit;
  /** What the alarm compares with its threshold in a period, whatever the threshold is; undefined: no datapoint. */
  readonly figureOf: (row: Row) => number | undefined;
  readonly guard?: Guard;
};

export type Unit = 'share' | 'milliseconds' | 'plain';

export const watchName = ({ variant, id }: Pick<Watch, 'variant' | 'id'>): string => `${variant} ${id}`;

export const breachesAt = ({ worse }: Pick<Watch, 'worse'>, threshold: number, figure: number): boolean =>
  worse === 'above' ? figure > threshold : figure < threshold;

export const variantsOf = ({ stable, canaries }: Policy): readonly string[] => [stable, ...canaries];

/** The alarms that the policy is deployed with, but those of the judge, which is played itself. */
export const watchesOf = (policy: Policy): readonly Watch[] =>
  variantsOf(policy).flatMap((variant) =>
    guardsOn(policy, policy.stable).flatMap((guard) => watchOf(policy, guard, variant)),
  );

const watchOf = (policy: Policy, guard: Guard, variant: string): readonly Watch[] => {
  const minuteOf = minuteReader(policy, variant);
  const { reading, countsFailures } = kindOf(guard);
  const key = reading(guard)?.key;
  if (key === undefined || guard.above === undefined) return [];
  const { above } = guard;
  return [
    {
      id: guard.id,
      variant,
      threshold: above,
      worse: 'above',
      rule: { breachingPeriods: guard.breachingPeriods, outOfPeriods: guard.outOfPeriods, missing: 'notBreaching' },
      periodSeconds: PERIOD,
      unit: countsFailures(guard) ? 'share' : 'milliseconds',
      guard,
      // Metric math has no value where one of its metrics has none.
      figureOf: (row) => {
        const minute = minuteOf(row);
        if (minute?.values[key] === undefined) return undefined;
        return minute.requests >= guard.minRequests ? Math.max(0, counted(guard, minute)) : 0;
      },
    },
  ];
};

/** Of the guards that minutes of requests tell of. */
const readingsIn = ({ guards }: Policy): readonly Reading[] =>
  guards.flatMap((guard) => kindOf(guard).reading(guard) ?? []);

/** A variant's minute, as a look of the automation would read it. */
export const minuteReader = (policy: Policy, variant: string): ((row: Row) => Minute | undefined) => {
  const requestsName = nameOf({ variant, metric: REQUESTS.name, stat: REQUESTS.stat });
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

/** Every metric that the policy's guards rest on, each once. */
export const wantedBy = (policy: Policy): readonly Wanted[] => {
  const all = variantsOf(policy).flatMap((variant) =>
    [REQUESTS, ...readingsIn(policy)].map(({ name, stat }) => ({
      variant,
      namespace: NAMESPACE,
      metric: name,
      stat,
      dimensions: { EndpointName: policy.endpoint, VariantName: variant },
    })),
  );
  return [...new Map(all.map((wanted) => [nameOf(wanted), wanted])).values()];
};
