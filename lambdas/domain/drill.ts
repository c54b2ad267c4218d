import { isMeasured } from './evidence.ts';
import { thresholdOf } from './guards/limit.ts';
import { type Incident, isOpen } from './incident.ts';
import { type Fleet, type Instant, SECOND } from './model.ts';
import type { EndpointName, VariantName } from './policy.ts';
import type { GuardAlarm, Situation } from './situation.ts';
import { currentWeights } from './weights.ts';

/** What the ledger holds of an endpoint's newest drill. Only who may write there can give it: an alarm's mark, anybody who may set alarms. */
export type DrillOrder = {
  readonly id: string;
  readonly by: string;
  readonly at: Instant;
  /** Whether traffic is to be moved as in an incident; by no look at `until` or later. */
  readonly move: boolean;
  readonly until: Instant;
};

/** What an incident that is a drill says of it. */
export type DrillMark = {
  readonly id: string;
  /** Absent: the ledger held no order for it, or did not answer. */
  readonly by?: string;
  /** The newest real incident, whose place in the ledger's head the drill took. */
  readonly before?: Incident;
};

const ID = /^drill-\d{8}T\d{6}$/;

/** `drill-20260105T101503`. */
export const drillId = (at: Instant): string =>
  `drill-${new Date(at - (at % SECOND)).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}`;

/** `fraud-drill-20260105T101503`: no breach's incident is called so. */
export const drillIncidentId = (endpoint: EndpointName, id: string): string => `${endpoint}-${id}`;

/** Anybody may write anything into an alarm's reason. */
export const isDrillId = (text: string): boolean => ID.test(text);

/**
 * The situation as it is without drills. An alarm that a drill set is left out, unless the metrics break its guard too:
 * CloudWatch makes no transition of what is in ALARM already, and the drill must not hide it; nor must it end the
 * incident that this very ALARM has opened, for which the metrics may be unreadable by now.
 */
export const withoutDrills = (situation: Situation): Situation => ({
  ...situation,
  alarms: situation.alarms.filter((one) => !isDrilled(situation, one)),
  incident: lastReal(situation.incident),
});

/** The endpoint's newest incident that was none of a drill's. */
export const lastReal = (incident: Incident | undefined): Incident | undefined =>
  incident?.drill === undefined ? incident : incident.drill.before;

/** The alarm that a drill set; undefined also where a canary's guard is broken in earnest: no drill then. */
export const findDrilled = (situation: Situation): Drilled | undefined => {
  const broken = situation.alarms.filter(
    ({ variant, alarm }) => alarm.state === 'ALARM' && variant !== situation.policy.stable,
  );
  const [first, ...others] = broken.filter((one) => isDrilled(situation, one));
  return first !== undefined && others.length + 1 === broken.length ? first : undefined;
};

export type Drilled = GuardAlarm & { readonly variant: VariantName; readonly alarm: { readonly drill: string } };

/** Stable's alarms veto whatever set them. No drill sets an alarm that is not ours, or that names no variant. */
const isDrilled = (situation: Situation, one: GuardAlarm): one is Drilled =>
  one.alarm.drill !== undefined &&
  one.alarm.state === 'ALARM' &&
  one.variant !== undefined &&
  one.guard.existing === undefined &&
  one.variant !== situation.policy.stable &&
  !isMeasured(situation, one) &&
  !carriesIncident(situation, one);

const carriesIncident = (situation: Situation, { alarm }: GuardAlarm): boolean => {
  const last = lastReal(situation.incident);
  return isOpen(last) && last.breach?.alarm === alarm.name && last.breach.at === alarm.transitionedAt;
};

/** The order for this drill, unless it is another's, or too old. */
export const orderOf = ({ order }: Situation, id: string, now: Instant): DrillOrder | undefined =>
  order !== undefined && order.id === id && now < order.until ? order : undefined;

export const openDrill = (
  { variant, guard, alarm }: Drilled,
  fleet: Fleet,
  { situation, now }: { readonly situation: Situation; readonly now: Instant },
): Incident => {
  const by = orderOf(situation, alarm.drill, now)?.by;
  const before = lastReal(situation.incident);
  return {
    id: drillIncidentId(situation.policy.endpoint, alarm.drill),
    endpoint: situation.policy.endpoint,
    config: fleet.config,
    openedAt: now,
    weightsAtOpen: currentWeights(fleet),
    modifiedAtOpen: fleet.lastModifiedAt,
    breach: { variant, alarm: alarm.name, guard: guard.id, at: alarm.transitionedAt, ...thresholdOf(guard) },
    drill: { id: alarm.drill, ...(by === undefined ? {} : { by }), ...(before === undefined ? {} : { before }) },
    told: 0,
  };
};
