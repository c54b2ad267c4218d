import type { EndpointStatus, Instant } from './model.ts';
import type { Unit } from './strategies/order.ts';
import type { Weighed } from './strategies/strategy.ts';

/** Why nothing is shifted although a guard is broken. Each has its sentence in `words`. */
export type HoldReason =
  /** `since`: when a look first found it so, once it lasts. */
  | { readonly kind: 'endpoint-busy'; readonly status: EndpointStatus; readonly since?: Instant }
  /** Another endpoint config is on its way. */
  | { readonly kind: 'deployment-pending'; readonly config: string }
  /** Its traffic is not routed by weights. */
  | { readonly kind: 'unsupported'; readonly what: 'inference-components' }
  | { readonly kind: 'endpoint-unusable'; readonly status: EndpointStatus; readonly failure?: string }
  /** By whom, why and until when, where the command line wrote it. */
  | { readonly kind: 'frozen'; readonly by?: string; readonly reason?: string; readonly until?: Instant }
  | { readonly kind: 'freeze-unreadable' }
  /** A person muted the alarm, or disabled its actions. */
  | { readonly kind: 'muted'; readonly rule: string; readonly until?: Instant }
  /** So many of the guarded endpoints opened incidents, and this canary is not shown to be worse than its own stable. */
  | { readonly kind: 'storm'; readonly endpoints: number; readonly of: number }
  /** This config was shifted before: each limit ends by time. */
  | { readonly kind: 'cooling-down'; readonly until: Instant }
  | { readonly kind: 'flapping'; readonly shifts: number; readonly withinMinutes: number; readonly until: Instant }
  | { readonly kind: 'budget-spent'; readonly shifts: number; readonly most: number; readonly until: Instant }
  | { readonly kind: 'no-breaching-datapoint' }
  /** Nothing is wrong: a person set the alarm, to see whether all that follows from it works. */
  | { readonly kind: 'drill'; readonly id: string }
  | { readonly kind: 'metrics-disagree' }
  /** The canary is worse than its stable, and stable is worse than it was before. Shares 0..1. */
  | { readonly kind: 'common-cause'; readonly before: number; readonly after: number; readonly since: Instant }
  /** The newest minute that can be judged keeps the guard again. */
  | { readonly kind: 'better-since' }
  | { readonly kind: 'weights-moved-since' }
  /**
   * What broke names no variant. Several canaries have traffic; or `since`: only one has, and it is not shown that what
   * broke began after the endpoint was last changed.
   */
  | { readonly kind: 'no-variant-named'; readonly canaries: readonly string[]; readonly since?: Instant }
  /** Each time that it was taken out of traffic, another hand gave it traffic again. */
  | { readonly kind: 'restored-too-often'; readonly variant: string; readonly times: number }
  | { readonly kind: 'stable-missing' }
  | { readonly kind: 'stable-without-instances' }
  | { readonly kind: 'stable-unwell'; readonly alarms: readonly string[] }
  /** Its alarm is not in ALARM (yet), but the last minutes that were measured break the guard. */
  | { readonly kind: 'stable-worsening'; readonly guards: readonly string[] }
  | { readonly kind: 'stable-unknown'; readonly guards: readonly string[] }
  | { readonly kind: 'stable-stale'; readonly share: number; readonly atLeast: number }
  /** `perInstance`: of a serverless variant, for each unit of its concurrency. */
  | {
      readonly kind: 'stable-too-small';
      readonly perInstance: number;
      readonly bound: number;
      readonly unit?: 'concurrency';
      readonly unraised?: Unraised;
      readonly weighed?: Weighed;
    }
  /** It is too small, and is raised before it gets the traffic. */
  | {
      readonly kind: 'raising-stable';
      readonly unit: Unit;
      readonly from: number;
      readonly to: number;
      readonly until: Instant;
      /** Why it does not get the traffic as it is; absent: as of the look that had it raised. */
      readonly weighed?: Weighed;
    }
  /** The second function did not carry out what the strategy needs first. */
  | { readonly kind: 'order-refused'; readonly message: string }
  /** Stable is unwell, and the variant named for that is no better. */
  | {
      readonly kind: 'no-fallback';
      readonly fallback: string;
      readonly doubt: FallbackDoubt;
      readonly stable: HoldReason;
    }
  | { readonly kind: 'load-unknown'; readonly bound: number }
  /** No endpoint config but the one in service is known to have served well. */
  | { readonly kind: 'nothing-good-known' }
  | { readonly kind: 'good-configs-unreadable' }
  /** What is missing of the config, or was made anew after it had served well. */
  | { readonly kind: 'good-config-unproved'; readonly config: string; readonly what: string }
  /** Guards watch one variant, and a config is no better than the others it holds. */
  | { readonly kind: 'not-one-variant'; readonly variants: readonly string[] }
  | { readonly kind: 'observing' }
  /** Mode recommend: a person is asked to shift. */
  | { readonly kind: 'recommending' }
  /** Mode approve: a person is asked whether it may do this. `plan`: as `answer.ts` says it. */
  | { readonly kind: 'awaiting-approval'; readonly until: Instant; readonly plan: string }
  /** Nobody answered in time. An answer is still taken. */
  | { readonly kind: 'approval-expired'; readonly since: Instant; readonly plan: string }
  /** SageMaker answered the shift with an error. */
  | { readonly kind: 'shift-refused'; readonly message: string };

/** Why a stable that is too small is not raised, or not any more. */
export type Unraised =
  | { readonly kind: 'at-most'; readonly most: number }
  | { readonly kind: 'late'; readonly withinMinutes: number }
  | { readonly kind: 'refused'; readonly message: string };

export type FallbackDoubt = 'suspect' | 'missing' | 'without-instances' | 'unwell' | 'too-small' | 'load-unknown';

/** Why an incident is over. Each has its words. */
export type EndReason =
  | 'proved'
  | 'not-proved-in-time'
  | 'breach-over'
  | 'drill-over'
  | 'traffic-moved-by-another-hand'
  | 'new-config'
  | 'kept-being-reverted'
  /** A person sent the traffic to a canary, whose guard broke then. */
  | 'target-broke'
  /** A person was asked whether it may shift, and said no. */
  | 'declined'
  /** A person asked for the shift, and SageMaker did not take it. */
  | 'not-accepted'
  /** SageMaker changes no weights of it any more. */
  | 'endpoint-unusable'
  | 'endpoint-gone';
