import { DescribeRuleCommand, type EventBridgeClient, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import {
  type FunctionConfiguration,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  GetFunctionEventInvokeConfigCommand,
  GetPolicyCommand,
  type LambdaClient,
} from '@aws-sdk/client-lambda';
import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { parsedJson } from '../promised/json.ts';
import type { Asynchronous } from '../promised/parts.ts';
import { type Statement, statementsOf } from '../promised/statements.ts';
import { existing, type Live, type Reader } from './reader.ts';

export type LiveRule = {
  readonly enabled: boolean;
  readonly pattern: unknown;
  readonly schedule: string | undefined;
  /** ARNs, each with the queue of what could not be handed over to it. */
  readonly targets: readonly { readonly arn: string; readonly deadLetters: string | undefined }[];
};

export const readRule = (client: EventBridgeClient, { read }: Reader, name: string): Promise<Live<LiveRule>> =>
  read(
    {
      area: 'hops',
      name: `The rule ${name}`,
      where: `rule ${name}`,
      unchecked: 'that it is enabled, matches what it must, and calls the function',
    },
    () =>
      existing(async () => {
        const [rule, targets] = await Promise.all([
          client.send(new DescribeRuleCommand({ Name: name })),
          client.send(new ListTargetsByRuleCommand({ Rule: name })),
        ]);
        return {
          enabled: rule.State !== 'DISABLED',
          pattern: parsedJson(rule.EventPattern),
          schedule: rule.ScheduleExpression,
          targets: (targets.Targets ?? []).map(({ Arn: arn = '', DeadLetterConfig: config }) => ({
            arn,
            deadLetters: config?.Arn,
          })),
        };
      }),
  );

export type LiveFunction = {
  readonly state: string;
  readonly why: string | undefined;
  readonly timeout: number | undefined;
  readonly memory: number | undefined;
  readonly handler: string | undefined;
  readonly variables: Readonly<Record<string, string>>;
  readonly role: string | undefined;
};

/** Four answers of Lambda about one function, each of which may be denied by itself. */
export type Handler = {
  readonly settings: Live<LiveFunction>;
  /** Reserved concurrency; undefined: none. */
  readonly reserved: Live<number>;
  readonly asynchronous: Live<Omit<Asynchronous, 'called'>>;
  /** Who may call it; undefined: nobody. */
  readonly policy: Live<readonly Statement[]>;
};

export const readHandler = async (client: LambdaClient, { read }: Reader, name: string): Promise<Handler> => {
  const ask = <Value>(part: string, unchecked: string, call: () => Promise<Value>): Promise<Live<Value>> =>
    read({ area: 'hops', name: `The ${part} of function ${name}`, where: `function ${name}`, unchecked }, () =>
      existing(call),
    );
  const FunctionName = name;
  const [settings, reserved, asynchronous, policy] = await Promise.all([
    ask('configuration', 'that it is active, and as it was deployed', async () =>
      toFunction(await client.send(new GetFunctionConfigurationCommand({ FunctionName }))),
    ),
    ask('reserved concurrency', 'whether it may run', async () => {
      const reply = await client.send(new GetFunctionConcurrencyCommand({ FunctionName }));
      return reply.ReservedConcurrentExecutions;
    }),
    ask('asynchronous invocation', 'its retries, and where its failures go', async () => {
      const reply = await client.send(new GetFunctionEventInvokeConfigCommand({ FunctionName }));
      return {
        retries: reply.MaximumRetryAttempts,
        maxAge: reply.MaximumEventAgeInSeconds,
        deadLetters: reply.DestinationConfig?.OnFailure?.Destination,
      };
    }),
    ask('policy', 'who may call it', async () => {
      const reply = await client.send(new GetPolicyCommand({ FunctionName }));
      return statementsOf(parsedJson(reply.Policy)) ?? [];
    }),
  ]);
  return { settings, reserved, asynchronous, policy };
};

const toFunction = (reply: FunctionConfiguration): LiveFunction => ({
  state: reply.State ?? 'Active',
  why: reply.StateReason,
  timeout: reply.Timeout,
  memory: reply.MemorySize,
  handler: reply.Handler,
  variables: reply.Environment?.Variables ?? {},
  role: reply.Role,
});

export type LiveQueue = {
  readonly arn: string;
  readonly waiting: number;
  readonly policy: readonly Statement[];
};

export const readQueue = (client: SQSClient, { read }: Reader, url: string): Promise<Live<LiveQueue>> =>
  read(
    {
      area: 'hops',
      name: `The dead-letter queue ${nameOfQueue(url)}`,
      where: `queue ${nameOfQueue(url)}`,
      unchecked: 'whether dead letters wait there, and who may send some',
    },
    () =>
      existing(async () => {
        const { Attributes: attributes = {} } = await client.send(
          new GetQueueAttributesCommand({
            QueueUrl: url,
            AttributeNames: ['ApproximateNumberOfMessages', 'Policy', 'QueueArn'],
          }),
        );
        return {
          arn: attributes.QueueArn ?? '',
          waiting: Number(attributes.ApproximateNumberOfMessages ?? 0),
          policy: statementsOf(parsedJson(attributes.Policy)) ?? [],
        };
      }),
  );

export const nameOfQueue = (url: string): string => url.split('/').at(-1) ?? url;
