import type { DrillMark } from './drill.ts';
import type { BrokenConfig, GoodConfig } from './last-known-good.ts';
import { type Instant, SECOND, type Weights } from './model.ts';
import type { EndpointName, VariantName } from './policy.ts';
import type { EndReason, HoldReason } from './reasons.ts';
import type { Preparing } from './strategies/order.ts';
import type { Weighed } from './strategies/strategy.ts';

/** Nothing else is ever claimed. */
export type EndState = 'RECOVERED' | 'ROLLED_BACK_NOT_RECOVERED' | 'NOT_ROLLED_BACK';

/** The first guard that was broken, and what it saw. */
export type Breach = {
  readonly variant: VariantName;
  readonly alarm: string;
  readonly guard: string;
  /** The alarm's StateTransitionedTimestamp. */
  readonly at: Instant;
  /** Absent where the alarm is not ours: what it allows is its owner's affair. */
  readonly threshold?: number;
  /** Share of requests, or milliseconds; absent where the alarm named no datapoint. */
  readonly value?: number;
  /** Requests of the variant in the minute that held `value`; absent where the metrics could not be read. */
  readonly requests?: number;
  /** Of a guard that compares: stable's figure, and since when both, and `requests`, are counted. */
  readonly against?: Against;
  /** What broke names no variant: these canaries had traffic then, and `variant` had the most of it. */
  readonly amongst?: readonly VariantName[];
};

export type Against = { readonly value: number; readonly since: Instant };

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
export type RolledBack = {
  readonly variant: string;
  readonly incident: string;
  readonly since: Instant;
  /** How often by now, under this endpoint config, and without a release in between. Absent: once. */
  readonly times?: number;
};

/** Weights that another hand asked for. */
export type Moved = {
  readonly weights: Weights;
  /** The endpoint's last change then: minutes from before it say nothing of these weights. */
  readonly at: Instant;
  /** Not in force yet when it was seen. */
  readonly underWay?: true;
};

/** A person says that traffic on a variant that was rolled back is on purpose. */
export type Release = { readonly variant: string; readonly by: string; readonly at: Instant; readonly reason: string };

/** A shift that the automation asked for and that SageMaker did not refuse. */
export type OwnShift = { readonly at: Instant; readonly config: string; readonly incident: string };

export type Shift = {
  readonly wanted: Weights;
  /** First and latest request for these weights. */
  readonly requestedAt: Instant;
  readonly askedAt: Instant;
  /** Requests so far for these weights, at least 1. */
  readonly attempts: number;
  /** When a look first saw the wanted weights in force. */
  readonly inForceAt?: Instant;
  /** People were asked for it and did it by other means: these are the times at which it was first seen. */
  readonly byOthers?: true;
};

/** What the variant that broke its guard served meanwhile, by the whole minutes that looks saw. */
export type Exposure = {
  readonly variant: VariantName;
  /** Start of the first bad minute, and end of the last one that is counted. */
  readonly from: Instant;
  readonly until: Instant;
  readonly requests: number;
  /** By the guard's own signal; absent where that is latency, which counts no requests. */
  readonly failed?: number;
  /** An estimate: what it would have served since the shift, had it kept its share and failed as often. */
  readonly avoided?: { readonly requests: number; readonly failed?: number };
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
  /** The endpoint's FailureReason then: it speaks of what came before. */
  readonly failureAtOpen?: string;
  /** The newest change of the weights that a look saw and that was not ours. */
  readonly moved?: Moved;
  /** The newest request that SageMaker accepted and took back by itself, and why; 0: somebody else's change. */
  readonly takenBack?: { readonly attempt: number; readonly failure?: string };
  /** Present: nothing is wrong; somebody tests the way from an alarm to people. */
  readonly drill?: DrillMark;
  /** Present: it opened in a storm, and the storm's letters tell of it. */
  readonly storm?: InStorm;
  /** Why nothing is shifted, as of the look that first found it so. */
  readonly hold?: HoldReason;
  /** What people were asked for so far, or warned of once more. */
  readonly asked?: readonly Ask[];
  /** Mode approve: until when an answer is waited for. */
  readonly approveUntil?: Instant;
  readonly approval?: Approval;
  readonly shift?: Shift;
  /** The newest shift of our own, where a person's order took its place. */
  readonly overtaken?: OwnShift;
  /** What the strategy ordered before it shifts. */
  readonly preparing?: Preparing;
  /** Why the fallback gets the traffic and not stable. */
  readonly insteadOf?: HoldReason;
  /** Present: stable was too small for it, and the canary worse than that. */
  readonly weighed?: Weighed;
  readonly ending?: Ending;
  readonly exposure?: Exposure;
  readonly releases?: readonly Release[];
  /** Of the incidents before, as they stood when this one opened: a new incident releases nothing. */
  readonly quarantined?: readonly RolledBack[];
  /** Shifts of our own before this incident, of the last 24 hours, oldest first. */
  readonly shifts?: readonly OwnShift[];
  /** Of an endpoint that goes back to an endpoint config: the one that was known to be good when this opened. */
  readonly lastGood?: GoodConfig;
  /** Configs that broke a guard, of the incidents before, newest last. */
  readonly brokenConfigs?: readonly BrokenConfig[];
  /** Letters sent, and when the newest was. */
  readonly told: number;
  readonly toldAt?: Instant;
  /** A letter that was decided but not yet handed to the topic: the next look sends it. */
  readonly owed?: LetterKind;
};

/** `since`: when the storm began. `owedAt`: since when a letter waits for the sweep; absent: none does. */
export type InStorm = { readonly since: Instant; readonly owedAt?: Instant };

/**
 * An incident's letters: it opened; what people wait for came after all, or will not come by itself, or waits for them;
 * it is open for another day; it ended.
 */
export type LetterKind = 'opened' | 'changed' | 'reminder' | 'ended';

/** What an incident tells people beside its usual letters, once each. */
export type Ask = 'recommending' | 'awaiting-approval' | 'approval-expired' | 'endpoint-busy' | Brake;

/** Limits of people's own that hold a shift. */
export type Brake = 'muted' | 'storm' | 'cooling-down' | 'flapping' | 'budget-spent';

/** Who let it shift, in mode approve. */
export type Approval = {
  /** ARN of the caller, as STS says it. */
  readonly by: string;
  readonly at: Instant;
  /** Milliseconds after the time in which an answer was waited for. */
  readonly late?: number;
};

export const isOpen = (incident: Incident | undefined): incident is Incident =>
  incident !== undefined && incident.ending === undefined;

/** `fraud-20260101T101503`: the same breach gives the same id, whichever look opens the incident. */
export const incidentId = (endpoint: EndpointName, at: Instant): string =>
  `${endpoint}-${new Date(at).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}`;

/** Of one that opens after another: with the second of that one, the two would be one. */
export const idAfter = (last: Incident | undefined, endpoint: EndpointName, at: Instant): string =>
  incidentId(endpoint, Math.max(at, (last?.openedAt ?? 0) + SECOND));
