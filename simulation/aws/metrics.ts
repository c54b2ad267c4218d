import { type Fleet, type Instant, MINUTE, type Minute, type Traffic } from '../../lambdas/domain/model.ts';
import { currentWeights, shareOf } from '../../lambdas/domain/weights.ts';
import type { EndpointPlan } from '../plan/plan.ts';
import type { Around } from './around.ts';

export type Health = { readonly failing: number; readonly slowMs: number };

/** What one endpoint's variants serve, minute by minute, and when CloudWatch shows it. */
export type Metrics = {
  /** Counts what was served since the last time, by the weights as they are. */
  readonly settle: () => void;
  readonly closeMinute: () => void;
  readonly set: (variant: string, health: Health | undefined) => void;
  readonly health: (variant: string) => Health | undefined;
  /** CloudWatch gets nothing of the variant before then. */
  readonly lose: (variant: string, until: Instant) => void;
  /** The minute that begins then, if it can be seen. */
  readonly minute: (variant: string, start: Instant) => Minute | undefined;
  /** The whole minutes from one time to another that can be seen, and of the one under way what was counted. */
  readonly between: (variants: readonly string[], from: Instant, to: Instant) => Traffic;
  /** The same, with the newest minute not there yet. */
  readonly staleBetween: (variants: readonly string[], from: Instant, to: Instant) => Traffic;
};

export type MetricsAround = Around & { readonly fleet: () => Fleet | undefined; readonly delayMs: number };

type Count = { requests: number; failed: number; slow: number };

const WELL = { failing: 0.004, latencyMs: 120 };
/** A hundredth of the requests decides a 99th percentile. */
const TAIL = 0.01;
const SERVES_NOBODY: readonly Fleet['status'][] = ['Creating', 'OutOfService', 'Failed'];

export const makeMetrics = (around: MetricsAround, of: EndpointPlan): Metrics => {
  const { clock, chance, delayMs } = around;
  const ill = new Map<string, Health>();
  const lostUntil = new Map<string, Instant>();
  const counted = new Map<string, Count>();
  const series = new Map<string, Map<Instant, Minute>>();
  let since = clock.now();

  const count = (variant: string, requests: number): void => {
    const health = ill.get(variant);
    const sum = counted.get(variant) ?? { requests: 0, failed: 0, slow: 0 };
    sum.requests += requests;
    sum.failed += requests * (health?.failing ?? WELL.failing);
    if (health !== undefined && health.slowMs > 0) sum.slow += requests;
    counted.set(variant, sum);
  };
  const settle = (): void => {
    const fleet = around.fleet();
    const elapsed = (clock.now() - since) / MINUTE;
    since = clock.now();
    if (fleet === undefined || elapsed === 0 || SERVES_NOBODY.includes(fleet.status)) return;
    const weights = currentWeights(fleet);
    for (const { name } of fleet.variants) {
      const pinned = name === of.policy.stable ? 0 : of.pinnedToCanary;
      count(name, elapsed * (of.requestsPerMinute * shareOf(name, weights) + pinned));
    }
  };
  const seen = (variant: string, start: Instant): Minute | undefined =>
    start + MINUTE + delayMs <= clock.now() ? series.get(variant)?.get(start) : undefined;
  const measured = (variant: string, start: Instant, noise: number): Minute | undefined => {
    const sum = counted.get(variant);
    return sum && toMinute(start, sum, { noise, slowMs: ill.get(variant)?.slowMs ?? 0 });
  };
  const underWay = (variant: string, to: Instant): readonly Minute[] => {
    const start = clock.now() - (clock.now() % MINUTE);
    settle();
    const minute = start < to ? measured(variant, start, 0) : undefined;
    return minute ? [minute] : [];
  };
  const minutesOf = (variant: string, from: Instant, to: Instant): readonly Minute[] => {
    const starts = Array.from(
      { length: Math.max(0, Math.ceil((to - from) / MINUTE)) },
      (_, place) => from + place * MINUTE,
    );
    return starts.flatMap((start) => seen(variant, start) ?? []);
  };
  const between = (variants: readonly string[], from: Instant, to: Instant): Traffic => {
    const first = Math.ceil(from / MINUTE) * MINUTE;
    return Object.fromEntries(
      variants.map((variant) => [variant, [...minutesOf(variant, first, to), ...underWay(variant, to)]]),
    );
  };

  return {
    settle,
    closeMinute: () => {
      settle();
      const start = clock.now() - MINUTE;
      for (const variant of counted.keys()) {
        const minute = measured(variant, start, chance.draw() - 0.5);
        const own = series.get(variant) ?? new Map<Instant, Minute>();
        series.set(variant, own);
        if (minute && (lostUntil.get(variant) ?? 0) <= start) own.set(start, minute);
      }
      counted.clear();
    },
    set: (variant, health) => {
      settle();
      if (health === undefined) ill.delete(variant);
      else ill.set(variant, health);
    },
    health: (variant) => ill.get(variant),
    lose: (variant, until) => void lostUntil.set(variant, until),
    minute: seen,
    between,
    staleBetween: (variants, from, to) => between(variants, from, Math.min(to, clock.now() - 2 * MINUTE)),
  };
};

const toMinute = (
  start: Instant,
  { requests: sum, failed, slow }: Count,
  { noise, slowMs }: { readonly noise: number; readonly slowMs: number },
): Minute | undefined => {
  const requests = Math.round(sum * (1 + noise * 0.1));
  if (requests <= 0) return undefined;
  const errors = Math.min(requests, Math.max(0, Math.round((failed / sum) * requests + noise)));
  const latency = slow / sum > TAIL ? slowMs : WELL.latencyMs * (1 + noise * 0.1);
  return { start, requests, values: { '5xx': errors, 'latency-p99': latency } };
};
