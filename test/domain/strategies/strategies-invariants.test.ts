import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { decide } from '../../../lambdas/domain/decide.ts';
import { guardsOn } from '../../../lambdas/domain/guards/on.ts';
import type { Policy } from '../../../lambdas/domain/policy.ts';
import type { Situation } from '../../../lambdas/domain/situation.ts';
import type { Verdict } from '../../../lambdas/domain/verdict.ts';
import { shareOf } from '../../../lambdas/domain/weights.ts';
import { variantName } from '../../builders.ts';
import { anyNow, anySituation } from '../../situations.ts';

const RUNS = 2_000;

/** The same situations, of endpoints whose strategy is more than to shift. */
const anyStrategy = (): fc.Arbitrary<Situation> =>
  fc
    .record({
      seen: anySituation(),
      scales: fc.boolean(),
      fallsBack: fc.boolean(),
      maxInstances: fc.constantFrom(1, 50, 200),
      bound: fc.constantFrom(30, 60, 90, 500),
    })
    .map(({ seen, scales, fallsBack, maxInstances, bound }) => {
      const fallback = seen.policy.canaries[0];
      const policy: Policy = {
        ...seen.policy,
        ...(scales && {
          stableMaxRequestsPerInstance: bound,
          strategy: { kind: 'scale-then-shift', maxInstances, withinMinutes: 10 },
        }),
        ...(fallsBack && fallback && { fallback }),
      };
      return { ...seen, policy };
    });

const every = <Kind extends Verdict['kind']>(
  kind: Kind,
  holds: (verdict: Extract<Verdict, { kind: Kind }>, seen: Situation) => void,
) => {
  let found = 0;
  fc.assert(
    fc.property(anyStrategy(), anyNow(), (seen, now) => {
      const verdict = decide(seen, now);
      if (verdict.kind !== kind) return;
      found += 1;
      holds(verdict as Extract<Verdict, { kind: Kind }>, seen);
    }),
    { numRuns: RUNS, seed: 20260101 },
  );
  expect(found).toBeGreaterThan(RUNS / 40);
};

const targetOf = ({ to }: Extract<Verdict, { kind: 'roll-back' }>) => Object.keys(to).filter((one) => to[one] !== 0);

/** Requests of the whole endpoint in its busiest minute. */
const loadOf = ({ traffic }: Situation): number => {
  const minutes = traffic === 'unreadable' ? [] : Object.values(traffic).flat();
  const at = (start: number) => minutes.filter((one) => one.start === start);
  return Math.max(0, ...minutes.map(({ start }) => at(start).reduce((sum, { requests }) => sum + requests, 0)));
};

test('I1: whatever the strategy, one variant gets all of the traffic: stable, or the fallback that the config names', () => {
  every('roll-back', (verdict, { policy, fleet }) => {
    const [to, ...more] = targetOf(verdict);
    expect(more).toEqual([]);
    expect([policy.stable, policy.fallback]).toContain(to);
    expect(Object.keys(verdict.to).toSorted()).toEqual(fleet?.variants.map(({ name }) => name).toSorted());
  });
});

test('I2: whatever the strategy, what gets the traffic is there, has instances, and each of its guards says OK', () => {
  every('roll-back', (verdict, { policy, fleet, alarms }) => {
    const [to] = targetOf(verdict);
    expect(fleet?.variants.find(({ name }) => name === to)?.instances).not.toBe(0);
    for (const { id } of to === undefined ? [] : guardsOn({ ...policy, stable: variantName(to) }, to))
      expect(alarms.filter(({ variant, guard }) => variant === to && guard.id === id)).toMatchObject([
        { alarm: { state: 'OK', evaluated: true } },
      ]);
  });
});

test('I8: stable gets all traffic only if it carried its share, and can take it by the bound or is the lesser evil', () => {
  every('roll-back', (verdict, seen) => {
    const { policy, fleet } = seen;
    if (targetOf(verdict)[0] !== policy.stable) return;
    const { weighed, weightsAtOpen } = verdict.incident;
    expect(shareOf(policy.stable, weightsAtOpen)).toBeGreaterThanOrEqual(policy.stableMinShare - 1e-6);
    const instances = fleet?.variants.find(({ name }) => name === policy.stable)?.instances;
    const bound = policy.stableMaxRequestsPerInstance;
    if (weighed) expect(weighed.canaryFails).toBeGreaterThan(weighed.overload);
    else if (bound !== undefined && instances !== undefined)
      expect(loadOf(seen)).toBeLessThanOrEqual(bound * instances);
  });
});

test('I4 I6: capacity is ordered by scale-then-shift alone, of stable alone, upwards, within its bound, and only by consent', () => {
  every('prepare', ({ order, incident }, { policy, fleet, freeze }) => {
    expect(policy.strategy?.kind).toBe('scale-then-shift');
    expect(order).toMatchObject({ kind: 'scale', variant: policy.stable });
    if (order.kind !== 'scale') return;
    expect(order.to).toBeGreaterThan(order.from);
    expect(order.to).toBeLessThanOrEqual(policy.strategy?.maxInstances ?? 0);
    expect(policy.mode === 'auto' || (policy.mode === 'approve' && incident.approval !== undefined)).toBe(true);
    expect([freeze, fleet?.status]).toEqual(['off', 'InService']);
    expect(incident.config).toBe(fleet?.config);
  });
});
