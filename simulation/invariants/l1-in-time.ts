import { type Incident, isOpen } from '../../lambdas/domain/incident.ts';
import { type Instant, MINUTE, SECOND } from '../../lambdas/domain/model.ts';
import type { EndpointName } from '../../lambdas/domain/policy.ts';
import { currentWeights, shareOf } from '../../lambdas/domain/weights.ts';
import type { Guarded } from '../aws/account.ts';
import type { View } from '../view.ts';
import { makeBraked } from './braked.ts';
import { brokenAlarms, isBroken, isWell } from './breach.ts';
import type { Invariant } from './invariant.ts';
import { makeTriedOut, type TriedOut } from './tried-out.ts';
import { makeUnwrittenOpened, type UnwrittenOpened } from './unwritten-opened.ts';

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
 * what people's own limits or mutes hold. Of an incident that is open, stable had its share when it opened, too (I8),
 * also where the table does not know of it, and only a container that lives does.
 */
export const l1: Invariant = {
  code: 'L1',
  promise: 'a breach that lasts, with a stable that is well, is answered within 90 seconds',
  watch: (view) => {
    const since = new Map<EndpointName, Instant>();
    const { on, isBraked } = makeBraked(view);
    const triedOut = makeTriedOut();
    const unwritten = makeUnwrittenOpened();
    const isExcused = (guarded: Guarded): boolean => isBraked(guarded) || isToldToBeTriedOut(view, guarded, triedOut);
    const late = (guarded: Guarded): string | undefined => {
      const { name } = guarded.endpoint;
      if (isExcused(guarded) || !isActionable(view, guarded, unwritten)) return void since.delete(name);
      const from = Math.max(since.get(name) ?? view.now(), view.weather.blindAt(name));
      since.set(name, from);
      return view.now() - from > WITHIN
        ? `${name}: nothing asked for since ${new Date(from).toISOString()}`
        : undefined;
    };
    return (fact) => {
      on(fact);
      triedOut.on(fact);
      unwritten.on(fact);
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

const isActionable = (view: View, guarded: Guarded, unwritten: UnwrittenOpened): boolean => {
  const { policy } = guarded.plan;
  const fleet = guarded.endpoint.describe();
  if (policy.mode !== 'auto' || fleet?.status !== 'InService') return false;
  const broken = brokenAlarms(guarded);
  if (broken.length === 0 || policy.stableMaxRequestsPerInstance !== undefined) return false;
  if (view.account.freeze.frozenSince(policy.endpoint, view.now()) !== undefined) return false;
  const { incident } = view.account.table.head(policy.endpoint);
  const known = [incident, ...unwritten.of(policy.endpoint, view.now())].filter(isOpen);
  if (isLeftToPeople(incident) || !carriesItsShare(guarded, known)) return false;
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

/** Of incidents that are open, when they opened as well. */
const carriesItsShare = ({ endpoint, plan: { policy } }: Guarded, opened: readonly Incident[]): boolean => {
  const fleet = endpoint.describe();
  const weights = [...(fleet ? [currentWeights(fleet)] : []), ...opened.map(({ weightsAtOpen }) => weightsAtOpen)];
  return weights.every((one) => shareOf(policy.stable, one) >= policy.stableMinShare);
};

/** Each variant that breaks its guard, and the incident that is open was told. */
const isToldToBeTriedOut = ({ account }: View, guarded: Guarded, { isTriedOut }: TriedOut): boolean => {
  const { name, describe } = guarded.endpoint;
  const { incident } = account.table.head(name);
  const fleet = describe();
  const broken = brokenAlarms(guarded);
  if (fleet === undefined || broken.length === 0 || incident?.ending || !incident?.told) return false;
  return broken.every(({ variant }) => isTriedOut(fleet, name, variant));
};

const TOLD: readonly string[] = ['kept-being-reverted', 'not-proved-in-time', 'target-broke'];

const isLeftToPeople = (incident: Incident | undefined): boolean =>
  incident !== undefined && (incident.byHand !== undefined || TOLD.includes(incident.ending?.because ?? ''));
