import { decide } from '../../lambdas/domain/decide.ts';
import type { Alarm, Fleet, Traffic } from '../../lambdas/domain/model.ts';
import type { Deployment, VariantName } from '../../lambdas/domain/policy.ts';
import { answered, concluded, intended, type ShiftAnswer, told } from '../../lambdas/domain/progress.ts';
import type { Situation } from '../../lambdas/domain/situation.ts';
import type { OrderAnswer, ScaleOrder } from '../../lambdas/domain/strategies/order.ts';
import { carriedOut, ordered } from '../../lambdas/domain/strategies/preparing.ts';
import type { Verdict } from '../../lambdas/domain/verdict.ts';
import { paired, watched } from '../../lambdas/domain/watch-list.ts';
import { AUTO, type Setting } from './setting.ts';
import { type Measured, type Name, type State, VARIANTS } from './state.ts';

/** How a look goes: what SageMaker says to a change and does, and whether the topic takes a letter. */
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

const DEPLOYMENT: Deployment = { name: 'rb', policies: [AUTO.policy] };

/** The same in each setting: the guards and the variants are. */
const WATCHED = watched(DEPLOYMENT, AUTO.policy);

export const seenIn = (state: State, { policy, limits }: Setting): Situation => {
  const { metrics, incident, freeze, answer } = state;
  return {
    policy,
    fleet: fleetOf(state),
    alarms: alarmsOf(state),
    traffic: metrics === 'unreadable' ? metrics : trafficOf(state),
    incident,
    freeze,
    ...(limits && { limits }),
    ...(answer && { answer }),
  };
};

export const fleetOf = (state: State): Fleet => {
  const { status, config, modifiedAt, failure, weights, desired, stableInstances } = state;
  return {
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
  };
};

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

export const verdictIn = (state: State, setting: Setting): Verdict => decide(seenIn(state, setting), state.now);

type Looking = { readonly setting: Setting; readonly way: Way };

/** One look and all that follows from it, as `step` does it: look, decide, act, record, tell. */
export const looked = (state: State, verdict: Verdict, { setting, way }: Looking): State => {
  const acted = withOpened(followedBy(state, verdict, { setting, way }), state);
  const { incident, config, desired, handAt } = acted;
  const after = { ...acted, seen: { config, desired, handAt } };
  return incident?.owed !== undefined && way.told ? { ...after, incident: told(incident, state.now) } : after;
};

const followedBy = (state: State, verdict: Verdict, { setting, way }: Looking): State => {
  if (verdict.kind === 'nothing') return state;
  if (verdict.kind === 'roll-back') return rolledBack(state, verdict, { setting, way });
  if (verdict.kind === 'prepare') return prepared(state, verdict, { setting, way });
  return { ...state, incident: concluded(verdict, state.now) };
};

type Acting<Kind extends Verdict['kind']> = Extract<Verdict, { readonly kind: Kind }>;

const rolledBack = (state: State, { incident, to }: Acting<'roll-back'>, { setting, way }: Looking): State => {
  const after = answered(incident, intended(incident, to, state.now), way.answer);
  const moved = way.moves && { status: 'Updating' as const, desired: to, modifiedAt: state.now };
  const isFirst = setting.limits !== undefined && after.shift?.attempts === 1 && incident.shift === undefined;
  const own = { at: state.now, config: state.config, incident: incident.id };
  return { ...state, ...moved, incident: after, shifted: isFirst ? [...state.shifted, own] : state.shifted };
};

const prepared = (state: State, { incident, order }: Acting<'prepare'>, { setting, way }: Looking): State => {
  if (order.kind !== 'scale') throw new Error('an endpoint of three variants has no config restored');
  const answer = answerTo(order, way);
  const after = carriedOut(incident, ordered(incident, order, state.now), { answer, policy: setting.policy });
  const grows = way.moves && { status: 'Updating' as const, growingTo: order.to, modifiedAt: state.now };
  return { ...state, ...grows, incident: after };
};

const answerTo = ({ to }: ScaleOrder, { answer }: Way): OrderAnswer =>
  answer.kind === 'accepted' ? { kind: 'accepted', reaches: to } : answer;

/** The laws judge by what was true when the incident opened, and not by what it says of that. */
const withOpened = (after: State, { weights }: State): State =>
  after.incident === undefined || after.incident.id === after.opened?.id
    ? after
    : { ...after, opened: { id: after.incident.id, weights } };
