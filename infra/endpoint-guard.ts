import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { guardAlarmName } from '../lambdas/contract.ts';
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
    for (const variant of [policy.stable, ...policy.canaries])
      for (const guard of guardsOn(policy, variant)) this.#watch(variant, guard, props);
  }

  #watch(variant: string, guard: Guard, { deployment, policy, pager }: EndpointGuardProps): void {
    const alarm = new Alarm(this, `${variant} ${guard.id}`, {
      alarmName: guardAlarmName(deployment, policy.endpoint, variant, guard.id),
      alarmDescription: describe(policy, variant, guard),
      metric: guardMetric({ deployment, endpoint: policy.endpoint, variant }, guard),
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold: guard.above,
      datapointsToAlarm: guard.breachingPeriods,
      evaluationPeriods: guard.outOfPeriods,
      // A canary without traffic is not a broken canary.
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(pager));
  }
}

const describe = (policy: Policy, variant: string, guard: Guard): string =>
  `${role(policy, variant)} ${variant} of endpoint ${policy.endpoint}: ${promise(guard)}${judgedBy(guard)}. ` +
  (isVeto(policy, variant) ? 'While it lasts, no traffic is sent back to stable.' : consequence(policy));

/** An endpoint with one variant has nothing to send traffic back to: there the guards trigger. */
const isVeto = ({ stable, restore }: Policy, variant: string): boolean => restore === undefined && variant === stable;

/** What is compared is counted over all minutes of the canary. */
const judgedBy = (guard: Guard): string =>
  guard.compares === undefined ? `, in ${periods(guard)} of at least ${guard.minRequests} requests` : '';

const periods = ({ breachingPeriods, outOfPeriods }: Guard): string =>
  outOfPeriods === 1 ? 'one minute' : `${breachingPeriods} of ${outOfPeriods} minutes`;

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

const failing =
  (signal: keyof typeof FAILED) =>
  ({ above, plus = 0 }: Guard): string =>
    `more than ${share(above)} of requests${plus === 0 ? '' : ` plus ${plus}`} ${FAILED[signal]}`;

const worse = ({ of, slowerThanMs, smallest }: Comparison): string =>
  `${of === 'slow' ? `more requests take over ${slowerThanMs} ms of the model's own time` : `more requests ${FAILED[of]}`} than of stable's, by ${share(smallest)} of them at least`;

const PROMISES: Readonly<Record<Guard['signal'], (guard: Guard) => string>> = {
  '5xx': failing('5xx'),
  '4xx': failing('4xx'),
  model: failing('model'),
  latency: ({ percentile, above }) => `p${percentile} of the model's latency above ${above} ms`,
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
