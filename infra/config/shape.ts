import type { ErrorSignal, Mode } from '../../lambdas/domain/policy.ts';
import type { ReadingGuards } from './guards/shape.ts';

/** All that an adopter decides. */
export type RollbackConfig = {
  /** Prefix of every name that the deployment makes, and the stack's name: `[a-z0-9-]`, a letter first, at most 40 characters. Default: `sagemaker-rollback`. */
  readonly name?: string;
  /** Whom to tell, for every endpoint that does not say otherwise. */
  readonly tell?: Tell;
  /** The endpoints to guard. They exist already: this project never creates or owns one. */
  readonly endpoints: readonly EndpointConfig[];
  /**
   * Concurrency kept free for the functions, so that an account-wide rush cannot starve a rollback. Default: 5, 2 and 1.
   * `false` keeps none free: a new account's quota may be so small that Lambda refuses to reserve any of it.
   */
  readonly reservedConcurrency?: ReservedConcurrency | false;
  /** What stops rollbacks from being repeated, and from following an outage that all endpoints share. */
  readonly limits?: LimitsConfig;
};

/** None of them ever stops the first shift to stable for a new endpoint config. Who reaches one is told. */
export type LimitsConfig = {
  /** Minutes from one shift of an endpoint to its next. Default: 10. */
  readonly cooldownMinutes?: number;
  /** So many shifts of one endpoint within so many minutes are enough. Default: 3 within 60. */
  readonly flaps?: { readonly shifts?: number; readonly withinMinutes?: number };
  /** Shifts of one endpoint in 24 hours. Default: 6. */
  readonly shiftsPerDay?: number;
  /**
   * More than so many endpoints, or more than this share (0..1) of ten guarded ones or more, open incidents within so many
   * minutes. Then only those are shifted whose canary is at least twice as bad as its own stable. Default: 10, 0.2, 10.
   */
  readonly storm?: { readonly endpoints?: number; readonly share?: number; readonly withinMinutes?: number };
  /**
   * Calls of SageMaker that one container of `reconcile` makes a second, on average over a minute; for a moment it makes
   * three times as many. A shift never waits for it. Default: 2.
   */
  readonly callsPerSecond?: number;
};

export type EndpointConfig = {
  /** The endpoint's name as SageMaker shows it, case included. */
  readonly endpoint: string;
  /** The production variant that is known to be good: traffic goes back to it. */
  readonly stable: string;
  /** The production variants to judge, at least one; none with the strategy `restore`. */
  readonly canaries: readonly string[];
  /**
   * `observe` says what it would do, `recommend` asks a person to do it, `approve` does it once a person has agreed,
   * `auto` does it. Default: `observe`.
   */
  readonly mode?: Mode;
  /** Mode `approve` only: after so many minutes without an answer people are asked once more. 1..1440. Default: 15. */
  readonly approveWithinMinutes?: number;
  /**
   * Share (0..1) that stable must have carried when the incident opened: a model that served nobody is not known to be
   * good. Default: 0.5.
   */
  readonly stableMinShare?: number;
  /** Requests per minute that one instance of stable can take; of a serverless one, one unit of its MaxConcurrency. Without it nobody asks whether stable can take the load. */
  readonly stableMaxRequestsPerInstance?: number;
  /**
   * What to do about a bad canary. `shift`: stable gets all traffic, if it is fit for it. `scaleThenShift`: a stable that
   * is too small for that by `stableMaxRequestsPerInstance` is raised first. `restore`: of an endpoint with one variant,
   * whose guards trigger then, the last endpoint config that served well comes back. Default: `shift`.
   */
  readonly strategy?: 'shift' | { readonly scaleThenShift: ScaleThenShiftConfig } | { readonly restore: RestoreConfig };
  /** One of the canaries: gets the traffic where stable is unwell too, in mode auto. Default: nobody does. */
  readonly fallback?: string;
  /** What every variant promises. Default: no more than 2 % of requests, plus 2 a minute, answered with 5XX. */
  readonly guards?: GuardsConfig;
  /** Whom to tell about this endpoint, instead of the default. */
  readonly tell?: Tell;
};

export type ScaleThenShiftConfig = {
  /** Stable is raised to so many instances at the most; a serverless one, to so much MaxConcurrency. */
  readonly maxInstances: number;
  /** Minutes that stable may take to grow; after that a person has to decide. Default: 10. */
  readonly withinMinutes?: number;
};

export type RestoreConfig = {
  /** Minutes, each with enough requests, that an endpoint config must serve under its guards to be known as good. 1..720. Default: 60. */
  readonly bakeMinutes?: number;
};

