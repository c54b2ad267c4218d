import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  type AlarmProps,
  ComparisonOperator,
  MathExpression,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { selfAlarmName } from '../lambdas/contract.ts';

export type SelfAlarmsProps = {
  readonly deployment: string;
  readonly reconcile: IFunction;
  /** Absent: nothing is compared. */
  readonly judge: IFunction | undefined;
  readonly handOverDeadLetters: IQueue;
  readonly executionDeadLetters: IQueue;
  readonly pager: ITopic;
};

const MINUTE = Duration.minutes(1);

/** Who watches the watcher: CloudWatch, straight to people. */
export class SelfAlarms extends Construct {
  readonly #props: SelfAlarmsProps;

  constructor(scope: Construct, id: string, props: SelfAlarmsProps) {
    super(scope, id);
    this.#props = props;
    const { reconcile } = props;
    this.#deadLetters(
      'HandOver',
      props.handOverDeadLetters,
      'An event or a message could not be handed to its function',
    );
    this.#deadLetters('Execution', props.executionDeadLetters, 'A function failed for good on an event or a message');
    this.#page('ReconcileErrors', 'reconcile-errors', {
      alarmDescription:
        'reconcile failed in two of five minutes: rollbacks may be late or not come at all. See its log.',
      metric: reconcile.metricErrors({ period: MINUTE, statistic: Stats.SUM }),
      ...above(0, 2, 5),
    });
    this.#page('ReconcileThrottles', 'reconcile-throttles', {
      alarmDescription: 'reconcile was refused concurrency in two of five minutes: rollbacks are late.',
      metric: reconcile.metricThrottles({ period: MINUTE, statistic: Stats.SUM }),
      ...above(0, 2, 5),
    });
    this.#heartbeat();
    if (props.judge) this.#judge(props.judge);
  }

  /** The other guards go on without it, and nobody would notice that what only it can see is unguarded. */
  #judge(judge: IFunction): void {
    this.#page('JudgeSilent', 'judge-silent', {
      alarmDescription:
        'judge has not finished a run in ten minutes: canaries are not compared with stable, and their other guards go on. See its log.',
      metric: succeeded(judge),
      ...below(1, 10),
    });
  }

  #deadLetters(id: string, queue: IQueue, what: string): void {
    this.#page(`${id}DeadLetters`, `${id === 'HandOver' ? 'hand-over' : 'execution'}-dead-letters`, {
      alarmDescription: `${what}: read the dead letter in ${queue.queueName}, then look at the endpoint it names.`,
      metric: queue.metricApproximateNumberOfMessagesVisible({ period: MINUTE, statistic: Stats.MAXIMUM }),
      ...above(0, 1, 1),
    });
  }

  /** The sweep comes every minute, so five minutes in which no run succeeds mean that nobody guards. Silence is the fault. */
  #heartbeat(): void {
    this.#page('Heartbeat', 'heartbeat', {
      alarmDescription: 'reconcile has not finished a run in five minutes: the endpoints are unguarded.',
      metric: succeeded(this.#props.reconcile),
      ...below(1, 5),
    });
  }

  #page(id: string, name: string, props: AlarmProps): void {
    const alarm = new Alarm(this, id, { alarmName: selfAlarmName(this.#props.deployment, name), ...props });
    alarm.addAlarmAction(new SnsAction(this.#props.pager));
  }
}

const succeeded = (of: IFunction): MathExpression =>
  new MathExpression({
    expression: 'runs - failed',
    usingMetrics: {
      runs: of.metricInvocations({ period: MINUTE, statistic: Stats.SUM }),
      failed: of.metricErrors({ period: MINUTE, statistic: Stats.SUM }),
    },
    label: 'runs that succeeded',
    period: MINUTE,
  });

/** In each of so many periods; a period that says nothing counts. */
const below = (threshold: number, periods: number) => ({
  comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
  threshold,
  datapointsToAlarm: periods,
  evaluationPeriods: periods,
  treatMissingData: TreatMissingData.BREACHING,
});

const above = (threshold: number, datapointsToAlarm: number, evaluationPeriods: number) => ({
  comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
  threshold,
  datapointsToAlarm,
  evaluationPeriods,
  // Neither queues nor functions publish these while nothing happens.
  treatMissingData: TreatMissingData.NOT_BREACHING,
});
