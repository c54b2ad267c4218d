import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import { type EventPattern, Match, Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { guardAlarmPrefix, probeAlarmName } from '../lambdas/contract.ts';
import { existingAlarms } from '../lambdas/domain/guards/on.ts';
import type { Deployment } from '../lambdas/domain/policy.ts';

export type TriggersProps = {
  readonly deployment: Deployment;
  readonly reconcile: IFunction;
  /** Where an event ends up that could not be handed to the function. */
  readonly deadLetters: IQueue;
};

/** EventBridge's limit for an event pattern. */
const MAX_PATTERN_LENGTH = 2048;
/** What the pattern holds beside the endpoints' names: source, detail types, and a 12-digit account. */
const PATTERN_FRAME_LENGTH = 200;

/** Everything that makes `reconcile` look. Each only says where to look: none is believed, and a lost one costs a minute. */
export class Triggers extends Construct {
  /** Their names. */
  readonly rules: Readonly<Record<'alarmRule' | 'endpointRule' | 'sweepRule', string>>;

  constructor(scope: Construct, id: string, { deployment, reconcile, deadLetters }: TriggersProps) {
    super(scope, id);
    const target = new LambdaFunction(reconcile, {
      deadLetterQueue: deadLetters,
      // Later than this the sweep has long looked; what could not be handed over is dead-lettered, and pages.
      maxEventAge: Duration.minutes(15),
    });
    const stack = Stack.of(this);
    const alarmRule = new Rule(this, 'AlarmChanged', {
      description: "A guard's alarm went off",
      eventPattern: alarmPattern(stack, deployment),
      targets: [target],
    });
    const endpointRule = new Rule(this, 'EndpointChanged', {
      description: 'SageMaker says that a guarded endpoint changed: best effort, so a hint only',
      eventPattern: endpointPattern(stack, deployment),
      targets: [target],
    });
    const sweepRule = new Rule(this, 'Sweep', {
      description: 'Makes good every event that was lost',
      schedule: Schedule.rate(Duration.minutes(1)),
      targets: [target],
    });
    this.rules = {
      alarmRule: alarmRule.ruleName,
      endpointRule: endpointRule.ruleName,
      sweepRule: sweepRule.ruleName,
    };
  }
}

/**
 * Pinned by ARN to this account's own guard alarms, to those that the config names, and to the probe, which moves nothing:
 * the alarms on the automation itself can never move weights. An alarm that goes back to OK is no hurry: the sweep sees it
 * within a minute.
 */
const alarmPattern = (stack: Stack, deployment: Deployment): EventPattern => ({
  source: ['aws.cloudwatch'],
  detailType: ['CloudWatch Alarm State Change'],
  account: [stack.account],
  resources: alarmArns(stack, deployment),
  detail: { state: { value: ['ALARM'] } },
});

/** Longest that an ARN of an alarm can be before its name: any partition, any Region, a 12-digit account. */
const ARN_LENGTH = 70;

/**
 * Alarms that were there already by their exact names: no pattern of ours may match what nobody named. Where they are too
 * many for one pattern, the sweep alone finds them, a minute later at the most.
 */
const alarmArns = (stack: Stack, { name, policies }: Deployment): string[] => {
  const [prefix, probe] = [guardAlarmPrefix(name), probeAlarmName(name)];
  const existing = existingAlarms(policies);
  const lengths = [prefix, probe, ...existing].map((one) => ARN_LENGTH + JSON.stringify(one).length);
  const fits = lengths.reduce((sum, one) => sum + one, PATTERN_FRAME_LENGTH) <= MAX_PATTERN_LENGTH;
  const exact = [probe, ...(fits ? existing : [])];
  return Match.anyOf(Match.prefix(alarmArn(stack, prefix)), ...exact.map((one) => alarmArn(stack, one)));
};

const alarmArn = (stack: Stack, resourceName: string): string =>
  stack.formatArn({
    service: 'cloudwatch',
    resource: 'alarm',
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    resourceName,
  });

/** With too many names for one pattern, all endpoints' events come; `reconcile` ignores those that are not ours. */
const endpointPattern = (stack: Stack, deployment: Deployment): EventPattern => {
  const names = deployment.policies.map((policy) => policy.endpoint);
  const fits = PATTERN_FRAME_LENGTH + JSON.stringify(names).length <= MAX_PATTERN_LENGTH;
  return {
    source: ['aws.sagemaker'],
    detailType: ['SageMaker Endpoint State Change', 'SageMaker Endpoint Deployment State Change'],
    account: [stack.account],
    ...(fits && { detail: { EndpointName: names } }),
  };
};
