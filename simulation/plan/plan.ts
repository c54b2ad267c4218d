import type { Answer } from '../../lambdas/domain/answer.ts';
import type { Instant, Weights } from '../../lambdas/domain/model.ts';
import type { EndpointName, Limits, Policy, VariantName } from '../../lambdas/domain/policy.ts';
import type { Bounds } from '../../lambdas/domain/strategies/order.ts';
import type { Fault, Service, Site } from './faults.ts';

/** One endpoint as it is when the world begins. */
export type EndpointPlan = {
  readonly policy: Policy;
  readonly config: string;
  readonly weights: Weights;
  readonly instances: number;
  readonly requestsPerMinute: number;
  /** Requests a minute that name the canary themselves, whatever its weight (`TargetVariant`). */
  readonly pinnedToCanary: number;
  /** Of Application Auto Scaling, where that scales stable. */
  readonly autoscaling?: Bounds;
  /** Endpoint configs under which stable fails from the first request on. */
  readonly badConfigs?: readonly string[];
};

export type DeployEnd = 'done' | 'rolled-back' | 'update-rollback-failed' | 'failed';

/** What happens at one endpoint. */
export type EndpointHappening =
  | { readonly what: 'falls-ill'; readonly variant: VariantName; readonly failing: number; readonly slowMs: number }
  | { readonly what: 'heals'; readonly variant: VariantName }
  | { readonly what: 'weights-by-hand'; readonly weights: Weights }
  | {
      readonly what: 'deploys';
      readonly config: string;
      readonly weights: Weights;
      readonly takesMs: number;
      readonly ends: DeployEnd;
    }
  | { readonly what: 'scales'; readonly variant: VariantName; readonly instances: number; readonly takesMs: number }
  | { readonly what: 'system-updates'; readonly takesMs: number }
  | { readonly what: 'deletes' }
  | { readonly what: 'orders'; readonly to: VariantName }
  | { readonly what: 'answers'; readonly says: Answer['kind'] }
  | { readonly what: 'releases'; readonly variant: VariantName }
  | { readonly what: 'sets-alarm'; readonly variant: VariantName; readonly guard: string }
  | { readonly what: 'drills'; readonly variant: VariantName; readonly guard: string; readonly move: boolean }
  | { readonly what: 'loses-data'; readonly variant: VariantName; readonly minutes: number }
  | { readonly what: 'is-not-evaluated'; readonly variant: VariantName; readonly minutes: number }
  | {
      readonly what: 'mutes';
      readonly variant: VariantName;
      /** One guard's alarm, or `all` of the variant. */
      readonly guard: string;
      readonly minutes: number;
      /** By a mute rule; or by disabling the actions of the variant's alarms, which are enabled again after that time. */
      readonly how: 'rule' | 'actions';
    }
  | { readonly what: 'unmutes'; readonly variant: VariantName }
  | { readonly what: 'loses-config'; readonly config: string }
  | { readonly what: 'remakes-config'; readonly config: string };

/** `all`, an endpoint, or a text that nobody can read. */
export type Frost = { readonly scope: 'all' | 'riddle' | EndpointName; readonly until?: Instant };

export type Happening = { readonly at: Instant } & (
  | (EndpointHappening & { readonly endpoint: EndpointName })
  | { readonly what: 'freezes'; readonly frost: Frost }
  | { readonly what: 'thaws' }
  | { readonly what: 'two-versions'; readonly minutes: number }
);

/** One service answers no call as it should, from one time to another. */
export type Outage = { readonly service: Service; readonly fault: Fault; readonly from: Instant; readonly to: Instant };

/** Share of events, 0..1, that meet each fate on their way. */
export type Delivery = {
  readonly duplicated: number;
  readonly late: number;
  readonly reordered: number;
  readonly lost: number;
  readonly deadLettered: number;
};

/** All that a seed says of its world; what is left to chance while it runs is drawn from the seed, too. */
export type Plan = {
  readonly seed: number;
  readonly start: Instant;
  readonly minutes: number;
  readonly endpoints: readonly EndpointPlan[];
  /** In the order of time. */
  readonly happenings: readonly Happening[];
  readonly outages: readonly Outage[];
  readonly faults: readonly Fault[];
  /** Share of calls that meet one of `faults`. */
  readonly faultRate: number;
  readonly delivery: Delivery;
  /** Share of weight changes that SageMaker takes back. */
  readonly takenBack: number;
  /** From the end of a minute until its metrics can be seen. */
  readonly metricDelayMs: number;
  /** Absent: nothing limits the deployment. */
  readonly limits?: Limits;
  /** People mute alarms, and somebody reads it. */
  readonly mutes?: true;
  /** Other faults than elsewhere at some calls: those that are made seldom. */
  readonly aimed?: { readonly sites: readonly Site[]; readonly faults: readonly Fault[]; readonly rate: number };
};
