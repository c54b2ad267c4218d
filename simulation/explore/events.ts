import { type EndpointStatus, MINUTE, SECOND, type Weights } from '../../lambdas/domain/model.ts';
import { sameTraffic } from '../../lambdas/domain/weights.ts';
import { type AlarmOf, FIRST_WEIGHTS, GUARD, measured, type Name, START, type State } from './state.ts';

/** What the world is after it. Undefined: it cannot happen now. */
export type After = (state: State) => State | undefined;
export type Event = { readonly name: string; readonly after: After };

const minute =
  (...bad: readonly Name[]): After =>
  (state) => {
    const later = { ...state, now: state.now - (state.now % MINUTE) + MINUTE + 5 * SECOND };
    return { ...later, minutes: measured(later, bad) };
  };

/** What CloudWatch would say by its datapoints; without enough bad ones, somebody has set the alarm by hand. */
const ringing = (state: State, name: Name): AlarmOf => {
  const last = state.minutes[name].slice(-GUARD.outOfPeriods);
  const [oldest] = last;
  const isReal = oldest !== undefined && last.filter(({ bad }) => bad).length >= GUARD.breachingPeriods;
  const evidence = isReal && {
    datapoints: last.map(({ bad }) => (bad ? 0.1 : 0)),
    threshold: GUARD.above,
    from: oldest.start,
  };
  return { state: 'ALARM', transitionedAt: state.now, ...(evidence && { evidence }) };
};

const rings =
  (name: Name): After =>
  (state) => {
    const isOk = state.alarms[name].state === 'OK';
    const next: AlarmOf = isOk ? ringing(state, name) : { state: 'OK', transitionedAt: state.now };
    // Of stable nobody asks since when: one time for all makes fewer states.
    const own = name === 'stable' ? { ...next, transitionedAt: START } : next;
    return { ...state, alarms: { ...state.alarms, [name]: own } };
  };

/** What the last look saw is there once more: nobody can tell that from a change of instances. */
const isAsSeen = ({ seen, config, desired }: Pick<State, 'seen' | 'config' | 'desired'>): boolean =>
  config === seen.config && sameTraffic(desired, seen.desired);

const changed = (state: State, status: EndpointStatus, over: Partial<State>): State => {
  const after = { ...state, status, modifiedAt: state.now, ...over };
  return { ...after, handAt: isAsSeen(after) ? state.seen.handAt : after.handAt };
};

/** SageMaker refuses a change while another is under way. */
const byHand =
  (weights: Weights, status: EndpointStatus = 'InService'): After =>
  (state) => {
    if (state.status !== 'InService') return undefined;
    const isDone = status === 'InService';
    return changed(state, status, { desired: weights, handAt: state.now, ...(isDone && { weights }) });
  };

const TO_CANARY: Weights = { stable: 20, canary: 70, second: 10 };

const CONFIGS: Readonly<Record<string, string>> = { 'config-1': 'config-2', 'config-2': 'config-1' };

const deployed: After = (state) => {
  const config = CONFIGS[state.config] ?? state.config;
  return changed(state, 'InService', { config, weights: FIRST_WEIGHTS, desired: FIRST_WEIGHTS, handAt: state.now });
};

const HAPPENINGS = {
  'a good minute': minute(),
  'a minute bad on canary': minute('canary'),
  'a minute bad on second': minute('second'),
  'a minute bad on canary and stable': minute('canary', 'stable'),
  'the alarm of canary changes': rings('canary'),
  'the alarm of second changes': rings('second'),
  'the alarm of stable changes': rings('stable'),
  'the change is applied': (state) =>
    state.status === 'Updating' ? changed(state, 'InService', { weights: state.desired }) : undefined,
  'the change is being taken back': (state) =>
    state.status === 'Updating'
      ? changed(state, 'RollingBack', { desired: state.weights, failure: `scaling failed at ${state.now}` })
      : undefined,
  'the change is taken back': (state) =>
    state.status === 'Updating' || state.status === 'RollingBack'
      ? changed(state, 'InService', { desired: state.weights })
      : undefined,
  'instances begin to change': (state) => (state.status === 'InService' ? changed(state, 'Updating', {}) : undefined),
  'a person gives canary most of it': byHand(TO_CANARY),
  'a person begins to give canary most of it': byHand(TO_CANARY, 'Updating'),
  'a person restores the first weights': byHand(FIRST_WEIGHTS),
  'a person gives stable all of it': byHand({ stable: 1, canary: 0, second: 0 }),
  'a new config': deployed,
  'the freeze turns': (state) => ({ ...state, freeze: state.freeze === 'off' ? 'unreadable' : 'off' }),
  'the metrics turn': (state) => ({ ...state, metrics: state.metrics === 'read' ? 'unreadable' : 'read' }),
  'stable is scaled': (state) => ({
    ...state,
    stableInstances: (state.stableInstances + 1) % 3,
    modifiedAt: state.now,
  }),
  'the endpoint fails': (state) => changed(state, 'Failed', { failure: 'failed' }),
} satisfies Readonly<Record<string, After>>;

type Happening = keyof typeof HAPPENINGS;

const only = (...names: readonly Happening[]): readonly Event[] =>
  names.map((name) => ({ name, after: HAPPENINGS[name] }));

export const EVERY_EVENT: readonly Event[] = Object.entries(HAPPENINGS).map(([name, after]) => ({ name, after }));

const INCIDENT: readonly Happening[] = [
  'a good minute',
  'a minute bad on canary',
  'the alarm of canary changes',
  'the change is applied',
];

/** Few enough events each that many of them can be followed in every order. */
export const THEMES: Readonly<Record<string, readonly Event[]>> = {
  'SageMaker takes back': only(
    ...INCIDENT,
    'the change is being taken back',
    'the change is taken back',
    'instances begin to change',
  ),
  'other hands': only(
    ...INCIDENT,
    'a person gives canary most of it',
    'a person begins to give canary most of it',
    'a person restores the first weights',
    'a person gives stable all of it',
  ),
  'deployments and failures': only(
    ...INCIDENT,
    'a new config',
    'a person restores the first weights',
    'the endpoint fails',
  ),
  'stable and brakes': only(
    ...INCIDENT,
    'a minute bad on canary and stable',
    'the alarm of stable changes',
    'the freeze turns',
    'the metrics turn',
    'stable is scaled',
  ),
  'two canaries': only(
    ...INCIDENT,
    'a minute bad on second',
    'the alarm of second changes',
    'a person restores the first weights',
  ),
};
