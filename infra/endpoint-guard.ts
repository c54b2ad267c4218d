import { Alarm, type AlarmProps, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { guardAlarmName } from '../lambdas/contract.ts';
import { periodIn } from '../lambdas/domain/alarm-definition.ts';
import { isFine } from '../lambdas/domain/guards/kind.ts';
import { limitOf } from '../lambdas/domain/guards/limit.ts';
import { guardsOn } from '../lambdas/domain/guards/on.ts';
import type { Comparison, Guard, Policy } from '../lambdas/domain/policy.ts';
import { guardMetric } from './guard-metric.ts';

export type EndpointGuardProps = {
  /** The deployment's name: the prefix of the alarms' names, which the alarm rule is pinned to. */
  readonly deployment: string;
  readonly policy: Policy;
  /** Hears of every alarm directly, whatever the state of all else: a topic for people, not for our functions. */
  readonly pager: ITopic;
};

/** The alarms of one endpoint: each guard on each canary, and on stable, where it vetoes a shift and never triggers one. */
export class EndpointGuard extends Construct {
  constructor(scope: Construct, id: string, props: EndpointGuardProps) {
    super(scope, id);
    const { policy } = props;
    for (const variant of [policy.stable, ...policy.canaries, undefined])
      for (const guard of guardsOn(policy, variant)) this.#watch(variant, guard, props);
  }

  /** An alarm that there is already is never touched. */
  #watch(variant: string | undefined, guard: Guard, { deployment, policy, pager }: EndpointGuardProps): void {
    const of = { deployment, endpoint: policy.endpoint, ...(variant !== undefined && { variant }) };
    const [metric, threshold] = [guardMetric(of, guard), limitOf(guard)];
    if (metric === undefined || threshold === undefined) return;
    const alarm = new Alarm(this, `${variant ?? 'endpoint'} ${guard.id}`, {
      alarmName: guardAlarmName(deployment, policy.endpoint, variant, guard.id),
      alarmDescription: describe(policy, variant, guard),
      metric,
      ...comparisonOf(guard, threshold),
      datapointsToAlarm: guard.breachingPeriods,
      evaluationPeriods: guard.outOfPeriods,
      treatMissingData: MISSING[guard.missing ?? 'notBreaching'],
    });
    alarm.addAlarmAction(new SnsAction(pager));
  }
}

/** With a band in the threshold's place, the metric's expression says how wide it is. CloudWatch trains the model of it by itself. */
const comparisonOf = (
  { below, anomalyBand }: Guard,
  threshold: number,
): Pick<AlarmProps, 'comparisonOperator' | 'threshold'> => {
  const [above, less] = anomalyBand ? BAND_COMPARISONS : COMPARISONS;
  return {
    comparisonOperator: below === undefined ? above : less,
    threshold: anomalyBand ? Alarm.ANOMALY_DETECTION_NO_THRESHOLD : threshold,
  };
};

const COMPARISONS = [ComparisonOperator.GREATER_THAN_THRESHOLD, ComparisonOperator.LESS_THAN_THRESHOLD] as const;
const BAND_COMPARISONS = [
  ComparisonOperator.GREATER_THAN_UPPER_THRESHOLD,
  ComparisonOperator.LESS_THAN_LOWER_THRESHOLD,
] as const;

/** A canary without traffic is not a broken canary; of a metric of its own, a guard may say otherwise. */
const MISSING = {
  notBreaching: TreatMissingData.NOT_BREACHING,
  breaching: TreatMissingData.BREACHING,
  ignore: TreatMissingData.IGNORE,
} as const;

const describe = (policy: Policy, variant: string | undefined, guard: Guard): string =>
  `${whose(policy, variant)}: ${promise(guard)}${judgedBy(guard)}. ` +
  (isVeto(policy, variant) ? 'While it lasts, no traffic is sent back to stable.' : consequence(policy)) +
  (variant === undefined && policy.canaries.length > 0 ? NO_VARIANT : '');

const NO_VARIANT =
  ' It names no variant: it counts only where one canary has traffic, and it began after the last change.';

const whose = (policy: Policy, variant: string | undefined): string =>
  variant === undefined
    ? `Endpoint ${policy.endpoint}`
    : `${role(policy, variant)} ${variant} of endpoint ${policy.endpoint}`;

/** An endpoint with one variant has nothing to send traffic back to: there the guards trigger. */
const isVeto = ({ stable, restore }: Policy, variant: string | undefined): boolean =>
  restore === undefined && variant === stable;

