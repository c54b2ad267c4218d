import type { Incident } from '../../lambdas/domain/incident.ts';
import { isOpen } from '../../lambdas/domain/incident.ts';
import { takenOver } from '../../lambdas/domain/quarantine.ts';
import { sendsTo } from '../../lambdas/domain/target.ts';
import { shareOf } from '../../lambdas/domain/weights.ts';
import { bits, isThisMinute, leftIn, type Names, placeOf, sharesIn, sinceIn, waitedIn } from './key-parts.ts';
import { fleetOf } from './look.ts';
import type { Setting } from './setting.ts';
import type { AlarmOf, State } from './state.ts';

type Seen = { readonly state: State; readonly names: Names; readonly setting: Setting };

/** The newest incident, as far as something can come of it. */
export const incidentIn = (seen: Seen): string => {
  const { incident, config } = seen.state;
  if (incident === undefined) return '';
  const both = [bits(incident.config === config, incident.told === 0), incident.owed ?? ''];
  return [...both, ...(isOpen(incident) ? openIn(incident, seen) : endedIn(incident, seen))].join(',');
};

const openIn = (incident: Incident, seen: Seen): readonly string[] => {
  const { state, names } = seen;
  const { breach, told, hold, asked, approveUntil, weightsAtOpen, quarantined } = incident;
  return [
    placeOf(breach?.variant, names),
    bits(told > 1),
    hold?.kind ?? '',
    hold?.kind === 'endpoint-busy' ? waitedIn(state, hold.since) : '',
    hold?.kind === 'flapping' ? leftIn(state, hold.until) : '',
    (asked ?? []).join('+'),
    leftIn(state, approveUntil),
    sharesIn(weightsAtOpen, names),
    quarantineIn(quarantined, names),
    shiftIn(incident, seen),
    handsIn(incident, seen),
    preparingIn(incident, seen),
    bits(isOpenedFresh(seen), ...names.map((name) => isAlarmOf(incident, state.alarms[name]))),
  ];
};

const isAlarmOf = ({ breach }: Incident, alarm: AlarmOf): boolean =>
  alarm.state === 'ALARM' && alarm.transitionedAt === breach?.at;

/** For a law. */
const isOpenedFresh = ({ state: { opened, incident }, setting: { policy } }: Seen): boolean =>
  opened?.id === incident?.id && shareOf(policy.stable, opened?.weights ?? {}) >= policy.stableMinShare;

const quarantineIn = (quarantined: Incident['quarantined'], names: Names): string =>
  (quarantined ?? [])
    .map(({ variant, times }) => `${placeOf(variant, names)}*${times ?? 1}`)
    .sort()
    .join('+');

/** Who asked last may not have told of it: then how often, and whether it is a call under way still, matters in force as well. */
const shiftIn = ({ shift, toldAt = 0 }: Incident, { state, names }: Seen): string => {
  if (shift === undefined) return '';
  const { wanted, requestedAt, askedAt, attempts, inForceAt, byOthers } = shift;
  const isUntold = toldAt < askedAt;
  const waiting = [sharesIn(wanted, names), waitedIn(state, requestedAt), bits(byOthers === true, isUntold)];
  const asked = [bits(isThisMinute(state, askedAt)), attempts];
  const own = inForceAt === undefined ? asked : ['in force', sinceIn(state, inForceAt), ...(isUntold ? asked : [])];
  return [...waiting, ...own].join(';');
};

/** What other hands did; once our shift is in force, any other change ends the incident. */
const handsIn = (incident: Incident, { state, names }: Seen): string => {
  const { moved, modifiedAtOpen, takenBack, failureAtOpen, shift } = incident;
  if (shift?.inForceAt !== undefined) return bits(takenBack !== undefined);
  const known = takenBack?.failure ?? failureAtOpen;
  const since = moved?.at ?? modifiedAtOpen;
  return [
    moved === undefined ? '' : `${sharesIn(moved.weights, names)}${bits(moved.underWay === true)}`,
    sinceIn(state, since),
    bits(state.modifiedAt > since, takenBack !== undefined, takenBack?.attempt === shift?.attempts),
    state.failure === known ? '=' : bits(state.failure === undefined),
    ...names.map((name) => {
      const { state: is, transitionedAt, evidence } = state.alarms[name];
      return is === 'OK' || name === 'stable'
        ? ''
        : bits(transitionedAt >= modifiedAtOpen, (evidence?.from ?? 0) >= since);
    }),
  ].join(';');
};

const preparingIn = ({ preparing }: Incident, { state }: Seen): string => {
  if (preparing?.order.kind !== 'scale') return '';
  const { order, requestedAt, askedAt, attempts, done, refused } = preparing;
  const known = [order.from, order.to, attempts, done?.reaches ?? ''];
  return [...known, waitedIn(state, requestedAt), bits(isThisMinute(state, askedAt), refused !== undefined)].join(';');
};

/** Whether it still speaks for an alarm, and what the next one takes over from it. */
const endedIn = (incident: Incident, { state, names }: Seen): readonly string[] => {
  const { ending, shift, config } = incident;
  const isDeclined = ending?.because === 'declined';
  const speaksFor = names.map((name) => {
    const alarm = state.alarms[name];
    const isBefore = alarm.state === 'ALARM' && alarm.transitionedAt <= (ending?.at ?? 0);
    return name !== 'stable' && (isDeclined ? isBefore : isAlarmOf(incident, alarm));
  });
  const isLive = speaksFor.includes(true);
  const then = isLive
    ? [
        ending?.because ?? '',
        bits(state.modifiedAt > (ending?.at ?? 0)),
        ...names.map((name) => bits(sendsTo(name, shift))),
      ]
    : [];
  const { quarantined } = takenOver(incident, { ...fleetOf(state), config });
  return [bits(...speaksFor), ...then, quarantineIn(quarantined, names)];
};
