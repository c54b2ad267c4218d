import type { EndpointStatus, Instant } from './model.ts';

/** Why nothing is shifted although a guard is broken. Each has its sentence in `words`. */
export type HoldReason =
  | { readonly kind: 'endpoint-busy'; readonly status: EndpointStatus }
  | { readonly kind: 'endpoint-unusable'; readonly status: EndpointStatus; readonly failure?: string }
  /** By whom, why and until when, where the command line wrote it. */
  | { readonly kind: 'frozen'; readonly by?: string; readonly reason?: string; readonly until?: Instant }
  | { readonly kind: 'freeze-unreadable' }
  | { readonly kind: 'no-breaching-datapoint' }
  /** Nothing is wrong: a person set the alarm, to see whether all that follows from it works. */
  | { readonly kind: 'drill'; readonly id: string }
  | { readonly kind: 'metrics-disagree' }
  /** The newest minute that can be judged keeps the guard again. */
  | { readonly kind: 'better-since' }
  | { readonly kind: 'weights-moved-since' }
  | { readonly kind: 'stable-missing' }
  | { readonly kind: 'stable-without-instances' }
  | { readonly kind: 'stable-unwell'; readonly alarms: readonly string[] }
  /** Its alarm is not in ALARM (yet), but the last minutes that were measured break the guard. */
  | { readonly kind: 'stable-worsening'; readonly guards: readonly string[] }
  | { readonly kind: 'stable-unknown'; readonly guards: readonly string[] }
  | { readonly kind: 'stable-stale'; readonly share: number; readonly atLeast: number }
  | { readonly kind: 'stable-too-small'; readonly perInstance: number; readonly bound: number }
  | { readonly kind: 'load-unknown'; readonly bound: number }
  | { readonly kind: 'observing' }
  /** SageMaker answered the shift with an error. */
  | { readonly kind: 'shift-refused'; readonly message: string };

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
  /** A person asked for the shift, and SageMaker did not take it. */
  | 'not-accepted'
  | 'endpoint-gone';
