import type { DrillOrder } from './domain/drill.ts';
import type { FreezeReading } from './domain/freeze.ts';
import type { Incident } from './domain/incident.ts';
import type { Alarm, Fleet, Instant, Traffic, Weights } from './domain/model.ts';
import type { EndpointName, Policy } from './domain/policy.ts';
import type { ShiftAnswer } from './domain/progress.ts';
import type { Finding, Notice } from './domain/unguarded.ts';
import type { Letter } from './domain/words/letter.ts';

/** What the domain needs from the world, in our words. Every adapter is held to these by contract tests. */
export type Ports = {
  readonly clock: () => Instant;
  readonly endpoints: Endpoints;
  readonly alarms: Alarms;
  /** The last minutes of every variant of the policy; `unreadable` when the metrics did not answer in time. */
  readonly traffic: (policy: Policy, now: Instant) => Promise<Traffic | 'unreadable'>;
  /** The newest reading that is known: this call's, or this container's last one. */
  readonly freeze: () => Promise<FreezeReading | undefined>;
  readonly ledger: Ledger;
  readonly oncall: Oncall;
  readonly log: Log;
};

export type Endpoints = {
  /** Undefined: no such endpoint. Throws when SageMaker does not answer: without a look there is no decision. */
  readonly describe: (endpoint: EndpointName) => Promise<Fleet | undefined>;
  /** Names every variant in one call. Never throws: what SageMaker said is an answer. */
  readonly shift: (endpoint: EndpointName, to: Weights) => Promise<ShiftAnswer>;
};

export type Alarms = {
  /** Those of at most 100 names that exist. Throws when CloudWatch does not answer. */
  readonly named: (names: readonly string[]) => Promise<readonly Alarm[]>;
  readonly startingWith: (prefix: string) => Promise<readonly Alarm[]>;
};

/** Version of a stored item: 0 before the first, `unknown` when the table did not answer. */
export type Version = number | 'unknown';
export type Head = { readonly incident: Incident | undefined; readonly version: Version };

/** `outpaced`: another look wrote first, and acts. `unwritten`: the table did not answer; nothing waits for it. */
export type Written = 'written' | 'outpaced' | 'unwritten';

export type Ledger = {
  /** Never throws: an unreadable table is a head of version `unknown`. */
  readonly head: (endpoint: EndpointName) => Promise<Head>;
  readonly heads: (endpoints: readonly EndpointName[]) => Promise<readonly Incident[]>;
  /** Appends the entry and moves the head on, together. `withinMs` bounds the wait. */
  readonly write: (step: Step, withinMs: number) => Promise<Written>;
  /** The endpoint's newest drill, unless it has ended. Never throws: what cannot be read orders nothing. */
  readonly drill: (endpoint: EndpointName) => Promise<DrillOrder | undefined>;
  readonly notice: (endpoint: EndpointName, about: Finding) => Promise<Notice | undefined>;
  readonly noticed: (endpoint: EndpointName, about: Finding, notice: Notice) => Promise<void>;
};

/** One step of an incident, as the ledger keeps it. */
export type Step = {
  readonly incident: Incident;
  readonly replaces: Version;
  readonly at: Instant;
  /** `intent`, `shifted`, `held`… */
  readonly what: string;
  /** What a reader of the ledger needs to understand the step; JSON. */
  readonly facts: Readonly<Record<string, unknown>>;
};

export type Oncall = {
  /** Throws when the topic did not take the letter. */
  readonly publish: (letter: Letter) => Promise<void>;
  /** Those that would get both a letter and a page now: email addresses; and `lambda`, the function that serves Slack. */
  readonly confirmed: () => Promise<ReadonlySet<string>>;
};

export type Log = (message: string, facts?: Readonly<Record<string, unknown>>) => void;
