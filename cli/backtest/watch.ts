import type { Guard, Policy } from '../../lambdas/domain/policy.ts';
import type { AlarmRule } from '../../lambdas/domain/replay-alarms.ts';
import type { Wanted } from '../replay/wanted.ts';
import type { Row } from './row.ts';

/** One alarm, as a backtest plays it: of a guard of the policy, or of any other metric. */
export type Watch = {
  /** `errors-5xx`; the same for each variant that has it. */
  readonly id: string;
  /** Undefined: what it watches names none. */
  readonly variant: string | undefined;
  readonly threshold: number;
  /** Breached above its threshold, or below it. */
  readonly worse: 'above' | 'below';
  readonly rule: AlarmRule;
  readonly periodSeconds: number;
  readonly unit: Unit;
  /** Names of the metrics that it is made of. */
  readonly of: readonly string[];
  /** What the alarm compares with its threshold in a period, whatever the threshold is; undefined: no datapoint. */
  readonly figureOf: (row: Row) => number | undefined;
  readonly guard?: Guard;
};

export type Unit = 'share' | 'milliseconds' | 'plain';

/** One metric that is read, in periods of its guard's. */
export type Read = Wanted & { readonly periodSeconds: number };

export const watchName = ({ variant, id }: Pick<Watch, 'variant' | 'id'>): string =>
  variant === undefined ? id : `${variant} ${id}`;

export const breachesAt = ({ worse }: Pick<Watch, 'worse'>, threshold: number, figure: number): boolean =>
  worse === 'above' ? figure > threshold : figure < threshold;

export const variantsOf = ({ stable, canaries }: Policy): readonly string[] => [stable, ...canaries];
