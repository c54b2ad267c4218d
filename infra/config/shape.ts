import type { ErrorSignal, Mode } from '../../lambdas/domain/policy.ts';

/** All that an adopter decides. */
export type RollbackConfig = {
  /** Prefix of every name that the deployment makes, and the stack's name: `[a-z0-9-]`, a letter first, at most 40 characters. Default: `sagemaker-rollback`. */
  readonly name?: string;
  /** Whom to tell, for every endpoint that does not say otherwise. */
  readonly tell?: Tell;
  /** The endpoints to guard. They exist already: this project never creates or owns one. */
  readonly endpoints: readonly EndpointConfig[];
  /**
   * Concurrency kept free for the functions, so that an account-wide rush cannot starve a rollback. Default: 5 and 2.
   * `false` keeps none free: a new account's quota may be so small that Lambda refuses to reserve any of it.
   */
  readonly reservedConcurrency?: ReservedConcurrency | false;
};

export type EndpointConfig = {
  /** The endpoint's name as SageMaker shows it, case included. */
  readonly endpoint: string;
  /** The production variant that is known to be good: traffic goes back to it. */
  readonly stable: string;
  /** The production variants to judge, at least one. */
  readonly canaries: readonly string[];
  /** `observe` says what it would do, `auto` does it. Default: `observe`. */
  readonly mode?: Mode;
  /**
   * Share (0..1) that stable must have carried when the incident opened: a model that served nobody is not known to be
   * good. Default: 0.5.
   */
  readonly stableMinShare?: number;
  /** Requests per minute that one instance of stable can take. Without it nobody asks whether stable can take the load. */
  readonly stableMaxRequestsPerInstance?: number;
  /** What every variant promises. Default: fewer than 2 % of requests answered with 5XX. */
  readonly guards?: GuardsConfig;
  /** Whom to tell about this endpoint, instead of the default. */
  readonly tell?: Tell;
};

export type GuardsConfig = {
  /** Requests that a minute must hold before it can count against a variant. Default: 20. */
  readonly minRequests?: number;
  /** Share of requests that fail. `false` leaves it out. Default: 5XX above 0.02. */
  readonly errors?: ErrorsGuard | false;
  /** How long the model takes. No default: what is slow, only the endpoint's owner knows. */
  readonly latency?: LatencyGuard | false;
};

export type ErrorsGuard = {
  /** Share of requests, between 0 and 1: the guard is breached above it. Default: 0.02. */
  readonly above?: number;
  /** Which errors count, each on its own: `5xx`, `4xx`, `model` (the container did not answer 2XX). Default: `['5xx']`. */
  readonly count?: readonly ErrorSignal[];
  /** Fires after one bad minute instead of two of three. `false` leaves it out. Default: above 0.25, of 50 requests. */
  readonly gross?: GrossErrors | false;
};
export type GrossErrors = {
  /** Share of requests, between `errors.above` and 1. */
  readonly above: number;
  /** Requests that the minute must hold. Default: 50. */
  readonly minRequests?: number;
};

export type LatencyGuard = {
  /** 50..99.9. Default: 99. */
  readonly percentile?: number;
  /** Milliseconds of the model's own time (ModelLatency): the guard is breached above it. */
  readonly aboveMs: number;
  /** Fires after one bad minute instead of two of three. `false` leaves it out. Default: three times `aboveMs`. */
  readonly gross?: GrossLatency | false;
};
export type GrossLatency = {
  /** Milliseconds, more than `latency.aboveMs`. */
  readonly aboveMs: number;
  /** Requests that the minute must hold. Default: 50. */
  readonly minRequests?: number;
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
};

/** Lets the editor complete and check the config. */
export const defineConfig = (config: RollbackConfig): RollbackConfig => config;
