import type { Verdict } from '../../lambdas/domain/verdict.ts';
import { type Name, POLICY, type State, VARIANTS } from './state.ts';

/** A step from one state to the next by a look. */
export type Edge = { readonly before: State; readonly verdict: Verdict; readonly after: State };

type RollBack = Extract<Verdict, { kind: 'roll-back' }>;

const sumOf = (weights: Readonly<Record<string, number>>): number =>
  Object.values(weights).reduce((sum, weight) => sum + weight, 0);

const stableAlone = (weights: Readonly<Record<string, number>>): boolean =>
  Object.entries(weights).every(([name, weight]) => (name === 'stable' ? weight > 0 : weight === 0));

/** Each answers what breaks it, or nothing. They are said anew here: a law that asked the domain would agree with it. */
const OF_A_SHIFT: Readonly<Record<string, (verdict: RollBack, before: State) => string | false>> = {
  'I1 stable gets all, every variant is named': ({ to }) =>
    !(VARIANTS.every((name) => name in to) && stableAlone(to) && Number.isFinite(sumOf(to))) && JSON.stringify(to),
  'I2 stable is well and has instances': (_, { alarms, stableInstances }) =>
    (alarms.stable.state !== 'OK' || stableInstances < 1) && `${alarms.stable.state}, ${stableInstances}`,
  'I3 no canary gets more': ({ to }, { desired }) =>
    VARIANTS.some((name) => name !== 'stable' && (to[name] ?? 0) > (desired[name] ?? 0)) && JSON.stringify(desired),
  'I4 nothing forbids it': ({ incident }, { freeze, status, config }) =>
    (freeze !== 'off' || status !== 'InService' || incident.config !== config || incident.ending !== undefined) &&
    `${JSON.stringify(freeze)}, ${status}, ${config}, ${incident.config}`,
  'I5 one change for an incident, asked for three times at the most': ({ incident: { shift } }) =>
    shift !== undefined &&
    (shift.attempts >= 3 || shift.inForceAt !== undefined || !stableAlone(shift.wanted)) &&
    JSON.stringify(shift),
  'I8 stable carried its share when the incident opened': ({ incident }, { opened, weights }) => {
    const then = opened?.id === incident.id ? opened.weights : weights;
    return (then['stable'] ?? 0) / sumOf(then) < POLICY.stableMinShare - 1e-6 && JSON.stringify(then);
  },
  'I8 stable can take the load': (_, { minutes, stableInstances, metrics }) => {
    const starts = new Set(VARIANTS.flatMap((name) => minutes[name].map(({ start }) => start)));
    const loads = [...starts].map((start) => loadAt(minutes, start));
    const bound = POLICY.stableMaxRequestsPerInstance ?? Number.POSITIVE_INFINITY;
    return (
      (metrics === 'unreadable' || Math.max(0, ...loads) / stableInstances > bound) && `${metrics}, ${loads.join()}`
    );
  },
  'I9 it rests on evidence that is newer than the last change by another hand': (_, state) =>
    !VARIANTS.some((name) => name !== 'stable' && isNewerEvidence(state, name)) && `hand at ${state.handAt}`,
};

const loadAt = (minutes: State['minutes'], start: number): number =>
  VARIANTS.reduce((sum, name) => sum + (minutes[name].find((one) => one.start === start)?.requests ?? 0), 0);

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
  'RECOVERED is claimed only of a stable that serves all, and well': ({ before, verdict }) =>
    verdict.kind === 'end' &&
    verdict.ending.state === 'RECOVERED' &&
    !(before.status === 'InService' && stableAlone(before.weights) && before.alarms.stable.state === 'OK') &&
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
export const broken = (edge: Edge): string | undefined => {
  const { verdict, before } = edge;
  for (const [law, breaks] of Object.entries(OF_ANY)) {
    const by = breaks(edge);
    if (by !== false) return `${law}: ${by}`;
  }
  if (verdict.kind !== 'roll-back') return undefined;
  for (const [law, breaks] of Object.entries(OF_A_SHIFT)) {
    const by = breaks(verdict, before);
    if (by !== false) return `${law}: ${by}`;
  }
  return undefined;
};
