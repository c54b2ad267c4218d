import { guardAlarmName } from '../lambdas/contract.ts';
import type { Frozen } from '../lambdas/domain/freeze.ts';
import type { Breach, Incident, Shift } from '../lambdas/domain/incident.ts';
import { type Alarm, type Fleet, type Instant, MINUTE, type Minute, type Variant } from '../lambdas/domain/model.ts';
import type { Deployment, EndpointName, Guard, Policy, VariantName } from '../lambdas/domain/policy.ts';
import type { GuardAlarm, Situation } from '../lambdas/domain/situation.ts';
import { paired, watched } from '../lambdas/domain/watch-list.ts';

/**
 * Unless a sentence says otherwise: `fraud` gives its canary 10 % of 1,000 requests a minute; three minutes of the canary
 * were bad (10 % errors, 2 % allowed), its alarm went off at 09:30 past the hour, and it is ten past. All else is well.
 */
const TEN = Date.UTC(2026, 0, 1, 10);

/** So many minutes after ten o'clock. */
export const at = (minutes: number): Instant => TEN + minutes * MINUTE;

export const NOW = at(10);
export const BREACH_AT = at(9.5);
export const WANTED = { stable: 90, canary: 0 };

/** The first minute of the alarm's evidence, and the last that the metrics hold. */
const FIRST_BAD = 6;
const LAST_BAD = 8;

export const endpointName = (name: string): EndpointName => name as EndpointName;
export const variantName = (name: string): VariantName => name as VariantName;

export const guard = (over: Partial<Guard> = {}): Guard => ({
  id: 'errors-5xx',
  signal: '5xx',
  gross: false,
  above: 0.02,
  minRequests: 50,
  breachingPeriods: 3,
  outOfPeriods: 5,
  ...over,
});

export const latencyGuard = (over: Partial<Guard> = {}): Guard =>
  guard({ id: 'latency-p99', signal: 'latency', above: 500, percentile: 99, ...over });

/** What the judge finds of server errors. */
export const judgeGuard = (over: Partial<Guard> = {}): Guard =>
  guard({
    id: 'judge-5xx',
    signal: 'judge',
    above: 0.995,
    compares: { of: '5xx', falseAlarms: 0.01, smallest: 0.005 },
    minRequests: 1,
    breachingPeriods: 1,
    outOfPeriods: 1,
    ...over,
  });

/** What visits become, by variant: at least 2 of 100 have to end in an order. */
export const metricGuard = (over: Partial<Guard> = {}): Guard => ({
  id: 'orders',
  signal: 'metric',
  gross: false,
  below: 0.02,
  metric: {
    namespace: 'Shop',
    name: 'OrderPlaced',
    stat: 'Average',
    dimensions: { Endpoint: 'fraud' },
    variantDimension: 'Variant',
    minSamples: 30,
  },
  because: 'Visitors order less',
  minRequests: 1,
  breachingPeriods: 3,
  outOfPeriods: 5,
  ...over,
});

/** What Model Monitor says each hour of the hour before. It names no variant. */
export const driftGuard = (over: Partial<Guard> = {}): Guard => ({
  id: 'drift-age',
  signal: 'metric',
  gross: false,
  above: 0.2,
  metric: {
    namespace: 'aws/sagemaker/Endpoints/data-metrics',
    name: 'feature_baseline_drift_age',
    stat: 'Maximum',
    dimensions: { Endpoint: 'fraud', Feature: 'age', MonitoringSchedule: 'hourly' },
    lagSeconds: 3_600,
  },
  because: 'age is not what it was',
  minRequests: 1,
  breachingPeriods: 1,
  outOfPeriods: 1,
  periodSeconds: 3_600,
  ...over,
});

/** An alarm that was there before. */
export const existingGuard = (name: string, variant?: string): Guard => ({
  id: `alarm-${name}`,
  signal: 'alarm',
  gross: false,
  existing: { name, ...(variant !== undefined && { variant: variantName(variant) }) },
  because: 'Checkouts fail',
  minRequests: 1,
  breachingPeriods: 1,
  outOfPeriods: 1,
});

export const policy = (over: Partial<Policy> = {}): Policy => ({
  endpoint: endpointName('fraud'),
  stable: variantName('stable'),
  canaries: [variantName('canary')],
  mode: 'auto',
  guards: [guard()],
  stableMinShare: 0.5,
  contacts: { emails: ['ana@example.com'] },
  ...over,
});

export const deployment = (...policies: readonly Policy[]): Deployment => ({
  name: 'rb',
  policies: policies.length > 0 ? policies : [policy()],
});

export const variant = (name: string, weight: number, over: Partial<Variant> = {}): Variant => ({
  name: variantName(name),
  weight,
  desiredWeight: weight,
  instances: 2,
  ...over,
});

export const fleet = (over: Partial<Fleet> = {}): Fleet => ({
  status: 'InService',
  config: 'config-1',
  variants: [variant('stable', 90), variant('canary', 10)],
  lastModifiedAt: at(-60),
  ...over,
});

