import type { Act, Edge, Laws } from './law.ts';
import { OF_CONSENT, OF_REPEATS } from './laws-of-people.ts';
import { isWorseThanTooSmall, loadOf, OF_AN_ORDER, stableIsIll } from './laws-of-strategies.ts';
import type { Setting } from './setting.ts';
import { type Name, type State, VARIANTS } from './state.ts';

const sumOf = (weights: Readonly<Record<string, number>>): number =>
  Object.values(weights).reduce((sum, weight) => sum + weight, 0);

const alone = (target: Name, weights: Readonly<Record<string, number>>): boolean =>
  Object.entries(weights).every(([name, weight]) => (name === target ? weight > 0 : weight === 0));

/** Stable, or the fallback where stable is ill and there is one. */
const targetOf = ({ to, before, setting: { policy } }: Act): Name => {
  const fallback = VARIANTS.find((name) => name === policy.fallback);
  return fallback !== undefined && alone(fallback, to) && stableIsIll(before) ? fallback : 'stable';
};

const OF_A_SHIFT: Laws = {
  'I1 stable gets all, every variant is named': (act) =>
    !(VARIANTS.every((name) => name in act.to) && alone(targetOf(act), act.to) && Number.isFinite(sumOf(act.to))) &&
    JSON.stringify(act.to),
  'I2 the target is well and has instances': (act) => {
    const target = targetOf(act);
    const { alarms, stableInstances } = act.before;
    const isThere = target !== 'stable' || stableInstances > 0;
    return (alarms[target].state !== 'OK' || !isThere) && `${target}: ${alarms[target].state}, ${stableInstances}`;
  },
  'I3 no canary gets more': (act) =>
    VARIANTS.some(
      (name) => name !== 'stable' && name !== targetOf(act) && (act.to[name] ?? 0) > (act.before.desired[name] ?? 0),
    ) && JSON.stringify(act.before.desired),
  'I4 nothing forbids it': ({ incident, before: { freeze, status, config } }) =>
    (freeze !== 'off' || status !== 'InService' || incident.config !== config || incident.ending !== undefined) &&
    `${JSON.stringify(freeze)}, ${status}, ${config}, ${incident.config}`,
  'I5 one change for an incident, asked for three times at the most': ({ incident: { shift } }) =>
    shift !== undefined &&
    (shift.attempts >= 3 || shift.inForceAt !== undefined || !VARIANTS.some((name) => alone(name, shift.wanted))) &&
    JSON.stringify(shift),
  'I8 stable carried its share when the incident opened': (act) => {
    const { opened, weights } = act.before;
    const then = opened?.id === act.incident.id ? opened.weights : weights;
    const isTooLittle = (then['stable'] ?? 0) / sumOf(then) < act.setting.policy.stableMinShare - 1e-6;
    return targetOf(act) === 'stable' && isTooLittle && JSON.stringify(then);
  },
  'I8 the target can take the load': (act) => {
    const { metrics, stableInstances } = act.before;
    const instances = targetOf(act) === 'stable' ? stableInstances : 2;
    const bound = act.setting.policy.stableMaxRequestsPerInstance ?? Number.POSITIVE_INFINITY;
    const isTooMuch = metrics === 'unreadable' || loadOf(act.before) / instances > bound;
    return isTooMuch && !isWorseThanTooSmall(act) && `${metrics}, ${loadOf(act.before)}, ${instances}`;
  },
  ...OF_CONSENT,
  ...OF_REPEATS,
  'I9 it rests on evidence that is newer than the last change by another hand': ({ before }) =>
    !VARIANTS.some((name) => name !== 'stable' && isNewerEvidence(before, name)) && `hand at ${before.handAt}`,
};

const isNewerEvidence = ({ alarms, minutes, handAt }: State, name: Name): boolean => {
  const { state, evidence } = alarms[name];
  const bad = minutes[name].filter((one) => one.bad && one.start >= handAt).length;
  return state === 'ALARM' && (bad >= 2 || (evidence !== undefined && evidence.from >= handAt));
};

const OF_ANY: Readonly<Record<string, (edge: Edge) => string | false>> = {
  'an incident that ended stays ended': ({ before, after }) =>
    before.incident?.ending !== undefined &&
    after.incident?.id === before.incident.id &&
    JSON.stringify(after.incident.ending) !== JSON.stringify(before.incident.ending) &&
    JSON.stringify(after.incident.ending),
  'RECOVERED is claimed only of one that serves all, and well': ({ before, verdict }) =>
    verdict.kind === 'end' &&
    verdict.ending.state === 'RECOVERED' &&
    !(
      before.status === 'InService' &&
      VARIANTS.some((name) => alone(name, before.weights) && before.alarms[name].state === 'OK')
    ) &&
    JSON.stringify(before.weights),
  'an incident that opened is told of': ({ before, after }) =>
    after.incident !== undefined &&
    after.incident.shift?.inForceAt !== undefined &&
    before.incident !== undefined &&
    after.incident.told === 0 &&
    after.incident.owed === undefined &&
    'nobody was told, and nobody will be',
};

/** The first law that the edge breaks, and by what. */
export const broken = (edge: Edge, setting: Setting): string | undefined => {
  const { verdict, before } = edge;
  const any = firstOf(OF_ANY, edge);
  if (any !== undefined) return any;
  if (verdict.kind === 'roll-back') return firstOf(OF_A_SHIFT, { ...verdict, before, setting });
  return verdict.kind === 'prepare' ? firstOf(OF_AN_ORDER, { ...verdict, before, setting }) : undefined;
};

const firstOf = <Of>(laws: Readonly<Record<string, (of: Of) => string | false>>, of: Of): string | undefined => {
  for (const [law, breaks] of Object.entries(laws)) {
    const by = breaks(of);
    if (by !== false) return `${law}: ${by}`;
  }
  return undefined;
};