export type GuardsConfig = ReadingGuards & {
  /**
   * Requests that a minute must hold before it can count against a variant. Default: 20. A latency guard asks for as many
   * as its percentile needs, if those are more: 100 for the 99th.
   */
  readonly minRequests?: number;
  /** Share of requests that fail. `false` leaves it out. Default: 5XX above 0.02 plus 2. */
  readonly errors?: ErrorsGuard | false;
  /** Canaries that are worse than stable, whatever is usual. No default: it takes a function that runs every minute. */
  readonly judge?: JudgeGuard | false;
  /** How long the model takes. No default: what is slow, only the endpoint's owner knows. */
  readonly latency?: LatencyGuard | false;
  /** What SageMaker takes beside the model (OverheadLatency): percentile and bounds as of `latency`. No default. */
  readonly overhead?: LatencyGuard | false;
  /** Share of requests that take the model longer than a bound. No default. */
  readonly slow?: SlowGuard | false;
};

export type ErrorsGuard = {
  /** Share of requests, between 0 and 1: the guard is breached above it. Default: 0.02. */
  readonly above?: number;
  /** So many bad requests of a minute are allowed beside that share: of few requests, some fail by chance. Default: 2. */
  readonly plus?: number;
  /** Which errors count, each on its own: `5xx`, `4xx`, `model` (the container did not answer 2XX). Default: `['5xx']`. */
  readonly count?: readonly ErrorSignal[];
  /**
   * Fires after one bad minute instead of two of three. `false` leaves it out. Default: two and a half times `above`, and
   * one request more than `plus`; none where that would be all requests.
   */
  readonly gross?: GrossErrors | false;
  /**
   * The gross guard once more, on periods of so many seconds, for an endpoint config that publishes its metrics so often
   * (MetricsConfig, with enhanced metrics). Default: left out. `lint` says whether they arrive.
   */
  readonly grossEverySeconds?: 10 | 30;
};
export type GrossErrors = {
  /** Share of requests, between the guard's own `above` and 1. */
  readonly above: number;
  /** So many bad requests of the minute are allowed beside that share. Default: one more than the guard's own `plus`. */
  readonly plus?: number;
  /** Requests that the minute must hold. Default: those of the guard itself. */
  readonly minRequests?: number;
};

export type LatencyGuard = {
  /** 50..99.9. Default: 99. */
  readonly percentile?: number;
  /** Milliseconds of the model's own time (ModelLatency), or of SageMaker's beside it: the guard is breached above it. */
  readonly aboveMs: number;
  /** Fires after one bad minute instead of two of three. `false` leaves it out. Default: three times `aboveMs`. */
  readonly gross?: GrossLatency | false;
};
export type GrossLatency = {
  /** Milliseconds, more than `latency.aboveMs`. */
  readonly aboveMs: number;
  /** Requests that the minute must hold. Default: those of the guard itself, and at least 50. */
  readonly minRequests?: number;
};

export type SlowGuard = {
  /** Milliseconds of the model's own time (ModelLatency): a request that takes longer is slow. */
  readonly thanMs: number;
  /** Share of requests, between 0 and 1, that may be slow: the guard is breached above it. */
  readonly above: number;
  /** So many slow requests of a minute are allowed beside that share. Default: 2. */
  readonly plus?: number;
  /** Requests that a minute must hold. Default: `guards.minRequests`. */
  readonly minRequests?: number;
  /** Fires after one bad minute instead of two of three, as `errors.gross` does. `false` leaves it out. */
  readonly gross?: GrossErrors | false;
  /** As of `errors`. */
  readonly grossEverySeconds?: 10 | 30;
};

/** Compares each canary with stable, from its first minute on. */
export type JudgeGuard = {
  /** Errors to compare, each on its own: `5xx`, `4xx`, `model`. `false` leaves them out. Default: `['5xx']`. */
  readonly errors?: { readonly count?: readonly ErrorSignal[] } | false;
  /** The share of requests that take the model longer than this; stable's own p95 is a good bound. Default: left out. */
  readonly slow?: { readonly aboveMs: number };
  /** Share of healthy canaries that may be called worse within a day, by all that is compared. Default: 0.01. */
  readonly falseAlarms?: number;
  /** Smallest difference between the two shares that is worth acting on. Default: 0.005. */
  readonly smallest?: number;
};

/** At least one of the two. */
export type Tell = {
  /** Each confirms its subscription once, by a link that AWS sends. */
  readonly emails?: readonly string[];
  /** Name of the SSM SecureString that holds the Slack incoming webhook's URL. The URL itself is a secret: never put it here. */
  readonly slackWebhookParameter?: string;
};

export type ReservedConcurrency = {
  readonly reconcile: number;
  readonly notify: number;
  /** Used where an endpoint has a judge. Default: 1. */
  readonly judge?: number;
};

/** Lets the editor complete and check the config. */
export const defineConfig = (config: RollbackConfig): RollbackConfig => config;
