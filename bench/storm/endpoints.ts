import { compile } from '../../infra/config/compile.ts';
import type { RollbackConfig } from '../../infra/config/shape.ts';
import type { Alarm, Fleet, Minute, Traffic, Weights } from '../../lambdas/domain/model.ts';
import type { Deployment, EndpointName, Policy } from '../../lambdas/domain/policy.ts';
import { watched } from '../../lambdas/domain/watch-list.ts';

const MINUTE = 60_000;

/** An endpoint of the storm: its alarm goes off at `ill`, and three in ten are worse than their own stable. */
export type Endpoint = {
  readonly policy: Policy;
  readonly alarms: readonly { readonly name: string; readonly ofCanary: boolean }[];
  readonly requests: number;
  readonly isWorse: boolean;
  readonly ill: number;
  /** Since when the wanted weights are on their way. */
  askedAt?: number;
};

/** SageMaker takes so long to apply weights. */
const APPLIED_MS = MINUTE;

export const EMAIL = 'oncall@example.com';

export const configOf = (count: number, callsPerSecond: number): RollbackConfig => ({
  tell: { emails: [EMAIL] },
  limits: { callsPerSecond },
  endpoints: Array.from({ length: count }, (_, place) => ({
    endpoint: `model-${place}`,
    stable: 'stable',
    canaries: ['canary'],
    mode: 'auto' as const,
  })),
});

export const makeDeployment = (count: number, callsPerSecond: number): Deployment =>
  compile(configOf(count, callsPerSecond));

/** Numbers without a pattern, and the same each time. */
const scattered = (place: number, among: number): number => (place * 7_919 + 104_729) % among;

/** The first so many fall ill within a minute; nothing ever ails the others. */
export const makeEndpoints = (
  deployment: Deployment,
  start: number,
  fallIll: number,
): ReadonlyMap<EndpointName, Endpoint> =>
  new Map(
    deployment.policies.map((policy, place) => [
      policy.endpoint,
      {
        policy,
        alarms: watched(deployment, policy).map(({ name, variant }) => ({ name, ofCanary: variant !== policy.stable })),
        requests: 1_000 + 100 * scattered(place, 500),
        isWorse: place < fallIll && place % 10 < 3,
        ill: place < fallIll ? start + scattered(place, 60_000) : Number.POSITIVE_INFINITY,
      },
    ]),
  );

export const isHealthy = ({ ill }: Endpoint): boolean => ill === Number.POSITIVE_INFINITY;

export const isApplied = ({ askedAt }: Endpoint, now: number): boolean =>
  askedAt !== undefined && now - askedAt >= APPLIED_MS;

export const fleetOf = (one: Endpoint, now: number, start: number): Fleet => {
  const asked: Weights = one.askedAt === undefined ? BEFORE : SHIFTED;
  const current = isApplied(one, now) ? SHIFTED : BEFORE;
  return {
    status: one.askedAt === undefined || isApplied(one, now) ? 'InService' : 'Updating',
    config: 'config-1',
    variants: [one.policy.stable, ...one.policy.canaries].map((name) => ({
      name,
      weight: current[name] ?? 0,
      desiredWeight: asked[name] ?? 0,
      instances: 2,
    })),
    lastModifiedAt: one.askedAt ?? start - 60 * MINUTE,
  };
};

const BEFORE: Weights = { stable: 90, canary: 10 };
const SHIFTED: Weights = { stable: 90, canary: 0 };

/** Of a hundred requests of each variant. */
const BAD = 3;
const WORSE = 12;
const SHARED = 1.8;
const WELL = 0.3;

const failing = ({ isWorse }: Endpoint, variant: string): number => {
  if (variant === 'canary') return isWorse ? WORSE : BAD;
  return isWorse ? WELL : SHARED;
};

/** The metrics have broken the guard two minutes before the alarm says so. */
const BAD_SINCE = 3 * MINUTE;

export const trafficOf = (one: Endpoint, now: number): Traffic => {
  const last = now - (now % MINUTE) - MINUTE;
  const minutes = Array.from({ length: 15 }, (_, place) => last - (14 - place) * MINUTE);
  const of = (variant: string): readonly Minute[] =>
    minutes.flatMap((start) => {
      const isShifted = isApplied(one, start);
      const share = variant === 'canary' ? (isShifted ? 0 : 0.1) : isShifted ? 1 : 0.9;
      const requests = one.requests * share;
      const percent = start >= one.ill - BAD_SINCE ? failing(one, variant) : WELL;
      return requests === 0 ? [] : [{ start, requests, values: { '5xx': (requests * percent) / 100 } }];
    });
  return { stable: of('stable'), canary: of('canary') };
};

export const alarmsOf = (one: Endpoint, now: number): readonly Alarm[] =>
  one.alarms.map(({ name, ofCanary }) => {
    const isBroken = ofCanary && !name.endsWith('-gross') && now >= one.ill && !isApplied(one, now - 3 * MINUTE);
    return {
      name,
      state: isBroken ? 'ALARM' : 'OK',
      transitionedAt: isBroken ? one.ill : 0,
      evaluated: true,
      actionsEnabled: true,
      ...(isBroken && {
        evidence: {
          datapoints: [failing(one, 'canary') / 100, failing(one, 'canary') / 100],
          threshold: 0.02,
          from: one.ill - (one.ill % MINUTE) - 3 * MINUTE,
        },
      }),
    };
  });
