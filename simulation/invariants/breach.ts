import { isJudged } from '../../lambdas/domain/judged.ts';
import { breaches, type Instant, MINUTE } from '../../lambdas/domain/model.ts';
import type { Guard } from '../../lambdas/domain/policy.ts';
import type { Guarded } from '../aws/account.ts';
import type { GuardedAlarm } from '../aws/alarms.ts';

/** The newest minute whose metrics could be seen at that time begins then. */
const newestStart = (now: Instant, delayMs: number): Instant => Math.floor((now - delayMs) / MINUTE) * MINUTE - MINUTE;

/** Whether each of so many newest minutes of the variant broke the guard, all of them begun since then. */
export const isBroken = (
  { metrics }: Guarded,
  { variant, guard }: { readonly variant: string; readonly guard: Guard },
  {
    now,
    delayMs,
    minutes,
    since,
  }: { readonly now: Instant; readonly delayMs: number; readonly minutes: number; readonly since: Instant },
): boolean => {
  const newest = newestStart(now, delayMs);
  if (newest - (minutes - 1) * MINUTE < since) return false;
  return Array.from({ length: minutes }, (_, place) => newest - place * MINUTE).every((start) => {
    const minute = metrics.minute(variant, start);
    return minute !== undefined && breaches(guard, minute);
  });
};

/** The newest minutes of the variant were all measured, and none broke any guard. */
export const isWell = (
  { metrics, plan }: Guarded,
  variant: string,
  { now, delayMs, minutes }: { readonly now: Instant; readonly delayMs: number; readonly minutes: number },
): boolean => {
  const newest = newestStart(now, delayMs);
  return Array.from({ length: minutes }, (_, place) => newest - place * MINUTE).every((start) => {
    const minute = metrics.minute(variant, start);
    return minute !== undefined && !plan.policy.guards.some((guard) => breaches(guard, minute));
  });
};

/** Canaries' alarms that CloudWatch itself put into ALARM, of variants that have traffic. */
export const brokenAlarms = ({ alarms, endpoint, plan }: Guarded): readonly GuardedAlarm[] => {
  const fleet = endpoint.describe();
  const served = new Set(fleet?.variants.filter(({ desiredWeight }) => desiredWeight > 0).map(({ name }) => name));
  return alarms.all.filter((one) => {
    const { state, evidence, evaluated } = one.now();
    return (
      state === 'ALARM' &&
      evaluated &&
      evidence !== undefined &&
      isJudged(plan.policy, one.variant) &&
      served.has(one.variant)
    );
  });
};
