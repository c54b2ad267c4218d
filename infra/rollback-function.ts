import { type Duration, Validations } from 'aws-cdk-lib';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, type Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

export type RollbackFunctionProps = {
  readonly code: Code;
  readonly description: string;
  readonly memoryMiB: number;
  readonly timeout: Duration;
  /** How long an invocation may wait for its turn, or for its retries. */
  readonly maxEventAge: Duration;
  /** Where an invocation ends up that failed for good. */
  readonly deadLetters: IQueue;
  readonly reservedConcurrency?: number | undefined;
};

/** What a function may do, on what, and the variable that tells it where: wire and grant in one verb. */
export type Right = {
  readonly actions: readonly string[];
  readonly on: readonly string[];
  /** Conditions, by operator and key. */
  readonly when?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly told?: Readonly<Record<string, string>>;
};

/** A function with a role and a log group of its own, that can do what it is given and nothing else. */
export class RollbackFunction extends Construct {
  readonly handler: LambdaFunction;

  constructor(scope: Construct, id: string, props: RollbackFunctionProps) {
    super(scope, id);
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    const logGroup = new LogGroup(this, 'Log', { retention: RetentionDays.THREE_MONTHS });
    this.handler = new LambdaFunction(this, 'Handler', {
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: props.code,
      description: props.description,
      memorySize: props.memoryMiB,
      timeout: props.timeout,
      role,
      logGroup,
      ...(props.reservedConcurrency !== undefined && { reservedConcurrentExecutions: props.reservedConcurrency }),
    });
    this.may({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], on: [logGroup.logGroupArn] });
    this.#deadLetterTo(props.deadLetters, props.maxEventAge);
    this.#acknowledge();
  }

  may({ actions, on, when, told = {} }: Right): void {
    this.handler.addToRolePolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        actions: [...actions],
        resources: [...on],
        ...(when && { conditions: when }),
      }),
    );
    for (const [name, value] of Object.entries(told)) this.handler.addEnvironment(name, value);
  }

  #deadLetterTo(queue: IQueue, maxEventAge: Duration): void {
    this.handler.configureAsyncInvoke({
      maxEventAge,
      retryAttempts: 2,
      // The CDK's own destination would also grant reading the queue's attributes.
      onFailure: { bind: () => ({ destination: queue.queueArn }) },
    });
    this.may({ actions: ['sqs:SendMessage'], on: [queue.queueArn] });
  }

  #acknowledge(): void {
    Validations.of(this.handler).acknowledge(
      {
        id: 'Serverless-LambdaDLQ',
        reason: 'Its on-failure destination is the dead-letter queue, and carries the error along with the event',
      },
      {
        id: 'Serverless-LambdaTracing',
        reason: 'Its log and the ledger tell each run; X-Ray would need a grant on every resource',
      },
    );
  }
}
