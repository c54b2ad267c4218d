import type { Row } from '../../../cli/backtest/row.ts';
import { type Instant, MINUTE } from '../../../lambdas/domain/model.ts';
import type { EndpointName, Guard, Policy, VariantName } from '../../../lambdas/domain/policy.ts';

export const START = Date.parse('2026-11-01T00:00:00Z');
export const at = (minute: number): Instant => START + minute * MINUTE;

export const errors5xx: Guard = {
  id: 'errors-5xx',
  signal: '5xx',
  gross: false,
  above: 0.02,
  minRequests: 20,
  breachingPeriods: 2,
  outOfPeriods: 3,
};

export const latencyP99: Guard = { ...errors5xx, id: 'latency-p99', signal: 'latency', percentile: 99, above: 300 };

export const policyOf = (over: Partial<Policy> = {}): Policy => ({
  endpoint: 'fraud' as EndpointName,
  stable: 'stable' as VariantName,
  canaries: ['canary' as VariantName],
  mode: 'observe',
  guards: [errors5xx],
  stableMinShare: 0.5,
  contacts: { emails: [] },
  ...over,
});

/** Requests and errors of both in one minute. Absent: nobody measured it. */
export type Told = {
  readonly stable?: readonly [requests: number, errors: number];
  readonly canary?: readonly [requests: number, errors: number];
};

export const WELL: Told = { stable: [900, 4], canary: [100, 0] };

/** Minute by minute, all alike but for what is told of a minute. */
export function* history(minutes: number, told: (minute: number) => Told = () => WELL): Generator<Row> {
  for (let minute = 0; minute < minutes; minute++) yield { start: at(minute), values: valuesOf(told(minute)) };
}

const valuesOf = (told: Told): ReadonlyMap<string, number> =>
  new Map(
    Object.entries(told).flatMap(([variant, [requests, errors]]) => [
      [`${variant} Invocations Sum`, requests],
      [`${variant} Invocation5XXErrors Sum`, errors],
    ]),
  );

/** Told figures, without chance of its own: the same at each run. */
export const scatter = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
};
