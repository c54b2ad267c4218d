import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  type AlarmProps,
  ComparisonOperator,
  MathExpression,
  Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { probeAlarmName, selfAlarmName } from '../lambdas/contract.ts';

export type SelfAlarmsProps = {
  readonly deployment: string;
  readonly reconcile: IFunction;
  /** Absent: nothing is compared. */
  readonly judge: IFunction | undefined;
  readonly handOverDeadLetters: IQueue;
  readonly executionDeadLetters: IQueue;
  readonly pager: ITopic;
  /** Name of the rule that hands alarms over. */
  readonly alarmRule: string;
};

const MINUTE = Duration.minutes(1);
const HOUR = Duration.hours(1);

/** Of each hour; neither when an hour begins nor when jobs do. */
const PROBED_AT_MINUTE = 37;

/** Runs of the sweep that an hour has at least: one in which the deployment began, or did not run, says nothing of alarms. */
const RUNS_IN_WHOLE_HOUR = 50;

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
    this.#probe();
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

  /**
   * The sweep finds what no event told, up to a minute later, so that nobody would notice that events do not come. An alarm that
   * goes off by the clock sends one each hour, on the way that a guard's takes.
   */
  #probe(): void {
    const { deployment, reconcile, alarmRule } = this.#props;
    new Alarm(this, 'Probe', {
      alarmName: probeAlarmName(deployment),
      alarmDescription: 'Goes off for a minute of each hour, on purpose: it shows that alarms reach reconcile.',
      metric: new MathExpression({
        expression: `IF(MINUTE(runs) == ${PROBED_AT_MINUTE}, 1, 0)`,
        usingMetrics: { runs: reconcile.metricInvocations({ period: MINUTE, statistic: Stats.SUM }) },
        label: 'the minute of the probe',
        period: MINUTE,
      }),
      ...above(0, 1, 1),
    });
    this.#page('AlarmsUnheard', 'alarms-unheard', {
      alarmDescription:
        "For two hours no alarm has reached reconcile, not even the probe: each rollback waits for the sweep, up to a minute. Look at the rule for alarms, and at the probe's alarm.",
      metric: new MathExpression({
        // Where the condition holds, no datapoint counts as 0; the rule sends none while it is silent.
        expression: `IF(runs >= ${RUNS_IN_WHOLE_HOUR}, heard, 1)`,
        usingMetrics: {
          heard: new Metric({
            namespace: 'AWS/Events',
            metricName: 'Invocations',
            dimensionsMap: { RuleName: alarmRule },
            statistic: Stats.SUM,
            period: HOUR,
          }),
          runs: reconcile.metricInvocations({ period: HOUR, statistic: Stats.SUM }),
        },
        label: 'alarms heard',
        period: HOUR,
      }),
      ...below(1, 2),
      // Without a run there is no figure, and the heartbeat tells of that.
      treatMissingData: TreatMissingData.NOT_BREACHING,
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
