import * as v from 'valibot';

/** A property of a resource: undefined where the template says nothing, or where it could not be resolved. */
const text = v.optional(v.string());
const count = v.optional(v.number());

export type PromisedRule = {
  readonly pattern: unknown;
  readonly schedule: string | undefined;
  /** ARN of the queue of what could not be handed over. */
  readonly deadLetters: string | undefined;
};

export const Rule = v.pipe(
  v.looseObject({
    EventPattern: v.optional(v.unknown()),
    ScheduleExpression: text,
    Targets: v.optional(v.array(v.looseObject({ DeadLetterConfig: v.optional(v.looseObject({ Arn: text })) })), []),
  }),
  v.transform(
    ({ EventPattern, ScheduleExpression, Targets }): PromisedRule => ({
      pattern: EventPattern,
      schedule: ScheduleExpression,
      deadLetters: Targets[0]?.DeadLetterConfig?.Arn,
    }),
  ),
);

export type PromisedFunction = {
  /** Undefined: none is kept free. */
  readonly reserved: number | undefined;
  readonly timeout: number | undefined;
  readonly memory: number | undefined;
  readonly handler: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  /** ARN. */
  readonly role: string | undefined;
};

export const Handler = v.pipe(
  v.looseObject({
    ReservedConcurrentExecutions: count,
    Timeout: count,
    MemorySize: count,
    Handler: text,
    Environment: v.optional(v.looseObject({ Variables: v.optional(v.record(v.string(), v.unknown()), {}) })),
    Role: text,
  }),
  v.transform(
    (one): PromisedFunction => ({
      reserved: one.ReservedConcurrentExecutions,
      timeout: one.Timeout,
      memory: one.MemorySize,
      handler: one.Handler,
      variables: one.Environment?.Variables ?? {},
      role: one.Role,
    }),
  ),
);

/** How events are handed to a function that nobody waits for. */
export type Asynchronous = {
  readonly called: string | undefined;
  readonly retries: number | undefined;
  readonly maxAge: number | undefined;
  /** ARN of the queue of what failed for good. */
  readonly deadLetters: string | undefined;
};

export const EventInvokeConfig = v.pipe(
  v.looseObject({
    FunctionName: text,
    MaximumRetryAttempts: count,
    MaximumEventAgeInSeconds: count,
    DestinationConfig: v.optional(v.looseObject({ OnFailure: v.optional(v.looseObject({ Destination: text })) })),
  }),
  v.transform(
    (one): Asynchronous => ({
      called: one.FunctionName,
      retries: one.MaximumRetryAttempts,
      maxAge: one.MaximumEventAgeInSeconds,
      deadLetters: one.DestinationConfig?.OnFailure?.Destination,
    }),
  ),
);

/** Who may call a function, from where: a service, and the ARN of the rule or the topic. */
export type Permission = { readonly called: string; readonly by: string; readonly from: string };

export const Permitted = v.pipe(
  v.looseObject({ FunctionName: v.string(), Principal: v.string(), SourceArn: v.string() }),
  v.transform(({ FunctionName: called, Principal: by, SourceArn: from }): Permission => ({ called, by, from })),
);

export type PromisedSubscription = {
  readonly topic: string;
  readonly protocol: string;
  readonly endpoint: string;
  readonly filter: unknown;
  readonly scope: string | undefined;
};

export const Subscription = v.pipe(
  v.looseObject({
    TopicArn: v.string(),
    Protocol: v.string(),
    Endpoint: v.string(),
    FilterPolicy: v.optional(v.unknown()),
    FilterPolicyScope: text,
  }),
  v.transform(
    (one): PromisedSubscription => ({
      topic: one.TopicArn,
      protocol: one.Protocol,
      endpoint: one.Endpoint,
      filter: one.FilterPolicy,
      scope: one.FilterPolicyScope,
    }),
  ),
);

/** Whose the policy is: topics by their ARN, queues by their URL, roles by their name. */
export const Policy = v.looseObject({
  Topics: v.optional(v.array(v.unknown()), []),
  Queues: v.optional(v.array(v.unknown()), []),
  Roles: v.optional(v.array(v.unknown()), []),
  PolicyDocument: v.unknown(),
});
