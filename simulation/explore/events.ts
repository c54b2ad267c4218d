import { type Answer, planOf } from '../../lambdas/domain/answer.ts';
import { thresholdOf } from '../../lambdas/domain/guards/limit.ts';
import { isOpen } from '../../lambdas/domain/incident.ts';
import { type EndpointStatus, MINUTE, SECOND, type Weights } from '../../lambdas/domain/model.ts';
import { sameTraffic } from '../../lambdas/domain/weights.ts';
import { GUARD, HALF } from './setting.ts';
import { ALL_TO_STABLE, type AlarmOf, FIRST_WEIGHTS, measured, type Name, START, type State } from './state.ts';

/** What the world is after it. Undefined: it cannot happen now. */
export type After = (state: State) => State | undefined;
export type Event = { readonly name: string; readonly after: After };

export const minute =
  (...bad: readonly Name[]): After =>
  (state) => {
    const later = { ...state, now: state.now - (state.now % MINUTE) + MINUTE + 5 * SECOND };
    return { ...later, minutes: measured(later, bad) };
  };

/** Nobody looks for longer than anything is waited for. */
const longTime: After = (state) => Array.from({ length: 11 }).reduce<State>((later) => minute()(later) ?? later, state);

/** What CloudWatch would say by the last minutes; without enough bad ones, somebody has set the alarm by hand. */
const ringing = (state: State, name: Name): AlarmOf => {
  const from = state.now - (state.now % MINUTE) - GUARD.outOfPeriods * MINUTE;
  const bad = state.minutes[name].filter((one) => one.bad && one.start >= from).length;
  const isReal = bad >= GUARD.breachingPeriods;
  const evidence = { datapoints: [0.1], ...thresholdOf(GUARD), from };
  return { state: 'ALARM', transitionedAt: state.now, ...(isReal && { evidence }) };
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

/** What was asked for is there: the weights, and the instances. */
const applied: After = (state) => {
  if (state.status !== 'Updating') return undefined;
  const { growingTo, ...rest } = changed(state, 'InService', { weights: state.desired });
  return { ...rest, stableInstances: growingTo ?? state.stableInstances };
};

const givenUp =
  (status: EndpointStatus): After =>
  (state) => {
    const isUnderWay = state.status === 'Updating' || (state.status === 'RollingBack' && status === 'InService');
    if (!isUnderWay) return undefined;
    const failure = status === 'RollingBack' && { failure: `scaling failed at ${state.now}` };
    const { growingTo: _notGot, ...rest } = changed(state, status, { desired: state.weights, ...failure });
    return rest;
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
const TO_SECOND: Weights = { stable: 20, canary: 10, second: 70 };

const CONFIGS: Readonly<Record<string, string>> = { 'config-1': 'config-2', 'config-2': 'config-1' };

const deployed: After = (state) => {
  const config = CONFIGS[state.config] ?? state.config;
  const { growingTo: _notGot, ...rest } = state;
  return changed(rest, 'InService', { config, weights: FIRST_WEIGHTS, desired: FIRST_WEIGHTS, handAt: state.now });
};

/** To the open incident, or to another plan for it; it counts for two more minutes. */
const answers =
  (kind: Answer['kind'], config?: string): After =>
  (state) => {
    const { incident, now } = state;
    if (!isOpen(incident) || incident.approveUntil === undefined) return undefined;
    const plan = planOf(config ?? state.config, ALL_TO_STABLE);
    const until = now + (2 + HALF) * MINUTE;
    return { ...state, answer: { kind, incident: incident.id, plan, by: 'somebody', at: now, until } };
  };

export const HAPPENINGS = {
  'a good minute': minute(),
  'a minute bad on canary': minute('canary'),
  'a minute bad on second': minute('second'),
  'a minute bad on both canaries': minute('canary', 'second'),
  'a minute bad on canary and stable': minute('canary', 'stable'),
  'a minute bad on all': minute('canary', 'second', 'stable'),
  'a long time': longTime,
  'the alarm of canary changes': rings('canary'),
  'the alarm of second changes': rings('second'),
  'the alarm of stable changes': rings('stable'),
  'the change is applied': applied,
  'the change is being taken back': givenUp('RollingBack'),
  'the change is taken back': givenUp('InService'),
  'instances begin to change': (state) => (state.status === 'InService' ? changed(state, 'Updating', {}) : undefined),
  'a person gives canary most of it': byHand(TO_CANARY),
  'a person gives second most of it': byHand(TO_SECOND),
  'a person begins to give canary most of it': byHand(TO_CANARY, 'Updating'),
  'a person begins to give second most of it': byHand(TO_SECOND, 'Updating'),
  'a person restores the first weights': byHand(FIRST_WEIGHTS),
  'a person gives stable all of it': byHand(ALL_TO_STABLE),
  'a new config': deployed,
  'the freeze turns': (state) => ({ ...state, freeze: state.freeze === 'off' ? 'unreadable' : 'off' }),
  'the metrics turn': (state) => ({ ...state, metrics: state.metrics === 'read' ? 'unreadable' : 'read' }),
  'stable is scaled': (state) => ({
    ...state,
    stableInstances: (state.stableInstances + 1) % 3,
    modifiedAt: state.now,
  }),
  'the endpoint fails': (state) => changed(state, 'Failed', { failure: `failed at ${state.now}` }),
  'a person approves': answers('approve'),
  'a person approves another plan': answers('approve', 'config-3'),
  'a person declines': answers('decline'),
} satisfies Readonly<Record<string, After>>;
