import type { Act, Laws } from './law.ts';
import { type State, VARIANTS } from './state.ts';

/** Requests of all variants in their busiest minute. */
export const loadOf = ({ minutes }: State): number => {
  const starts = new Set(VARIANTS.flatMap((name) => minutes[name].map(({ start }) => start)));
  const loadAt = (start: number): number =>
    VARIANTS.reduce((sum, name) => sum + (minutes[name].find((one) => one.start === start)?.requests ?? 0), 0);
  return Math.max(0, ...[...starts].map(loadAt));
};

/** Only then another variant may get the traffic. */
export const stableIsIll = ({ alarms, stableInstances, minutes: { stable } }: State): boolean => {
  const newest = stable.slice(-3);
  const isWorsening = newest.at(-1)?.bad === true || newest.filter(({ bad }) => bad).length >= 2;
  return alarms.stable.state === 'ALARM' || stableInstances === 0 || isWorsening;
};

/** A canary fails one request in ten of its share, and a stable that is too small what is more than its bound. */
export const isWorseThanTooSmall = ({ before, setting: { policy }, incident: { breach } }: Act): boolean => {
  const load = loadOf(before);
  const bound = policy.stableMaxRequestsPerInstance;
  if (policy.strategy === undefined || bound === undefined || before.metrics === 'unreadable') return false;
  const share = (before.weights[breach?.variant ?? ''] ?? 0) / Object.values(before.weights).reduce((a, b) => a + b, 0);
  return share * 0.1 > (load - bound * before.stableInstances) / load;
};

export const OF_AN_ORDER: Laws<'prepare'> = {
  'I4 nothing forbids it': ({ incident, before: { freeze, status, config } }) =>
    (freeze !== 'off' || status !== 'InService' || incident.config !== config || incident.ending !== undefined) &&
    `${JSON.stringify(freeze)}, ${status}, ${config}, ${incident.config}`,
  'I6 only stable is raised, as far as its owner lets it': ({ order, before, setting: { policy } }) => {
    const most = policy.strategy?.maxInstances ?? 0;
    const isRaise = order.kind === 'scale' && order.variant === 'stable' && order.to > before.stableInstances;
    return !(isRaise && order.to <= most) && JSON.stringify(order);
  },
  'I5 it is ordered three times at the most': ({ incident: { preparing } }) =>
    (preparing?.attempts ?? 0) >= 3 && JSON.stringify(preparing),
};
