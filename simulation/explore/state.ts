import type { Answer } from '../../lambdas/domain/answer.ts';
import type { Freeze } from '../../lambdas/domain/freeze.ts';
import type { Incident, OwnShift } from '../../lambdas/domain/incident.ts';
import {
  type Alarm,
  type EndpointStatus,
  type Instant,
  MINUTE,
  SECOND,
  type Weights,
} from '../../lambdas/domain/model.ts';

export type Name = 'stable' | 'canary' | 'second';
export const VARIANTS: readonly Name[] = ['stable', 'canary', 'second'];

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
  /** As many as stable gets once the change that is under way is applied. */
  readonly growingTo?: number;
  readonly alarms: Readonly<Record<Name, AlarmOf>>;
  readonly minutes: Readonly<Record<Name, readonly Measured[]>>;
  readonly metrics: 'read' | 'unreadable';
  readonly freeze: Freeze;
  readonly incident: Incident | undefined;
  /** The newest answer of a person, in mode approve. */
  readonly answer?: Answer;
  /** Faults that may still come: a look that does not come, an answer that is lost, a letter that is not taken. */
  readonly faults: number;
  /** For the laws alone: when another hand last changed weights or config, and what was true when the incident opened. */
  readonly handAt: Instant;
  /** The same as of the last look, and what it saw: what is changed and changed back unseen is no change. */
  readonly seen: { readonly config: string; readonly desired: Weights; readonly handAt: Instant };
  readonly opened?: { readonly id: string; readonly weights: Weights };
  /** For the laws alone: the first request of each shift that SageMaker may have got, where repeats are limited. */
  readonly shifted: readonly OwnShift[];
};

/** Five seconds after a minute began: its predecessor is measured. */
export const START: Instant = Date.UTC(2026, 0, 1, 10) + 5 * SECOND;

export const FIRST_WEIGHTS: Weights = { stable: 80, canary: 10, second: 10 };
export const ALL_TO_STABLE: Weights = { stable: 1, canary: 0, second: 0 };

/** Requests of the whole endpoint in a minute. */
const LOAD = 1_000;

/** As far back as any rule looks, with these guards. */
export const KEPT = 4;

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

export const QUIET: State = {
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
  shifted: [],
};
