import { guardAlarmName } from '../../lambdas/contract.ts';
import { decide } from '../../lambdas/domain/decide.ts';
import { thresholdOf } from '../../lambdas/domain/guards/limit.ts';
import type { Evidence, Fleet, Instant, Minute } from '../../lambdas/domain/model.ts';
import type { Policy, VariantName } from '../../lambdas/domain/policy.ts';
import type { GuardAlarm, Readings, Situation } from '../../lambdas/domain/situation.ts';
import type { Verdict } from '../../lambdas/domain/verdict.ts';
import { type AlarmRun, evidenceOf } from './alarm-run.ts';
import type { JudgeRun } from './judging.ts';
import { minuteReader } from './minute-watch.ts';
import type { Row } from './row.ts';
import { variantsOf, type Watch } from './watch.ts';

/** Minutes that a look of the automation reads. */
const LOOK_BACK = 15;

type Runs = { readonly alarms: readonly AlarmRun[]; readonly judges: readonly JudgeRun[] };

/** The newest minutes of each variant, for looks that nobody made then. */
export type Looker = {
  readonly take: (row: Row) => void;
  readonly verdict: (runs: Runs, now: Instant) => Verdict;
};

/**
 * What production would have decided. Known are the alarms and the traffic; for granted is taken what no metric tells: mode
 * auto, nothing frozen or muted, no earlier incident, an endpoint that is InService, and a stable that has the capacity.
 */
export const openLooker = (policy: Policy): Looker => {
  const variants = variantsOf(policy).map((name) => ({
    name,
    minuteOf: minuteReader(policy, name),
    kept: [] as Minute[],
  }));
  const { stableMaxRequestsPerInstance: _unknown, strategy: _grows, ...rest } = policy;
  const asAuto: Policy = { ...rest, mode: 'auto' };
  return {
    take: (row) => {
      for (const { minuteOf, kept } of variants) {
        const minute = minuteOf(row);
        if (minute === undefined || minute.requests === 0) continue;
        kept.push(minute);
        if (kept.length > LOOK_BACK) kept.shift();
      }
    },
    verdict: ({ alarms, judges }, now) => {
      const since = now - LOOK_BACK * 60_000;
      const traffic = Object.fromEntries(
        variants.map(({ name, kept }) => [name, kept.filter(({ start }) => start >= since)]),
      );
      const situation: Situation = {
        policy: asAuto,
        fleet: fleetOf(traffic),
        alarms: [
          ...alarms.flatMap((run) => alarmOf(policy, run)),
          ...judges.flatMap((run) => judgesAlarm(policy, run)),
        ],
        judged: Object.fromEntries(
          judges.filter(({ worse }) => worse).map((run) => [nameOf(policy, run), { judgement: run.judgement() }]),
        ),
        traffic,
        readings: Object.fromEntries(alarms.flatMap((run) => readingsOf(policy, run, now))),
        incident: undefined,
        freeze: 'off',
      };
      return decide(situation, now);
    },
  };
};

/** The shares of the traffic are all that is known of the weights. */
const fleetOf = (traffic: Readonly<Record<string, readonly Minute[]>>): Fleet => ({
  status: 'InService',
  config: 'recorded',
  lastModifiedAt: 0,
  variants: Object.entries(traffic).map(([name, minutes]) => {
    const weight = minutes.reduce((sum, { requests }) => sum + requests, 0);
    return { name: name as VariantName, weight, desiredWeight: weight, instances: 1 };
  }),
});

const alarmOf = (policy: Policy, run: AlarmRun): readonly GuardAlarm[] => {
  const { guard, variant } = run.watch;
  if (guard === undefined) return [];
  return [{ ...named(variant), guard, alarm: standing(policy, run) }];
};

const named = (variant: string | undefined): Pick<GuardAlarm, 'variant'> =>
  variant === undefined ? {} : { variant: variant as VariantName };

/** What a look would have read of a metric that a guard watches, where it is in ALARM. */
const readingsOf = (policy: Policy, { watch, state, range }: AlarmRun, now: Instant): readonly [string, Readings][] => {
  if (watch.guard?.metric === undefined || state !== 'ALARM') return [];
  const points = range.flatMap(({ start, figure }) => (figure === undefined ? [] : [{ start, value: figure }]));
  return [[nameOf(policy, watch), { until: now, points }]];
};

/** Where no deployed guard asks the judge, what it says decides nothing. */
const judgesAlarm = (policy: Policy, run: JudgeRun): readonly GuardAlarm[] => {
  const { guard, variant, worse, since, from } = run;
  if (guard === undefined) return [];
  const alarm = {
    name: nameOf(policy, run),
    state: worse ? 'ALARM' : 'OK',
    transitionedAt: since,
    evaluated: true,
    actionsEnabled: true,
    ...(worse && { evidence: { from, datapoints: [1], ...thresholdOf(guard) } }),
  } as const;
  return [{ variant: variant as VariantName, guard, alarm }];
};

const nameOf = ({ endpoint }: Policy, { variant, id }: Pick<Watch, 'variant' | 'id'>): string =>
  guardAlarmName('backtest', endpoint, variant, id);

const standing = (policy: Policy, run: AlarmRun): GuardAlarm['alarm'] => ({
  name: nameOf(policy, run.watch),
  state: run.state,
  transitionedAt: run.since,
  evaluated: true,
  actionsEnabled: true,
  ...(run.state === 'ALARM' && { evidence: evidence(run) }),
});

const evidence = (run: AlarmRun): Evidence => ({ ...evidenceOf(run), threshold: run.watch.threshold });