/** What is compared is counted over all minutes of the canary. */
const judgedBy = (guard: Guard): string => {
  if (guard.compares) return '';
  if (guard.metric) return `, in ${ownPeriods(guard)}`;
  if (guard.sums) return `, in ${periods(guard)}`;
  const each = isFine(guard) ? ownPeriods(guard) : periods(guard);
  return `, in ${each} of at least ${guard.minRequests} requests`;
};

const periods = ({ breachingPeriods, outOfPeriods }: Guard): string =>
  outOfPeriods === 1 ? 'one minute' : `${breachingPeriods} of ${outOfPeriods} minutes`;

const ownPeriods = (guard: Guard): string => {
  const each = `period${guard.outOfPeriods === 1 ? '' : 's'} of ${periodIn(guard)} s`;
  const enough = guard.metric?.minSamples === undefined ? '' : ` with at least ${guard.metric.minSamples} samples`;
  return `${guard.breachingPeriods} of ${guard.outOfPeriods} ${each}${enough}`;
};

const role = (policy: Policy, variant: string): string => {
  if (policy.restore) return 'Variant';
  return variant === policy.stable ? 'Stable variant' : 'Canary variant';
};

const promise = (guard: Guard): string => PROMISES[guard.signal](guard);

const share = (of: number): string => `${Number((of * 100).toPrecision(6))} %`;

const FAILED = {
  '5xx': 'answered with 5XX',
  '4xx': 'answered with 4XX',
  model: 'failed in the model container',
} as const;

const moreThan = ({ above = 0, plus = 0 }: Guard, bad: string): string =>
  `more than ${share(above)} of requests${plus === 0 ? '' : ` plus ${plus}`} ${bad}`;

const failing =
  (signal: keyof typeof FAILED) =>
  (guard: Guard): string =>
    moreThan(guard, FAILED[signal]);

const slower = (milliseconds = 0): string => `take over ${milliseconds} ms of the model's own time`;

const worse = ({ of, slowerThanMs, smallest }: Comparison): string =>
  `${of === 'slow' ? `more requests ${slower(slowerThanMs)}` : `more requests ${FAILED[of]}`} than of stable's, by ${share(smallest)} of them at least`;

const limitWords = (guard: Guard): string => {
  const [limit, { timesOf, atTraining }] = [limitOf(guard), guard];
  if (guard.anomalyBand) return `its anomaly detection band of ${limit} standard deviations`;
  if (timesOf !== undefined) return `${limit} times that of ${timesOf}`;
  return `${limit}${atTraining === undefined ? '' : `, against ${atTraining} at training`}`;
};

const PROMISES: Readonly<Record<Guard['signal'], (guard: Guard) => string>> = {
  '5xx': failing('5xx'),
  '4xx': failing('4xx'),
  model: failing('model'),
  slow: (guard) => moreThan(guard, slower(guard.slowerThanMs)),
  latency: ({ percentile, above }) => `p${percentile} of the model's latency above ${above} ms`,
  overhead: ({ percentile, above }) => `p${percentile} of SageMaker's overhead beside the model above ${above} ms`,
  traffic: ({ below, sums }) => `fewer than ${below} requests a minute to all of its variants (${sums?.join(', ')})`,
  metric: (guard) =>
    `${guard.metric?.stat} of ${guard.metric?.name} ${guard.below === undefined ? 'above' : 'below'} ${limitWords(guard)}${guard.because === undefined ? '' : ` (${guard.because})`}`,
  alarm: ({ existing }) => `alarm ${existing?.name}`,
  judge: ({ compares }) => (compares === undefined ? 'worse than stable' : worse(compares)),
};

const consequence = (policy: Policy): string =>
  policy.restore
    ? `Its last good endpoint config is what it may go back to (mode ${policy.mode}): on-call's own message says whether it did.`
    : CONSEQUENCES[policy.mode](policy.stable);

const CONSEQUENCES: Readonly<Record<Policy['mode'], (stable: string) => string>> = {
  observe: () => 'Mode observe: on-call hears what would be done; nothing is done.',
  recommend: (stable) => `Mode recommend: on-call is asked to give ${stable} all traffic.`,
  approve: (stable) => `Mode approve: on-call is asked whether its traffic may go back to ${stable}.`,
  auto: (stable) => `Its traffic is to go back to ${stable}: on-call's own message says whether it did.`,
};
