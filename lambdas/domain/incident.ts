import type { Instant, Weights } from './model.ts';
import type { EndpointName, VariantName } from './policy.ts';
import type { EndReason, HoldReason } from './reasons.ts';

/** Nothing else is ever claimed. */
export type EndState = 'RECOVERED' | 'ROLLED_BACK_NOT_RECOVERED' | 'NOT_ROLLED_BACK';

/** What opened the incident: the first guard that was broken, and what it saw. */
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

/** From the first breach of an endpoint to its end state. */
export type Incident = {
  readonly id: string;
  readonly endpoint: EndpointName;
  /** The endpoint config when the incident opened: a plan for one config is never applied to another. */
  readonly config: string;
  readonly openedAt: Instant;
  /** In force when the incident opened, and when the endpoint had last been changed then. */
  readonly weightsAtOpen: Weights;
  readonly modifiedAtOpen: Instant;
  readonly breach: Breach;
  /** Why nothing is shifted, as of the look that first found it so. */
  readonly hold?: HoldReason;
  readonly shift?: Shift;
  readonly ending?: Ending;
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
export const incidentId = (endpoint: EndpointName, breachAt: Instant): string =>
  `${endpoint}-${new Date(breachAt).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}`;
