import { decide } from '../../lambdas/domain/decide.ts';
import type { Incident } from '../../lambdas/domain/incident.ts';
import type { GoodConfig } from '../../lambdas/domain/last-known-good.ts';
import type { Fleet } from '../../lambdas/domain/model.ts';
import type { Situation } from '../../lambdas/domain/situation.ts';
import type { Verdict } from '../../lambdas/domain/verdict.ts';
import {
  alarmName,
  at,
  breaching,
  fleet,
  guardAlarms,
  incident,
  minutes,
  NOW,
  policy,
  situation,
  variant,
  variantName,
} from '../builders.ts';

/** `fraud` has one variant, stable, whose guard broke under config-1; config-0 served well before. */
export const ONE = policy({ canaries: [], restore: { bakeMinutes: 60 } });
export const BROKEN = guardAlarms(ONE, { stable: breaching(alarmName('stable')) });
export const KEPT = guardAlarms(ONE);
export const one = (over: Partial<Fleet> = {}): Fleet => fleet({ variants: [variant('stable', 1)], ...over });
export const good: GoodConfig = {
  config: 'config-0',
  variant: variantName('stable'),
  since: at(-2_000),
  until: at(-100),
  requests: 60_000,
};

export const seen = (over: Partial<Situation> = {}): Situation =>
  situation({
    policy: ONE,
    fleet: one(),
    alarms: BROKEN,
    traffic: { stable: minutes(1_000, 100) },
    good: [good],
    ...over,
  });
export const verdict = (over: Partial<Situation> = {}, now = NOW): Verdict => decide(seen(over), now);

export const ORDER = { kind: 'restore', from: 'config-1', to: 'config-0', goodUntil: good.until } as const;

export const opened = (over: Partial<Incident> = {}): Incident => {
  const base = incident({ weightsAtOpen: { stable: 1 }, told: 1 });
  return { ...base, breach: { ...base.breach, variant: ONE.stable, alarm: alarmName('stable') }, ...over } as Incident;
};
