import type { Freeze } from '../../lambdas/domain/freeze.ts';
import type { Incident } from '../../lambdas/domain/incident.ts';
import {
  type Alarm,
  type EndpointStatus,
  type Instant,
  MINUTE,
  SECOND,
  type Weights,
} from '../../lambdas/domain/model.ts';
import type { Deployment, EndpointName, Guard, Policy, VariantName } from '../../lambdas/domain/policy.ts';

export type Name = 'stable' | 'canary' | 'second';
export const VARIANTS: readonly Name[] = ['stable', 'canary', 'second'];

export const GUARD: Guard = {
  id: 'errors-5xx',
  signal: '5xx',
  gross: false,
  above: 0.02,
  minRequests: 10,
  breachingPeriods: 2,
  outOfPeriods: 3,
};

export const POLICY: Policy = {
  endpoint: 'fraud' as EndpointName,
  stable: 'stable' as VariantName,
  canaries: ['canary', 'second'] as unknown as readonly VariantName[],
  mode: 'auto',
  guards: [GUARD],
  stableMinShare: 0.5,
  stableMaxRequestsPerInstance: 600,
  contacts: { emails: [] },
};

export const DEPLOYMENT: Deployment = { name: 'rb', policies: [POLICY] };

/** Whether so many requests fail in a minute; a variant without traffic has no minute. */
export type Measured = { readonly start: Instant; readonly requests: number; readonly bad: boolean };

export type AlarmOf = Pick<Alarm, 'state' | 'transitionedAt' | 'evidence'>;

/** One endpoint, all that looks at it and all that meddles with it, as it is after some events. */
export type State = {
  readonly now: Instant;
  readonly status: EndpointStatus;
  readonly config: string;
  readonly modifiedAt: Instant;
  readonly failure?: string;
  readonly weights: Weights;
  readonly desired: Weights;
  readonly stableInstances: number;
  readonly alarms: Readonly<Record<Name, AlarmOf>>;
  readonly minutes: Readonly<Record<Name, readonly Measured[]>>;
  readonly metrics: 'read' | 'unreadable';
  readonly freeze: Freeze;
  readonly incident: Incident | undefined;
  /** Faults that may still come: a look that does not come, an answer that is lost, a letter that is not taken. */
  readonly faults: number;
  /** For the laws alone: when another hand last changed weights or config, and what was true when the incident opened. */
  readonly handAt: Instant;
  /** The same as of the last look, and what it saw: what is changed and changed back unseen is no change. */
  readonly seen: { readonly config: string; readonly desired: Weights; readonly handAt: Instant };
  readonly opened?: { readonly id: string; readonly weights: Weights };
};

/** Five seconds after a minute began: its predecessor is measured. */
export const START: Instant = Date.UTC(2026, 0, 1, 10) + 5 * SECOND;

export const FIRST_WEIGHTS: Weights = { stable: 80, canary: 10, second: 10 };

/** Requests of the whole endpoint in a minute. */
const LOAD = 1_000;

/** As far back as any rule looks, with these guards. */
const KEPT = 4;

const shareOf = (name: Name, weights: Weights): number =>
  (weights[name] ?? 0) / VARIANTS.reduce((sum, one) => sum + (weights[one] ?? 0), 0);

/** The minute before this moment, with these variants bad. */
export const measured = (state: State, bad: readonly Name[]): State['minutes'] => {
  const start = Math.floor(state.now / MINUTE) * MINUTE - MINUTE;
  const after = (name: Name): readonly Measured[] => {
    const requests = Math.round(LOAD * shareOf(name, state.weights));
    const own =
      requests > 0 ? [...state.minutes[name], { start, requests, bad: bad.includes(name) }] : state.minutes[name];
    return own.filter((one) => one.start > start - KEPT * MINUTE);
  };
  return { stable: after('stable'), canary: after('canary'), second: after('second') };
};

const OK: AlarmOf = { state: 'OK', transitionedAt: START - 600 * MINUTE };

const QUIET: State = {
  now: START,
  status: 'InService',
  config: 'config-1',
  modifiedAt: START - 60 * MINUTE,
  weights: FIRST_WEIGHTS,
  desired: FIRST_WEIGHTS,
  stableInstances: 2,
  alarms: { stable: OK, canary: OK, second: OK },
  minutes: { stable: [], canary: [], second: [] },
  metrics: 'read',
  freeze: 'off',
  incident: undefined,
  faults: 1,
  handAt: 0,
  seen: { config: 'config-1', desired: FIRST_WEIGHTS, handAt: 0 },
};

const minuteLater = (state: State, bad: readonly Name[]): State => {
  const later = { ...state, now: state.now + MINUTE };
  return { ...later, minutes: measured(later, bad) };
};

/** Two bad minutes of the canary are measured; its alarm will say so with the next event. */
const BROKEN = minuteLater(minuteLater(minuteLater(QUIET, []), ['canary']), ['canary']);

export const STARTS: Readonly<Record<string, State>> = {
  'all is well': minuteLater(QUIET, []),
  'the canary is bad': BROKEN,
};
