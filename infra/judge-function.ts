import { Duration, Validations } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { EVIDENCE } from '../lambdas/domain/guards/judge.ts';
import type { Deployment } from '../lambdas/domain/policy.ts';
import { FunctionCode } from './function-code.ts';
import { RollbackFunction } from './rollback-function.ts';

export type JudgeProps = {
  readonly deployment: Deployment;
  readonly entry: string;
  readonly reservedConcurrency: number | undefined;
  readonly executionDeadLetters: IQueue;
  readonly handOverDeadLetters: IQueue;
};

/** Compares canaries with their stable once a minute. Undefined: no endpoint's guards ask for it. */
export const judgeFunction = (scope: Construct, props: JudgeProps): RollbackFunction | undefined => {
  const { deployment } = props;
  if (!deployment.policies.some(({ guards }) => guards.some(({ compares }) => compares))) return undefined;
  const judge = new RollbackFunction(scope, 'Judge', {
    code: new FunctionCode(props.entry, deployment),
    description: `${deployment.name}: compares canaries with their stable, and publishes what it finds`,
    memoryMiB: 512,
    timeout: Duration.seconds(40),
    // A minute later it judges anew, and knows more.
    maxEventAge: Duration.minutes(1),
    deadLetters: props.executionDeadLetters,
    reservedConcurrency: props.reservedConcurrency,
  });
  letReadAndPublish(judge);
  new Rule(scope, 'JudgeEveryMinute', {
    description: 'Has the canaries in progress compared with their stable',
    schedule: Schedule.rate(Duration.minutes(1)),
    targets: [
      new LambdaFunction(judge.handler, {
        deadLetterQueue: props.handOverDeadLetters,
        maxEventAge: Duration.minutes(1),
      }),
    ],
  });
  return judge;
};

/** It can neither look at an endpoint nor change one. */
const letReadAndPublish = (judge: RollbackFunction): void => {
  judge.may({ actions: ['cloudwatch:GetMetricData'], on: ['*'] });
  judge.may({
    actions: ['cloudwatch:PutMetricData'],
    on: ['*'],
    when: { StringEquals: { 'cloudwatch:namespace': EVIDENCE.namespace } },
  });
  Validations.of(judge).acknowledge({
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason: 'metrics are no resources: one only reads, and a condition bounds the other to our own namespace',
  });
};
