import { decide } from '../../lambdas/domain/decide.ts';
import type { Alarm, Fleet, Traffic } from '../../lambdas/domain/model.ts';
import type { VariantName } from '../../lambdas/domain/policy.ts';
import { answered, concluded, intended, type ShiftAnswer, told } from '../../lambdas/domain/progress.ts';
import type { Situation } from '../../lambdas/domain/situation.ts';
import type { Verdict } from '../../lambdas/domain/verdict.ts';
import { paired, watched } from '../../lambdas/domain/watch-list.ts';
import { DEPLOYMENT, type Measured, type Name, POLICY, type State, VARIANTS } from './state.ts';

/** How a look goes: what SageMaker says to a shift and does, and whether the topic takes a letter. */
export type Way = {
  readonly name: string;
  readonly answer: ShiftAnswer;
  readonly moves: boolean;
  readonly told: boolean;
};

export const WELL: Way = { name: '', answer: { kind: 'accepted' }, moves: true, told: true };
const LOST: ShiftAnswer = { kind: 'lost', message: 'no answer' };

export const ILL: readonly Way[] = [
  { name: 'its answer lost, done', answer: LOST, moves: true, told: true },
  { name: 'its answer lost, not done', answer: LOST, moves: false, told: true },
  { name: 'told to wait', answer: { kind: 'busy' }, moves: false, told: true },
  { name: 'refused', answer: { kind: 'refused', message: 'no' }, moves: false, told: true },
  { name: 'its letter not taken', answer: { kind: 'accepted' }, moves: true, told: false },
];

const WATCHED = watched(DEPLOYMENT, POLICY);

export const seenIn = (state: State): Situation => {
  const { metrics, incident, freeze } = state;
  const traffic = metrics === 'unreadable' ? metrics : trafficOf(state);
  return { policy: POLICY, fleet: fleetOf(state), alarms: alarmsOf(state), traffic, incident, freeze };
};

const fleetOf = ({ status, config, modifiedAt, failure, weights, desired, stableInstances }: State): Fleet => ({
  status,
  config,
  variants: VARIANTS.map((name) => ({
    name: name as string as VariantName,
    weight: weights[name] ?? 0,
    desiredWeight: desired[name] ?? 0,
    instances: name === 'stable' ? stableInstances : 2,
  })),
  lastModifiedAt: modifiedAt,
  ...(failure !== undefined && { failureReason: failure }),
});

const alarmsOf = ({ alarms }: State): Situation['alarms'] =>
  paired(
    WATCHED,
    WATCHED.map(({ name, variant }): Alarm => {
      const own = alarms[variant as string as Name];
      return { name, evaluated: true, actionsEnabled: true, ...own };
    }),
  );

const trafficOf = ({ minutes }: State): Traffic =>
  Object.fromEntries(VARIANTS.map((name) => [name, minutes[name].map(minuteOf)]));

const minuteOf = ({ start, requests, bad }: Measured) => ({
  start,
  requests,
  values: { '5xx': bad ? requests / 10 : 0 },
});

/** One look and all that follows from it, as `step` does it: look, decide, act, record, tell. */
export const looked = (state: State, verdict: Verdict, way: Way): State => {
  const acted = verdict.kind === 'roll-back' ? rolledBack(state, verdict, way) : settled(state, verdict);
  const { incident, config, desired, handAt } = acted;
  const after = { ...acted, seen: { config, desired, handAt } };
  return incident?.owed !== undefined && way.told ? { ...after, incident: told(incident, state.now) } : after;
};

const rolledBack = (state: State, verdict: Extract<Verdict, { kind: 'roll-back' }>, way: Way): State => {
  const { incident, to } = verdict;
  const after = answered(incident, intended(incident, to, state.now), way.answer);
  const moved = way.moves && { status: 'Updating' as const, desired: to, modifiedAt: state.now };
  return withOpened({ ...state, ...moved, incident: after }, state);
};

const settled = (state: State, verdict: Exclude<Verdict, { kind: 'roll-back' }>): State => {
  if (verdict.kind === 'nothing') return state;
  if (verdict.kind === 'prepare') throw new Error('nothing comes before a shift here: the policy has no strategy');
  return withOpened({ ...state, incident: concluded(verdict, state.now) }, state);
};

/** The laws judge by what was true when the incident opened, and not by what it says of that. */
const withOpened = (after: State, { weights }: State): State =>
  after.incident === undefined || after.incident.id === after.opened?.id
    ? after
    : { ...after, opened: { id: after.incident.id, weights } };

export const verdictIn = (state: State): Verdict => decide(seenIn(state), state.now);
