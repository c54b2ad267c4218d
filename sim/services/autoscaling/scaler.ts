import { type Instant, Refusal, type Wires } from '../../types.ts';
import { policiesOf, replaceActivity, type Store } from './store.ts';
import type { Activity, Policy, Target } from './target.ts';
import { type Wish, wishOf } from './tracking.ts';

/** A variant and its endpoint, as far as scaling is concerned. */
export type Scaled = {
  readonly instances: number;
  readonly inService: boolean;
  readonly failureReason: string | undefined;
};

export type Scaling = {
  readonly wires: Wires;
  readonly store: Store;
  readonly scaledOf: (target: Target) => Scaled | undefined;
  /** Refused as any client's call would be. */
  readonly scale: (target: Target, instances: number) => void;
};

const MINUTE = 60_000;

/** Long enough after the minute's end that its datapoints can be seen. */
const PHASE = 20_000;

/** SageMaker's default cooldown, both ways. */
const COOLDOWN_SECONDS = 300;

/** Looks at every target once a minute, as long as there is one. */
export const makeScaler = (scaling: Scaling): { readonly wake: () => void } => {
  const { clock } = scaling.wires;
  let awake = false;
  const look = (time: Instant): void =>
    clock.at(time, 'application auto scaling', () => {
      for (const target of scaling.store.targets.values()) tend(scaling, target);
      awake = scaling.store.targets.size > 0;
      if (awake) look(time + MINUTE);
    });
  return {
    wake: () => {
      if (awake) return;
      awake = true;
      look(Math.floor(clock.now() / MINUTE) * MINUTE + MINUTE + PHASE);
    },
  };
};

const tend = (scaling: Scaling, target: Target): void => {
  const scaled = scaling.scaledOf(target);
  // Documented: while an update is in progress, scaling is blocked.
  if (scaled === undefined || !scaled.inService) return;
  endActivity(scaling, target, scaled);

  const wishes = policiesOf(scaling.store, target.resourceId).flatMap((policy) => {
    const { clock, metrics } = scaling.wires;
    const wish = wishOf(metrics.read, { target, policy, capacity: scaled.instances, now: clock.now() });
    return wish === undefined ? [] : [{ policy, wish }];
  });
  const wanted = choose(wishes, policiesOf(scaling.store, target.resourceId).length);
  if (wanted === undefined || isSuspended(target, wanted.wish) || isCooling(scaling, target, wanted)) return;
  const capacity = Math.min(target.max, Math.max(target.min, wanted.wish.capacity));
  if (capacity !== scaled.instances) start(scaling, target, { capacity, cause: causeOf(scaling, target, wanted) });
};

type Wanted = { readonly policy: Policy; readonly wish: Wish };

/** One policy is enough to scale out, and the largest wins; all must agree to scale in. */
const choose = (wishes: readonly Wanted[], policies: number): Wanted | undefined => {
  const largest = (some: readonly Wanted[]) => some.toSorted((a, b) => b.wish.capacity - a.wish.capacity)[0];
  const out = wishes.filter(({ wish }) => wish.alarm === 'AlarmHigh');
  if (out.length > 0) return largest(out);
  return wishes.length === policies ? largest(wishes) : undefined;
};

const isSuspended = ({ suspended }: Target, { alarm }: Wish): boolean =>
  alarm === 'AlarmHigh' ? suspended.DynamicScalingOutSuspended === true : suspended.DynamicScalingInSuspended === true;

/** Counted from the end of the last activity that went well. A scale-out does not wait for a scale-in's. */
const isCooling = ({ wires, store }: Scaling, { resourceId }: Target, { policy, wish }: Wanted): boolean => {
  const last = store.activities.find((one) => one.resourceId === resourceId && one.status === 'Successful');
  if (last?.endedAt === undefined) return false;
  const lastWasOut = last.cause.includes('-AlarmHigh-');
  if (wish.alarm === 'AlarmHigh' && !lastWasOut) return false;
  const { ScaleOutCooldown: out = COOLDOWN_SECONDS, ScaleInCooldown: down = COOLDOWN_SECONDS } = policy.config;
  return wires.clock.now() < last.endedAt + (wish.alarm === 'AlarmHigh' ? out : down) * 1_000;
};

const causeOf = ({ wires }: Scaling, { resourceId }: Target, { policy, wish }: Wanted): string =>
  `monitor alarm TargetTracking-${resourceId}-${wish.alarm}-${wires.seeded.id('autoscaling/alarms')} in state ALARM triggered policy ${policy.name}`;

/** A target's capacity is brought within its bounds as soon as they say otherwise. */
export const bringWithinBounds = (scaling: Scaling, target: Target): void => {
  const scaled = scaling.scaledOf(target);
  if (scaled === undefined || !scaled.inService) return;
  const { min, max } = target;
  if (scaled.instances < min) start(scaling, target, { capacity: min, cause: `minimum capacity was set to ${min}` });
  if (scaled.instances > max) start(scaling, target, { capacity: max, cause: `maximum capacity was set to ${max}` });
};

type Order = { readonly capacity: number; readonly cause: string };

const start = (scaling: Scaling, target: Target, { capacity, cause }: Order): void => {
  const { wires, store } = scaling;
  const now = wires.clock.now();
  const activity: Activity = {
    id: wires.seeded.id('autoscaling/activities'),
    resourceId: target.resourceId,
    description: `Setting desired instance count to ${capacity}.`,
    cause,
    startedAt: now,
    status: 'InProgress',
    message: `Successfully set desired instance count to ${capacity}. Waiting for change to be fulfilled by sagemaker.`,
  };
  store.activities.unshift(activity);
  try {
    scaling.scale(target, capacity);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    fail(store, activity, { now, capacity, why: error.message });
  }
};

type Failure = { readonly now: Instant; readonly capacity: number; readonly why: string };

const fail = (store: Store, activity: Activity, { now, capacity, why }: Failure): void =>
  replaceActivity(store, {
    ...activity,
    endedAt: now,
    status: 'Failed',
    message: `Failed to set desired instance count to ${capacity}. Reason: ${why}`,
  });

/** The endpoint is in service again: with what was asked for, or without. */
const endActivity = ({ wires, store }: Scaling, { resourceId }: Target, scaled: Scaled): void => {
  const running = store.activities.find((one) => one.resourceId === resourceId && one.status === 'InProgress');
  if (running === undefined) return;
  const now = wires.clock.now();
  const capacity = Number(/count to (\d+)/.exec(running.description)?.[1]);
  if (scaled.instances !== capacity) {
    fail(store, running, { now, capacity, why: scaled.failureReason ?? 'the change was not fulfilled by sagemaker' });
    return;
  }
  replaceActivity(store, {
    ...running,
    endedAt: now,
    status: 'Successful',
    message: `Successfully set desired instance count to ${capacity}. Change successfully fulfilled by sagemaker.`,
  });
};
