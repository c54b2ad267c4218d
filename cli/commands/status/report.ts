import type { Freeze } from '../../../lambdas/domain/freeze.ts';
import { limitOf } from '../../../lambdas/domain/guards/limit.ts';
import { type Incident, isOpen } from '../../../lambdas/domain/incident.ts';
import { scalingOf } from '../../../lambdas/domain/strategies/order.ts';
import { paired } from '../../../lambdas/domain/watch-list.ts';
import { currentWeights, shareOf } from '../../../lambdas/domain/weights.ts';
import { UNREAD } from '../../account/unread.ts';
import type { Finding } from '../../finding.ts';
import { type Health, healthOf, unitOf } from '../../shown/guards.ts';
import { awaitedOf, endingOf, seenOf } from '../../shown/incident.ts';
import { figure } from '../../shown/text.ts';
import { iso } from '../../shown/times.ts';
import { type Scope, toldOf } from './scope.ts';
import type { Seen } from './survey.ts';

/** What programs get. docs/cli/status.md shows it. */
export const reportOf = (scope: Scope, findings: readonly Finding[]) => {
  const { deployed, survey } = scope;
  return {
    at: iso(survey.now),
    stack: deployed.stack,
    stackStatus: deployed.status,
    changedAt: iso(deployed.changedAt),
    deployedVersion: deployed.version,
    endpoints: survey.endpoints.map((seen) => endpointOf(scope, seen)),
    findings,
    unread: survey.unread,
  };
};

const endpointOf = (scope: Scope, seen: Seen) => {
  const { policy, fleet, gaps, freeze } = seen;
  const known = fleet === UNREAD ? undefined : fleet;
  return {
    endpoint: policy.endpoint,
    mode: policy.mode,
    /** `null`: it does not exist, or could not be read. */
    status: known?.status ?? null,
    config: known?.config ?? null,
    traffic:
      known?.variants.map(({ name }) => ({
        variant: name,
        role: roleOf(seen, name),
        share: figure(shareOf(name, currentWeights(known))),
      })) ?? null,
    guards: guardsOf(seen),
    gaps,
    incident: incidentOf(scope, seen),
    lastDrill: drillOf(seen),
    quarantined: seen.quarantined.map((one) => ({ ...one, share: figure(one.share), since: iso(one.since) })),
    frozen: frozenOf(freeze),
    ...strategyOf(seen),
  };
};

/** `null`: the switch could not be read, and then the endpoint counts as frozen. */
const frozenOf = (freeze: Freeze) => {
  if (freeze === 'unreadable') return null;
  if (freeze === 'off') return false;
  const { by = null, reason = null, until } = freeze;
  return { by, reason, until: until === undefined ? null : iso(until) };
};

/** Only of endpoints whose strategy is more than weights. `good: null`: the ledger did not answer. */
const strategyOf = ({ good, incident, policy }: Seen) => {
  const scaling = incident && scalingOf(incident);
  return {
    ...(good === undefined
      ? {}
      : {
          good:
            good === UNREAD
              ? null
              : good.map(({ config, since, until }) => ({ config, since: iso(since), until: iso(until) })),
        }),
    ...(policy.strategy === undefined
      ? {}
      : {
          raised:
            scaling === undefined
              ? null
              : {
                  ...scaling.order,
                  orderedAt: iso(scaling.requestedAt),
                  reaches: scaling.done?.reaches ?? null,
                  refused: scaling.refused ?? null,
                },
        }),
  };
};

/** `null`: there never was one, or the ledger did not answer. */
const drillOf = ({ drill }: Seen) => {
  if (drill === undefined || drill === UNREAD) return null;
  const { id, by, at, move, result } = drill;
  return { id, by, at: iso(at), move, worked: result?.worked ?? null, broken: result?.broken ?? [] };
};

const roleOf = ({ policy }: Seen, variant: string): 'stable' | 'canary' | 'not judged' => {
  if (variant === policy.stable) return 'stable';
  return policy.canaries.some((canary) => canary === variant) ? 'canary' : 'not judged';
};

const guardsOf = ({ watched, alarms }: Seen) => {
  const found = alarms === UNREAD ? [] : paired(watched, [...alarms.values()]);
  return watched.map(({ name, variant, guard }) => {
    const own = found.find(({ alarm }) => alarm.name === name);
    return {
      alarm: name,
      /** `null`: what it watches names none. */
      variant: variant ?? null,
      guard: guard.id,
      /** `null`: the alarms could not be read. */
      health: alarms === UNREAD ? null : healthOf(own),
      since: own === undefined ? null : iso(own.alarm.transitionedAt),
      /** `null`: its alarm is not ours. */
      threshold: limitOf(guard) ?? null,
      ...(guard.below !== undefined && { worse: 'below' }),
      unit: unitOf(guard),
    };
  });
};

/** The open incident, or the newest one. */
const incidentOf = (scope: Scope, { policy, incident }: Seen) => {
  if (incident === undefined) return null;
  return {
    id: incident.id,
    open: isOpen(incident),
    openedAt: iso(incident.openedAt),
    seen: seenOf(incident, policy),
    ...(isOpen(incident) ? awaitedOf(incident, toldOf(scope, policy)) : endedOf(incident)),
  };
};

const endedOf = (incident: Incident) => ({
  state: incident.ending?.state ?? null,
  endedAt: incident.ending ? iso(incident.ending.at) : null,
  is: endingOf(incident) ?? '',
});

export type StatusReport = ReturnType<typeof reportOf>;

/** How many guards of the endpoint are in each health; undefined: their alarms could not be read. */
export const countHealth = ({ watched, alarms }: Seen): Readonly<Record<Health, number>> | undefined => {
  if (alarms === UNREAD) return undefined;
  const found = paired(watched, [...alarms.values()]);
  const healths = watched.map(({ name }) => healthOf(found.find(({ alarm }) => alarm.name === name)));
  const count = (health: Health): number => healths.filter((one) => one === health).length;
  return { well: count('well'), broken: count('broken'), blind: count('blind'), missing: count('missing') };
};
