/**
 * The small AWS, seen from inside: what its parts may ask of each other. One file, so that a service never imports
 * another service; `world.ts` wires them together.
 */

import type { Decision, Iam, Need, PolicyDocument, Principal } from './iam/types.ts';

export type * from './iam/types.ts';

/** Epoch milliseconds of the virtual clock. */
export type Instant = number;

export type Account = {
  readonly id: string;
  readonly region: string;
  readonly partition: string;
};

/** Draws in [0, 1), the same for the same seed and stream name. */
export type Random = () => number;

/** What happens in the world, in order of virtual time; ties in the order in which they were scheduled. */
export type Clock = {
  readonly now: () => Instant;
  /** Runs `effect` at `time` (never before now). `what` names it in errors. */
  readonly at: (time: Instant, what: string, effect: () => void) => void;
  readonly after: (ms: number, what: string, effect: () => void) => void;
};

export type Seeded = {
  /** One stream per name: what one part draws never shifts what another part sees. */
  readonly random: (stream: string) => Random;
  /** A UUID-shaped id. */
  readonly id: (stream: string) => string;
};

/** One line of the journal. `kind` says what happened; the rest is flat and JSON. Written through `Journal` only. */
export type JournalLine = { readonly at: string; readonly kind: JournalKind } & { readonly [key: string]: unknown };

/** What the world's story is told in. `missing-hop` names a hop that broke: what was sent, where it stopped, and why. */
export type JournalKind =
  | 'story' // the scenario's narrator: a fault starts, a person acts
  | 'traffic' // one variant's past minute: requests, errors, latencyMs, share
  | 'weights' // an endpoint's weights or status changed
  | 'alarm' // an alarm changed state
  | 'event' // EventBridge handed an event to a target (or lost it, by a fault)
  | 'invoke' // a function started
  | 'call' // a function called an API
  | 'log' // a function's structured log line
  | 'return' // a function ended: ok, error, timeout
  | 'message' // something reached people: email, Slack, page
  | 'missing-hop'
  | 'dead-letter'
  | 'summary';

export type Journal = {
  readonly write: (kind: JournalKind, facts: Readonly<Record<string, unknown>>) => void;
  readonly lines: readonly JournalLine[];
  /** Called with each line as it is written. */
  readonly onLine: (listener: (line: JournalLine) => void) => void;
};

/** An error that a service answers. `code` is AWS's own; `status` the HTTP status. */
export class Refusal extends Error {
  readonly code: string;
  readonly status: number;
  /** Further members of the error's shape, such as `CancellationReasons`. */
  readonly members: Readonly<Record<string, unknown>>;
  constructor(code: string, message: string, status = 400, members: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = status;
    this.members = members;
  }
}

/**
 * An answer that takes virtual time: `begin` runs when the call takes effect, and is told where to give the output. A
 * `Refusal` may be given as well. The first answer counts.
 */
export class Later {
  readonly begin: (answer: (output: unknown) => void) => void;
  constructor(begin: (answer: (output: unknown) => void) => void) {
    this.begin = begin;
  }
}

/**
 * One API operation: input and output as the service's model decodes and encodes them (Dates, numbers, plain objects).
 * `run` may answer a `Later`.
 */
export type Operation = {
  readonly needs: (input: never) => readonly Need[];
  readonly resourcePolicy?: (input: never) => PolicyDocument | undefined;
  readonly run: (input: never, who: Principal) => unknown;
};

export type ApiName =
  | 'application-autoscaling'
  | 'cloudformation'
  | 'cloudwatch'
  | 'dynamodb'
  | 'events'
  | 'lambda'
  | 'sagemaker'
  | 'sagemaker-runtime'
  | 'sns'
  | 'sqs'
  | 'ssm'
  | 'sts';
export type Api = { readonly name: ApiName; readonly operations: Readonly<Record<string, Operation>> };

/** What a call to one API operation should suffer, asked at every call. `n` counts this operation's calls from 1. */
export type Fault =
  | { readonly kind: 'error'; readonly code: string; readonly message: string; readonly status: number }
  | { readonly kind: 'no-reply'; readonly effect: 'before' | 'after' }
  | { readonly kind: 'slow'; readonly ms: number };
