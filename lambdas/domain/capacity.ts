import type { Traffic, Variant } from './model.ts';
import type { Unit } from './strategies/order.ts';

/** What serves a variant's requests, counted: instances, or the concurrency that a serverless variant may reach. */
export type Units = { readonly unit: Unit; readonly count: number };

/** Undefined: SageMaker says neither, and nothing can be asked of the variant's capacity. */
export const unitsOf = ({ instances, serverless }: Variant): Units | undefined => {
  if (instances !== undefined) return { unit: 'instances', count: instances };
  return serverless === undefined ? undefined : { unit: 'concurrency', count: serverless.maxConcurrency };
};

/** Whether a variant can take all of the endpoint's load. */
export type Proof =
  | { readonly kind: 'takes-it' }
  /** The load could not be read. */
  | { readonly kind: 'unknown'; readonly bound: number }
  | ({ readonly kind: 'too-small' } & Shortage);

export type Shortage = Units & {
  /** Requests a minute that each unit would get, and that one may get. */
  readonly perUnit: number;
  readonly bound: number;
  /** So many units would do. */
  readonly needs: number;
  /** Share of all requests, 0..1, that are more than the variant can take. */
  readonly overload: number;
};

/**
 * The busiest of the last minutes against the bound that the owner stated. Where nobody stated one, the bound is the one
 * that `stableMinShare` states: a stable that carried the share s of the load well, s being at least that, is trusted
 * with the whole load, 1/s times what it had; which is what `stable-stale` asks.
 */
export const prove = (
  variant: Variant,
  { bound, traffic }: { readonly bound: number | undefined; readonly traffic: Traffic | 'unreadable' },
): Proof => {
  const units = unitsOf(variant);
  if (bound === undefined || units === undefined) return { kind: 'takes-it' };
  if (traffic === 'unreadable') return { kind: 'unknown', bound };
  const load = busiestMinute(traffic);
  const perUnit = load / units.count;
  if (load <= bound * units.count) return { kind: 'takes-it' };
  return {
    kind: 'too-small',
    ...units,
    perUnit,
    bound,
    needs: Math.ceil(load / bound),
    overload: (load - bound * units.count) / load,
  };
};

/** Requests of all variants together in their busiest minute. */
const busiestMinute = (traffic: Traffic): number => {
  const minutes = Object.values(traffic).flat();
  const totals = Map.groupBy(minutes, ({ start }) => start);
  return Math.max(0, ...[...totals.values()].map((same) => same.reduce((sum, { requests }) => sum + requests, 0)));
};
