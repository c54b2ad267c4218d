import type { Incident } from '../../lambdas/domain/incident.ts';
import { type Instant, MINUTE, SECOND } from '../../lambdas/domain/model.ts';
import type { EndpointName } from '../../lambdas/domain/policy.ts';
import { currentWeights, shareOf } from '../../lambdas/domain/weights.ts';
import type { Guarded } from '../aws/account.ts';
import type { View } from '../view.ts';
import { makeBraked } from './braked.ts';
import { brokenAlarms, isBroken, isWell } from './breach.ts';
import type { Invariant } from './invariant.ts';

/** A lost event costs no more than the sweep's minute and a look. */
const WITHIN = 90 * SECOND;
const PERIODS = 3;

/**
 * Where nothing speaks against it, the right weights are asked for within 90 seconds: mode auto, not frozen, InService;
 * a canary with traffic, its alarm in ALARM by CloudWatch's own evaluation, its last three minutes all bad and begun
 * since the endpoint was last changed; stable with instances and its share, no bound to its load, its alarms OK, its
 * last three minutes all good. The time counts from when all that began to hold, or from the last fault that kept a
 * look from seeing or acting: an AWS that does not answer is no fault of ours; the ledger and the topic excuse nothing.
 * An incident that a person has a hand in, or that was tried as often as it may be and told so, is excused; and so is
 * what people's own limits or mutes hold.
 */
export const l1: Invariant = {
  code: 'L1',
  promise: 'a breach that lasts, with a stable that is well, is answered within 90 seconds',
  watch: (view) => {
    const since = new Map<EndpointName, Instant>();
    const { on, isBraked } = makeBraked(view);
    const late = (guarded: Guarded): string | undefined => {
      const { name } = guarded.endpoint;
      if (isBraked(guarded) || !isActionable(view, guarded)) return void since.delete(name);
      const from = Math.max(since.get(name) ?? view.now(), view.weather.blindAt(name));
      since.set(name, from);
      return view.now() - from > WITHIN
        ? `${name}: nothing asked for since ${new Date(from).toISOString()}`
        : undefined;
    };
    return (fact) => {
      on(fact);
      if (fact.kind === 'asked' || fact.kind === 'changed') since.delete(fact.endpoint);
      if (fact.kind === 'happening' && (fact.happening.what === 'freezes' || fact.happening.what === 'thaws'))
        since.clear();
      if (fact.kind !== 'minute') return undefined;
      for (const guarded of view.account.guarded.values()) {
        const broken = late(guarded);
        if (broken !== undefined) return broken;
      }
      return undefined;
    };
  },
};

const isActionable = (view: View, guarded: Guarded): boolean => {
  const { policy } = guarded.plan;
  const fleet = guarded.endpoint.describe();
  if (policy.mode !== 'auto' || fleet?.status !== 'InService') return false;
  const broken = brokenAlarms(guarded);
  if (broken.length === 0 || policy.stableMaxRequestsPerInstance !== undefined) return false;
  if (view.account.freeze.frozenSince(policy.endpoint, view.now()) !== undefined) return false;
  const { incident } = view.account.table.head(policy.endpoint);
  if (isExcused(incident) || !carriesItsShare(guarded, incident)) return false;
  const looked = { now: view.now(), delayMs: view.plan.metricDelayMs, minutes: PERIODS };
  return (
    isStableWell(guarded) &&
    isWell(guarded, policy.stable, looked) &&
    broken.some((one) => isBroken(guarded, one, { ...looked, since: fleet.lastModifiedAt + MINUTE }))
  );
};

const isStableWell = ({ alarms, endpoint, plan: { policy } }: Guarded): boolean => {
  const stable = endpoint.describe()?.variants.find(({ name }) => name === policy.stable);
  const own = alarms.all.filter(({ variant }) => variant === policy.stable);
  return stable?.instances !== 0 && own.every((one) => one.now().state === 'OK' && one.now().evaluated);
};

/** Of an open incident, when it opened as well. */
const carriesItsShare = ({ endpoint, plan: { policy } }: Guarded, incident: Incident | undefined): boolean => {
  const fleet = endpoint.describe();
  const open = incident?.ending === undefined ? incident : undefined;
  const weights = [...(fleet ? [currentWeights(fleet)] : []), ...(open ? [open.weightsAtOpen] : [])];
  return weights.every((one) => shareOf(policy.stable, one) >= policy.stableMinShare);
};

const TOLD: readonly string[] = ['kept-being-reverted', 'not-proved-in-time', 'target-broke'];

const isExcused = (incident: Incident | undefined): boolean =>
  incident !== undefined && (incident.byHand !== undefined || TOLD.includes(incident.ending?.because ?? ''));