export type Faults = {
  readonly call?: (api: ApiName | 'slack', operation: string, n: number, now: Instant) => Fault | undefined;
  /** Copies of an event that EventBridge delivers, each with its delay in ms: `[0]` is once and at once, `[]` is lost. */
  readonly deliveries?: (event: ServiceEvent, ruleName: string) => readonly number[];
};

/** An event as EventBridge carries it. */
export type ServiceEvent = {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
};

// ---- what services offer each other -------------------------------------------------------------------------------

export type MetricSample = {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly at: Instant;
  readonly unit?: string;
  /** Values with how often each occurred: percentiles need them. */
  readonly values: readonly (readonly [value: number, count: number])[];
  /** What is known instead of values when only their summary was put: no percentile can be told from it. */
  readonly set?: StatisticSet;
  /** Statistics of this minute as somebody else computed them (a replay), by their name: `Sum`, `p99`. */
  readonly recorded?: Readonly<Record<string, number>>;
  /** 1: high resolution, by the second. Default 60. */
  readonly resolutionSeconds?: 1 | 60;
};
export type StatisticSet = {
  readonly sampleCount: number;
  readonly sum: number;
  readonly minimum: number;
  readonly maximum: number;
};

export type MetricRead = {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** As CloudWatch names statistics: `Sum`, `Average`, `p99`. */
  readonly stat: string;
  readonly from: Instant;
  readonly to: Instant;
};
export type Metrics = {
  readonly put: (sample: MetricSample) => void;
  /** One statistic over a span, as far as it can be seen now; undefined when there is no datapoint. */
  readonly read: (what: MetricRead) => number | undefined;
};
export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
export type AlarmStates = {
  /** By the alarm's name; undefined when there is none of that name. */
  readonly stateOf: (alarmName: string) => AlarmState | undefined;
};
export type Events = {
  readonly put: (event: Omit<ServiceEvent, 'id' | 'version' | 'account' | 'region' | 'time'>) => void;
};
export type Topics = {
  /**
   * Answers the message id. A service that the topic refuses gets '': it has nobody to tell but the journal, where the
   * refusal is written.
   */
  readonly publish: (who: Principal, topicArn: string, publication: Publication) => string;
};
export type Publication = {
  readonly subject?: string;
  readonly message: string;
  readonly structure?: 'json';
  /** The message attributes; all of them strings. */
  readonly attributes?: Readonly<Record<string, string>>;
};
export type Queues = {
  /**
   * Refuses (returns why) when the queue is missing or its policy, or the role's, does not allow it. `why` goes into
   * the journal: what kept the message from where it should have gone.
   */
  readonly send: (who: Principal, queueArn: string, body: string, why?: string) => Decision;
};
export type Functions = {
  /** The asynchronous invoke: queued, retried, dead-lettered. Refuses when the function or the permission is missing. */
  readonly invoke: (who: Principal, functionArn: string, payload: unknown) => Decision;
};

// ---- the template ---------------------------------------------------------------------------------------------------

/** A resource of the template after its intrinsics are resolved. */
export type Resource = {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
};

/** How one resource type becomes real. Properties that are not listed make the load fail loudly. */
export type Provisioner = {
  readonly type: string;
  readonly properties: readonly string[];
  /** Ref and attributes, known before creation: names are derived from the logical id where the template gives none. */
  readonly identify: (logicalId: string, properties: Readonly<Record<string, unknown>>) => Identity;
  readonly create: (resource: Resource, identity: Identity) => void;
};
export type Identity = { readonly ref: string; readonly attributes: Readonly<Record<string, string>> };

// ---- wiring ---------------------------------------------------------------------------------------------------------

/** What every part may reach. Filled in by `world.ts` while it builds; a part reads it only once the world runs. */
export type Wires = {
  readonly account: Account;
  readonly clock: Clock;
  readonly seeded: Seeded;
  readonly journal: Journal;
  readonly iam: Iam;
  readonly faults: Faults;
  readonly metrics: Metrics;
  readonly alarms: AlarmStates;
  readonly events: Events;
  readonly topics: Topics;
  readonly queues: Queues;
  readonly functions: Functions;
};

/** What a part brings: the API that clients may call, and the template's resource types that it makes real. */
export type Part = { readonly api?: Api; readonly provisioners: readonly Provisioner[] };
