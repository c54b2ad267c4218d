import type { Answer } from './domain/answer.ts';
import type { Decision } from './domain/decision.ts';
import type { DrillOrder } from './domain/drill.ts';
import type { FreezeReading } from './domain/freeze.ts';
import type { MetricRead } from './domain/guards/kind.ts';
import type { Incident } from './domain/incident.ts';
import type { Series, Span } from './domain/judge/judged.ts';
import type { KnownGood } from './domain/last-known-good.ts';
import type { Alarm, Fleet, Instant, Traffic, Weights } from './domain/model.ts';
import type { Mutes } from './domain/mutes.ts';
import type { EndpointName, Policy, VariantName } from './domain/policy.ts';
import type { ShiftAnswer } from './domain/progress.ts';
import type { Bounds, OrderAnswer, ScaleOrder } from './domain/strategies/order.ts';
import type { Finding, Notice } from './domain/unguarded.ts';
import type { Letter } from './domain/words/letter.ts';

/** What the domain needs from the world, in our words. Every adapter is held to these by contract tests. */
export type Ports = {
  readonly clock: () => Instant;
  readonly endpoints: Endpoints;
  readonly alarms: Alarms;
  /**
   * The last minutes of every variant of the policy, or those since then; `unreadable` when the metrics did not answer in
   * time.
   */
  readonly traffic: (policy: Policy, now: Instant, since?: Instant) => Promise<Traffic | 'unreadable'>;
  /** Periods of many metrics, in the order in which they are asked; absent: nothing is compared, and no reading confirms an alarm. */
  readonly history?: History;
  /** Requests of the newest minutes of many endpoints at once; never throws, and may leave some out. Absent: unknown. */
  readonly volumes?: (policies: readonly Policy[], now: Instant) => Promise<ReadonlyMap<EndpointName, number>>;
  /** The newest reading that is known: this call's, or this container's last one. */
  readonly freeze: () => Promise<FreezeReading | undefined>;
  readonly ledger: Ledger;
  /** Absent: no endpoint's strategy needs more than weights. */
  readonly strategist?: Strategist;
  readonly goodConfigs: GoodConfigs;
  readonly oncall: Oncall;
  readonly log: Log;
};

/** `unreadable`: CloudWatch did not answer all of it in time. Never throws. The first period begins with the span. */
export type History = (
  asked: readonly Asked[],
  span: Span,
  withinMs?: number,
) => Promise<readonly Series[] | 'unreadable'>;

/** Has the alarms know what was found of canaries, as of that minute. Throws when CloudWatch does not take it. */
export type Publish = (deployment: string, found: readonly Found[], at: Instant) => Promise<void>;

/** The judge's evidence for one canary and guard: at least 1 where the canary is worse. */
export type Found = {
  readonly endpoint: EndpointName;
  readonly variant: VariantName;
  readonly guard: string;
  readonly value: number;
};

/** One metric, of one variant where it names one; `per`: what CloudWatch's figure is divided by to get ours. */
export type Asked = MetricRead & {
  /** Absent where `isWhole`. */
  readonly endpoint?: EndpointName;
  readonly variant?: VariantName;
  readonly per: number;
  /** Absent: a minute. */
  readonly periodSeconds?: number;
};

export type Endpoints = {
  /** Undefined: no such endpoint. Throws when SageMaker does not answer: without a look there is no decision. */
  readonly describe: (endpoint: EndpointName) => Promise<Fleet | undefined>;
  /** Names every variant in one call. Never throws: what SageMaker said is an answer. */
  readonly shift: (endpoint: EndpointName, to: Weights) => Promise<ShiftAnswer>;
};

/** The second function, which may do what strategies need beyond moving weights. */
export type Strategist = {
  /** Carries out the order that the ledger's head holds for the incident. Never throws: what was said is an answer. */
  readonly carryOut: (incident: Pick<Incident, 'endpoint' | 'id'>) => Promise<OrderAnswer>;
};

/** How much each variant can serve. Only the second function has these. */
export type Capacities = {
  /** Of Application Auto Scaling; undefined: nothing scales the variant. */
  readonly bounds: (endpoint: EndpointName, variant: VariantName) => Promise<Bounds | undefined | 'unreadable'>;
  /** Of one variant, in a call that moves no weights. Never throws: what SageMaker said is an answer. */
  readonly raise: (endpoint: EndpointName, to: Pick<ScaleOrder, 'variant' | 'unit' | 'to'>) => Promise<ShiftAnswer>;
  /** Answers why it could not. */
  readonly raiseFloor: (endpoint: EndpointName, to: Pick<ScaleOrder, 'variant' | 'to'>) => Promise<string | undefined>;
};

export type Alarms = {
  /** Those of at most 100 names that exist, also composite ones. Throws when CloudWatch does not answer. */
  readonly named: (names: readonly string[]) => Promise<readonly Alarm[]>;
  readonly startingWith: (prefix: string) => Promise<readonly Alarm[]>;
  /** What people have muted. Never throws: what cannot be read mutes nothing. Absent: nothing is. */
  readonly mutes?: () => Promise<Mutes>;
};

/** Version of a stored item: 0 before the first, `unknown` when the table did not answer. */
export type Version = number | 'unknown';
export type Head = {
  readonly incident: Incident | undefined;
  readonly version: Version;
  /** The table answered, and this container knows more: what it could not write before is the incident here. */
  readonly ahead?: true;
};

/** `outpaced`: another look wrote first, and acts. `unwritten`: the table did not answer; nothing waits for it. */
export type Written = 'written' | 'outpaced' | 'unwritten';

export type Ledger = {
  /** Never throws: an unreadable table is a head of version `unknown`. */
  readonly head: (endpoint: EndpointName) => Promise<Head>;
  readonly heads: (endpoints: readonly EndpointName[]) => Promise<readonly Incident[]>;
  /** Endpoints of which this container knows what it could not write. */
  readonly unwritten: () => readonly EndpointName[];
  /** Appends the entry and moves the head on, together. `withinMs` bounds the wait. */
  readonly write: (step: Step, withinMs: number) => Promise<Written>;
  /** The endpoint's newest drill, unless it has ended. Never throws: what cannot be read orders nothing. */
  readonly drill: (endpoint: EndpointName) => Promise<DrillOrder | undefined>;
  /** The endpoint's newest answer of a person. Never throws: what cannot be read, or is none, answers nothing. */
  readonly answer: (endpoint: EndpointName) => Promise<Answer | undefined>;
  readonly notice: (endpoint: EndpointName, about: Finding) => Promise<Notice | undefined>;
  readonly noticed: (endpoint: EndpointName, about: Finding, notice: Notice) => Promise<void>;
};

/** The endpoint configs that served well. */
export type GoodConfigs = {
  /** Never throws. */
  readonly known: (endpoint: EndpointName) => Promise<KnownGood | 'unreadable'>;
  /** Throws when the table does not take it: the next look finds the same. */
  readonly note: (endpoint: EndpointName, known: KnownGood) => Promise<void>;
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
  /** Of a step that follows from a verdict of `decide`. */
  readonly decision?: Decision;
};

export type Oncall = {
  /** Throws when the topic did not take the letter. */
  readonly publish: (letter: Letter) => Promise<void>;
  /** Those that would get both a letter and a page now: email addresses; and `lambda`, the function that serves Slack. */
  readonly confirmed: () => Promise<ReadonlySet<string>>;
};

export type Log = (message: string, facts?: Readonly<Record<string, unknown>>) => void;