/** The same fleet with these weights, in force and asked for. */
export const weighing = (weights: Readonly<Record<string, number>>, over: Partial<Fleet> = {}): Fleet =>
  fleet({ variants: Object.entries(weights).map(([name, weight]) => variant(name, weight)), ...over });

export const alarm = (name: string, over: Partial<Alarm> = {}): Alarm => ({
  name,
  state: 'OK',
  transitionedAt: at(-600),
  evaluated: true,
  actionsEnabled: true,
  ...over,
});

export const breaching = (name: string, over: Partial<Alarm> = {}): Alarm =>
  alarm(name, {
    state: 'ALARM',
    transitionedAt: BREACH_AT,
    evidence: { datapoints: [0.1, 0.1, 0.1], threshold: 0.02, from: at(FIRST_BAD) },
    ...over,
  });

export const alarmName = (of: string, guardId = 'errors-5xx', endpoint = 'fraud'): string =>
  guardAlarmName('rb', endpoint, of, guardId);

/** All alarms of the policy: those of the canaries in ALARM, those of stable OK, each changed as its name says. */
export const guardAlarms = (
  of: Policy = policy(),
  changed: Readonly<Record<string, Partial<Alarm>>> = {},
): readonly GuardAlarm[] => {
  const list = watched(deployment(of), of);
  const alarms = list.map(({ name, variant: whose }) => {
    const made = whose === of.stable ? alarm(name) : breaching(name);
    return { ...made, ...changed[whose ?? ''], ...changed[name] };
  });
  return paired(list, alarms);
};

/** As after `aws cloudwatch set-alarm-state`: the alarms give no reason that can be read. */
export const setByHand = (of: Policy = policy()): readonly GuardAlarm[] =>
  guardAlarms(of).map(({ alarm: { evidence: _none, ...rest }, ...one }) => ({ ...one, alarm: rest }));

/** One minute in which so many of the requests failed with a 5XX. */
export const minute = (start: Instant, requests: number, failed: number): Minute => ({
  start,
  requests,
  values: { '5xx': failed },
});

export const minutes = (requests: number, failed: number, [first, last] = [FIRST_BAD, LAST_BAD]): readonly Minute[] =>
  Array.from({ length: last - first + 1 }, (_, place) => minute(at(first + place), requests, failed));

export const BAD_TRAFFIC = { stable: minutes(900, 4), canary: minutes(100, 10) };

export const situation = (over: Partial<Situation> = {}): Situation => ({
  policy: policy(),
  fleet: fleet(),
  alarms: guardAlarms(over.policy),
  traffic: BAD_TRAFFIC,
  incident: undefined,
  freeze: 'off',
  ...over,
});

export const shift = (over: Partial<Shift> = {}): Shift => ({
  wanted: WANTED,
  requestedAt: NOW,
  askedAt: NOW,
  attempts: 1,
  ...over,
});

/** One that a guard opened. */
type OfBreach = Extract<Incident, { readonly breach: Breach }>;

export const incident = (over: Partial<OfBreach> = {}): OfBreach => ({
  id: 'fraud-20260101T100930',
  endpoint: endpointName('fraud'),
  config: 'config-1',
  openedAt: NOW,
  weightsAtOpen: { stable: 90, canary: 10 },
  modifiedAtOpen: at(-60),
  breach: {
    variant: variantName('canary'),
    alarm: alarmName('canary'),
    guard: 'errors-5xx',
    at: BREACH_AT,
    threshold: 0.02,
    value: 0.1,
    requests: 100,
  },
  told: 0,
  ...over,
});

/** The traffic shifted at ten past, and in force half a minute later. */
export const shifted = (over: Partial<Shift> = {}): OfBreach =>
  incident({ told: 1, shift: shift({ inForceAt: at(10.5), ...over }) });

export const ANA = 'arn:aws:iam::123456789012:user/ana';

/** One that a person opened at ten past, with no guard broken. */
export const byHand = (over: Partial<Extract<Incident, { readonly breach?: undefined }>> = {}): Incident => {
  const { breach: _none, ...rest } = incident();
  return { ...rest, id: 'fraud-20260101T101000', byHand: { by: ANA, at: NOW }, ...over };
};

/** As somebody would write it into the parameter. */
export const FROZEN: Frozen = { endpoint: 'fraud' };

/** Seen at 13:00: the shift is in force, minute 11 is whole and quiet on the canary, stable is well. */
export const PROOF_AT = at(13);
export const recovered = (over: Partial<Situation> = {}): Situation =>
  situation({
    fleet: weighing(WANTED, { lastModifiedAt: at(10.4) }),
    alarms: guardAlarms(over.policy, { canary: { state: 'OK' } }),
    traffic: { stable: minutes(1_000, 5, [6, 11]), canary: minutes(100, 10, [6, 9]) },
    incident: shifted(),
    ...over,
  });
