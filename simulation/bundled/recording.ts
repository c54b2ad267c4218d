import type { Answer } from '../../lambdas/domain/answer.ts';
import type { DrillOrder } from '../../lambdas/domain/drill.ts';
import type { Instant } from '../../lambdas/domain/model.ts';
import type { Deployment, EndpointName } from '../../lambdas/domain/policy.ts';
import type { Step } from '../../lambdas/ports.ts';
import type { Fact } from '../facts.ts';
import type { Fault } from '../plan/faults.ts';

/** What is asked of AWS, in words that the loop's ports and the requests on the wire can both be put into. */
export type Question = {
  /** Which call, of what: `describe fraud`. */
  readonly name: string;
  /** All else that is asked. */
  readonly input: unknown;
};

/** One call that an invocation made in memory, with its fate. */
export type Call = {
  readonly question: Question;
  readonly askedAt: Instant;
  fault?: Fault;
  /** When it took effect, of a call that changes something. */
  doneAt?: Instant;
  /** When its caller heard; absent: never. */
  heardAt?: Instant;
  /** What the caller heard, in the port's words. */
  value?: unknown;
};

export type Line = { readonly message: string; readonly facts: unknown };

export type Invoked = {
  readonly id: number;
  readonly kind: string;
  readonly event: string;
  readonly container: number;
  /** How far the container's clock is off. */
  readonly skewMs: number;
  readonly beganAt: Instant;
  body: unknown;
  readonly calls: Call[];
  readonly lines: Line[];
  endedAt?: Instant;
  /** `killed`: by a crash, or by the function's timeout. */
  how?: Extract<Fact, { kind: 'ended' }>['how'] | 'killed';
};

/** What a person wrote into the ledger. */
export type Hand = { readonly at: Instant } & (
  | { readonly kind: 'step'; readonly step: Step }
  | { readonly kind: 'answer'; readonly endpoint: EndpointName; readonly answer: Answer }
  | { readonly kind: 'drill'; readonly endpoint: EndpointName; readonly order: DrillOrder }
);

/** All that the automation met in one world, and what it did. */
export type Recording = {
  readonly seed: number;
  readonly start: Instant;
  readonly until: Instant;
  readonly deployment: Deployment;
  readonly invocations: readonly Invoked[];
  readonly hands: readonly Hand[];
};
