import type { DrillMark } from './drill.ts';
import { type Instant, SECOND, type Weights } from './model.ts';
import type { EndpointName, VariantName } from './policy.ts';
import type { EndReason, HoldReason } from './reasons.ts';

/** Nothing else is ever claimed. */
export type EndState = 'RECOVERED' | 'ROLLED_BACK_NOT_RECOVERED' | 'NOT_ROLLED_BACK';

/** The first guard that was broken, and what it saw. */
export type Breach = {
  readonly variant: VariantName;
  readonly alarm: string;
  readonly guard: string;
  /** The alarm's StateTransitionedTimestamp. */
  readonly at: Instant;
  readonly threshold: number;
  /** Share of requests, or milliseconds; absent where the alarm named no datapoint. */
  readonly value?: number;
  /** Requests of the variant in the minute that held `value`; absent where the metrics could not be read. */
  readonly requests?: number;
};

/** A person who asked for a shift, and when. */
export type ByHand = {
  /** ARN of the caller, as STS says it. */
  readonly by: string;
  readonly at: Instant;
};

/** What opened it: a guard that broke, or a person. Both stand there once the other came to it. */
export type Cause =
  | { readonly breach: Breach; readonly byHand?: ByHand }
  | { readonly breach?: undefined; readonly byHand: ByHand };

/** A variant that an incident took out of traffic. */
export type RolledBack = { readonly variant: string; readonly incident: string; readonly since: Instant };

/** A person says that traffic on a variant that was rolled back is on purpose. */
export type Release = { readonly variant: string; readonly by: string; readonly at: Instant; readonly reason: string };

export type Shift = {
  readonly wanted: Weights;
  /** First and latest request for these weights. */
  readonly requestedAt: Instant;
  readonly askedAt: Instant;
  /** Requests so far for these weights, at least 1. */
  readonly attempts: number;
  /** When a look first saw the wanted weights in force. */
  readonly inForceAt?: Instant;
};

export type Ending = { readonly state: EndState; readonly at: Instant; readonly because: EndReason };

/** From the first breach of an endpoint, or a person's order, to its end state. */
export type Incident = Cause & {
  readonly id: string;
  readonly endpoint: EndpointName;
  /** The endpoint config when the incident opened: a plan for one config is never applied to another. */
  readonly config: string;
  readonly openedAt: Instant;
  /** In force when the incident opened, and when the endpoint had last been changed then. */
  readonly weightsAtOpen: Weights;
  readonly modifiedAtOpen: Instant;
  /** Present: nothing is wrong; somebody tests the way from an alarm to people. */
  readonly drill?: DrillMark;
  /** Why nothing is shifted, as of the look that first found it so. */
  readonly hold?: HoldReason;
  readonly shift?: Shift;
  readonly ending?: Ending;
  readonly releases?: readonly Release[];
  /** Of the incidents before, as they stood when this one opened: a new incident releases nothing. */
  readonly quarantined?: readonly RolledBack[];
  /** Letters sent, 0..3. */
  readonly told: number;
  /** A letter that was decided but not yet handed to the topic: the next look sends it. */
  readonly owed?: LetterKind;
};

/**
 * An incident's letters, one of each at the most: it opened; what people wait for came after all, or will not come by
 * itself; it ended.
 */
export type LetterKind = 'opened' | 'changed' | 'ended';

export const isOpen = (incident: Incident | undefined): incident is Incident =>
  incident !== undefined && incident.ending === undefined;

/** `fraud-20260101T101503`: the same breach gives the same id, whichever look opens the incident. */
export const incidentId = (endpoint: EndpointName, at: Instant): string =>
  `${endpoint}-${new Date(at).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}`;

/** Of one that opens after another: with the second of that one, the two would be one. */
export const idAfter = (last: Incident | undefined, endpoint: EndpointName, at: Instant): string =>
  incidentId(endpoint, Math.max(at, (last?.openedAt ?? 0) + SECOND));
