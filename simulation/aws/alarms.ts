import { isBeyond, thresholdOf } from '../../lambdas/domain/guards/limit.ts';
import {
  type Alarm,
  counted,
  type Evidence,
  type Instant,
  MINUTE,
  type Minute,
  measure,
  SECOND,
} from '../../lambdas/domain/model.ts';
import type { Guard, Policy, VariantName } from '../../lambdas/domain/policy.ts';
import type { Watched } from '../../lambdas/domain/watch-list.ts';
import { evaluationRange, judge } from '../../sim/services/cloudwatch/judge.ts';
import type { Around } from './around.ts';
import type { Metrics } from './metrics.ts';
import { makeRecent, type Recent } from './recent.ts';

/** The guards' alarms of one endpoint, each evaluated once a minute at a second of its own. */
export type EndpointAlarms = {
  readonly all: readonly GuardedAlarm[];
  /** Nothing of the variant is evaluated fully before then. */
  readonly disturb: (variant: string, until: Instant) => void;
  /** The actions of the variant's alarms are disabled until then. */
  readonly silence: (variant: string, until: Instant) => void;
};

export type GuardedAlarm = Named & Pick<Recent<Alarm>, 'now' | 'stale'> & { readonly set: (to: HandSet) => void };

/** These worlds have no guards but those of variants. */
type Named = Watched & { readonly variant: VariantName };

const isNamed = (watched: Watched): watched is Named => watched.variant !== undefined;

/** As SetAlarmState takes it. */
export type HandSet = { readonly state: Alarm['state']; readonly drill?: string };

export type AlarmsAround = Around & {
  readonly metrics: Metrics;
  readonly until: Instant;
  readonly alarmed: (alarm: Alarm, watched: Watched) => void;
};

export const makeAlarms = (around: AlarmsAround, policy: Policy, list: readonly Watched[]): EndpointAlarms => {
  const disturbed = new Map<string, Instant>();
  const silent = new Map<string, Instant>();
  const isSilent = (variant: string) => (silent.get(variant) ?? 0) > around.clock.now();
  const isDisturbed = (variant: string) => (disturbed.get(variant) ?? 0) > around.clock.now();
  return {
    all: list.filter(isNamed).map((watched) => makeAlarm({ ...around, isDisturbed, isSilent }, policy, watched)),
    disturb: (variant, until) => void disturbed.set(variant, until),
    silence: (variant, until) => void silent.set(variant, until),
  };
};

const makeAlarm = (
  around: AlarmsAround & Readonly<Record<'isDisturbed' | 'isSilent', (variant: string) => boolean>>,
  { endpoint }: Policy,
  watched: Named,
): GuardedAlarm => {
  const { clock, metrics } = around;
  const { name, variant, guard } = watched;
  const standing = makeRecent<Alarm>(bornAlarm(name, clock.now()), clock.now);
  const turn = (alarm: Alarm): void => {
    const before = standing.now();
    standing.become(alarm);
    if (before.state === alarm.state) return;
    around.record({ kind: 'alarm', endpoint, variant, alarm });
    around.alarmed(alarm, watched);
  };
  const evaluate = (): void => {
    const { state, evidence } = evaluation(guard, clock.now(), (start) => metrics.minute(variant, start));
    const before = standing.now();
    const evaluated = !around.isDisturbed(variant);
    if (evaluated && state !== 'retain' && state !== before.state)
      turn({
        name,
        state,
        transitionedAt: clock.now(),
        evaluated,
        actionsEnabled: true,
        ...(evidence && { evidence: evidence() }),
      });
    else if (evaluated !== before.evaluated) turn({ ...before, evaluated });
    if (clock.now() + MINUTE < around.until) clock.after(MINUTE, 'evaluation', evaluate);
  };
  clock.after(around.chance.whole(0, 59_999), 'evaluation', evaluate);
  const heard = (alarm: Alarm): Alarm => (around.isSilent(variant) ? { ...alarm, actionsEnabled: false } : alarm);
  return {
    ...watched,
    now: () => heard(standing.now()),
    stale: () => heard(standing.stale()),
    set: ({ state, drill }) =>
      turn({
        name,
        state,
        transitionedAt: clock.now(),
        evaluated: true,
        actionsEnabled: true,
        ...(drill === undefined ? {} : { drill }),
      }),
  };
};

const bornAlarm = (name: string, now: Instant): Alarm => ({
  name,
  state: 'OK',
  transitionedAt: now - 3_600 * SECOND,
  evaluated: true,
  actionsEnabled: true,
});

type Seen = { readonly state: Alarm['state'] | 'retain'; readonly evidence?: () => Evidence };

/** Enough requests to judge by, and more bad ones than the guard allows beside its share. */
const isTelling = (guard: Guard, minute: Minute): boolean =>
  minute.requests >= guard.minRequests && (guard.plus === undefined || isBeyond(guard, counted(guard, minute)));

/** As the guard's alarm is made: what tells nothing counts as none bad, and missing minutes do not breach. */
const evaluation = (guard: Guard, now: Instant, minuteAt: (start: Instant) => Minute | undefined): Seen => {
  const range = evaluationRange(guard.outOfPeriods);
  const from = now - (now % MINUTE) - range * MINUTE;
  const values: (number | undefined)[] = [];
  const bad: (boolean | undefined)[] = [];
  for (let place = 0; place < range; place += 1) {
    const minute = minuteAt(from + place * MINUTE);
    const value = minute && (isTelling(guard, minute) ? measure(guard, minute) : 0);
    values.push(value);
    bad.push(value === undefined ? undefined : isBeyond(guard, value));
  }
  const { state, judged } = judge(bad, {
    breachesToAlarm: guard.breachingPeriods,
    periodsToLookAt: guard.outOfPeriods,
    treatMissing: 'notBreaching',
  });
  const oldest = judged.at(-1);
  if (oldest === undefined) return { state };
  const evidence = (): Evidence => ({
    datapoints: judged.map((place) => values[place] ?? 0).reverse(),
    ...thresholdOf(guard),
    from: from + oldest * MINUTE,
  });
  return { state, evidence };
};
