import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planOf } from '../../lambdas/domain/answer.ts';
import { decide } from '../../lambdas/domain/decide.ts';
import { guardsOn } from '../../lambdas/domain/guards/on.ts';
import type { Fleet } from '../../lambdas/domain/model.ts';
import type { Situation } from '../../lambdas/domain/situation.ts';
import type { Verdict } from '../../lambdas/domain/verdict.ts';
import { anyNow, anySituation } from '../situations.ts';

type RollBack = Extract<Verdict, { kind: 'roll-back' }>;
type Case = { readonly verdict: RollBack; readonly seen: Situation; readonly fleet: Fleet };

const RUNS = 3_000;

/** A property of no roll-back at all would hold for anything. */
const LEAST_ROLL_BACKS = RUNS / 10;

const everyRollBack = (holds: (found: Case) => void) => {
  let rollBacks = 0;
  fc.assert(
    fc.property(anySituation(), anyNow(), (seen, now) => {
      const verdict = decide(seen, now);
      if (verdict.kind !== 'roll-back') return;
      if (seen.fleet === undefined) throw new Error('rolled back an endpoint that does not exist');
      rollBacks += 1;
      holds({ verdict, seen, fleet: seen.fleet });
    }),
    { numRuns: RUNS, seed: 20260101 },
  );
  expect(rollBacks).toBeGreaterThan(LEAST_ROLL_BACKS);
};

describe('whatever the situation', () => {
  test('I1: a roll-back gives stable a weight, names every variant, and leaves nothing on any other', () => {
    everyRollBack(({ verdict: { to }, seen: { policy }, fleet }) => {
      expect(Object.keys(to).toSorted()).toEqual(fleet.variants.map(({ name }) => name).toSorted());
      for (const [variant, weight] of Object.entries(to)) {
        if (variant === policy.stable) expect(Number.isFinite(weight) && weight > 0).toBe(true);
        else expect(weight).toBe(0);
      }
      expect(to).toHaveProperty(policy.stable);
    });
  });

  test('I2: traffic goes only to a stable that is there, has instances, and whose every guard says OK', () => {
    everyRollBack(({ seen: { policy, alarms }, fleet }) => {
      const stable = fleet.variants.find(({ name }) => name === policy.stable);
      expect(stable).toBeDefined();
      expect(stable?.instances).not.toBe(0);
      for (const { id } of guardsOn(policy, policy.stable)) {
        const own = alarms.filter(({ variant, guard }) => variant === policy.stable && guard.id === id);
        expect(own).toMatchObject([{ alarm: { state: 'OK', evaluated: true } }]);
      }
    });
  });

  test('I3: a roll-back raises the weight of no canary, and the share of none but stable', () => {
    everyRollBack(({ verdict: { to }, seen: { policy }, fleet }) => {
      for (const { name, desiredWeight } of fleet.variants)
        if (name !== policy.stable) expect(to[name]).toBeLessThanOrEqual(desiredWeight);
    });
  });

  test('I4: nothing is rolled back while frozen, unreadable, not allowed, changing, or with another config', () => {
    let approved = 0;
    everyRollBack(({ verdict: { incident, to }, seen: { policy, freeze, answer }, fleet }) => {
      expect(freeze).toBe('off');
      if (policy.mode === 'approve') {
        expect(answer).toMatchObject({ kind: 'approve', incident: incident.id, plan: planOf(fleet.config, to) });
        approved += 1;
      } else expect(policy.mode).toBe('auto');
      expect(fleet.status).toBe('InService');
      expect(incident.config).toBe(fleet.config);
      expect(incident.endpoint).toBe(policy.endpoint);
      expect(incident.ending).toBeUndefined();
    });
    expect(approved).toBeGreaterThan(0);
  });

  test('a roll-back has an alarm of a canary with traffic that names a breaching datapoint', () => {
    everyRollBack(({ seen: { policy, alarms }, fleet }) => {
      const believed = alarms.filter(
        ({ variant, guard, alarm: { state, evidence } }) =>
          variant !== policy.stable &&
          state === 'ALARM' &&
          evidence?.datapoints.some((datapoint) =>
            guard.below === undefined
              ? datapoint > (evidence.threshold ?? 0) || guard.existing
              : datapoint < guard.below,
          ) &&
          fleet.variants.some(({ name, desiredWeight }) => name === (variant ?? 'canary') && desiredWeight > 0),
      );
      expect(believed).not.toEqual([]);
    });
  });

  test('what names no variant moves traffic only from one canary, by what came after the last change', () => {
    let unnamed = 0;
    everyRollBack(({ verdict: { incident }, seen, fleet }) => {
      const { breach } = incident;
      if (breach?.amongst === undefined) return;
      unnamed += 1;
      const serving = fleet.variants.filter(
        ({ name, desiredWeight }) => desiredWeight > 0 && name !== seen.policy.stable,
      );
      expect(serving.map(({ name }) => name)).toEqual([breach.variant]);
      const found = seen.alarms.find(({ alarm }) => alarm.name === breach.alarm);
      const newest = Math.max(
        found?.alarm.evidence?.from ?? found?.alarm.transitionedAt ?? 0,
        ...(seen.readings?.[breach.alarm]?.points ?? []).map(({ start }) => start),
      );
      expect(newest - (found?.guard.metric?.lagSeconds ?? 0) * 1_000).toBeGreaterThanOrEqual(
        incident.moved?.at ?? incident.modifiedAtOpen,
      );
    });
    expect(unnamed).toBeGreaterThan(0);
  });

  test('a verdict is the same for the same situation, and changes nothing that it was given', () => {
    fc.assert(
      fc.property(anySituation(), anyNow(), (seen, now) => {
        const before = structuredClone(seen);
        expect(decide(seen, now)).toEqual(decide(before, now));
        expect(seen).toEqual(before);
      }),
      { numRuns: 500, seed: 20260101 },
    );
  });
});
