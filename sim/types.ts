/**
 * The small AWS, seen from inside: what its parts may ask of each other. All of it is named here, so that a service never
 * imports another service; `world.ts` wires them together.
 */

import type { Api, ApiName } from './api.ts';
import type { Iam } from './iam/types.ts';
import type {
  AlarmStates,
  Events,
  Functions,
  Instant,
  Metrics,
  Objects,
  Queues,
  ServiceEvent,
  Topics,
} from './offers.ts';

export type * from './api.ts';
export { Later, Refusal } from './api.ts';
export type * from './iam/types.ts';
export type * from './offers.ts';

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

/** What a call to one API operation should suffer, asked at every call. `n` counts this operation's calls from 1. */
export type Fault =
  | { readonly kind: 'error'; readonly code: string; readonly message: string; readonly status: number }
  | { readonly kind: 'no-reply'; readonly effect: 'before' | 'after' }
  | { readonly kind: 'slow'; readonly ms: number };
export type Faults = {
  readonly call?: (api: ApiName | 'slack', operation: string, n: number, now: Instant) => Fault | undefined;
  /** Copies of an event that EventBridge delivers, each with its delay in ms: `[0]` is once and at once, `[]` is lost. */
  readonly deliveries?: (event: ServiceEvent, ruleName: string) => readonly number[];
  /** Shares, 0..1, of SageMaker's own events that come twice, and that never come. Default: as its world has them. */
  readonly sagemakerEvents?: { readonly duplicated: number; readonly lost: number };
  /** How many instances of a type the account's endpoints may have; undefined: as many as they want. */
  readonly instanceQuota?: (instanceType: string) => number | undefined;
};

// ---- the template ---------------------------------------------------------------------------------------------------

/** A resource of the template after its intrinsics are resolved. */
export type Resource = {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** It was there before the world began to run: nobody hears that it was made, and who is subscribed has said yes. */
  readonly early?: true;
};

/** How one resource type lives. Properties that are not listed make the load fail loudly. */
export type Provisioner = {
  readonly type: string;
  readonly properties: readonly string[];
  /** Those of which another value makes another resource in place of this one ("Update requires: Replacement"). */
  readonly replacing: readonly string[];
  /**
   * Ref and attributes, known before creation. `name` is for a resource that the template gives none: the logical id, or
   * what CloudFormation makes of it. Answers the same for the same name and properties.
   */
  readonly identify: (name: string, properties: Readonly<Record<string, unknown>>) => Identity;
  readonly create: (resource: Resource, identity: Identity) => void;
  /** Puts other properties in force on the resource that is there; throws when somebody took it away. */
  readonly update: (resource: Resource, identity: Identity, before: Resource) => void;
  /** Does nothing when somebody took it away already. */
  readonly remove: (resource: Resource, identity: Identity) => void;
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
  readonly objects: Objects;
};

/** What a part brings: the API that clients may call, and the template's resource types that it makes real. */
export type Part = { readonly api?: Api; readonly provisioners: readonly Provisioner[] };
