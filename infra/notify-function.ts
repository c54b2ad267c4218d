import { Duration, Stack } from 'aws-cdk-lib';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Deployment } from '../lambdas/domain/policy.ts';
import { FunctionCode } from './function-code.ts';
import { RollbackFunction } from './rollback-function.ts';

export type NotifyProps = {
  readonly deployment: Deployment;
  readonly entry: string;
  readonly reservedConcurrency: number | undefined;
  readonly deadLetters: IQueue;
};

/** Carries on-call's messages to Slack. Only it may read the webhooks' URLs. */
export const notifyFunction = (scope: Construct, props: NotifyProps): RollbackFunction => {
  const { deployment } = props;
  const notify = new RollbackFunction(scope, 'Notify', {
    code: new FunctionCode(props.entry, deployment),
    description: `${deployment.name}: carries messages for on-call to Slack`,
    memoryMiB: 256,
    timeout: Duration.seconds(20),
    // Old news is still news: a message is worth an hour of retries.
    maxEventAge: Duration.hours(1),
    deadLetters: props.deadLetters,
    reservedConcurrency: props.reservedConcurrency,
  });
  const webhooks = webhookArns(notify, deployment);
  if (webhooks.length > 0) notify.may({ actions: ['ssm:GetParameter'], on: webhooks });
  return notify;
};

const webhookArns = (scope: Construct, { policies }: Deployment): string[] => {
  const names = policies.flatMap((policy) => policy.contacts.slackWebhookParameter ?? []);
  return [...new Set(names)].map((name) =>
    // A parameter's name starts with a slash, its ARN has only one.
    Stack.of(scope).formatArn({ service: 'ssm', resource: 'parameter', resourceName: name.replace(/^\//, '') }),
  );
};
