/** Names are checked once, where text enters (the config at synth, events at the door); past that the compiler keeps them apart. */
export type EndpointName = string & { readonly __brand: 'EndpointName' };
export type VariantName = string & { readonly __brand: 'VariantName' };

/** `observe` says what it would do; `auto` does it. */
export type Mode = 'observe' | 'auto';

export type ErrorSignal = '5xx' | '4xx' | 'model';
export type Signal = ErrorSignal | 'latency';

/** One promise about a variant, realised as one CloudWatch alarm on each guarded variant and on stable. */
export type Guard = {
  /** Last part of the alarm's name, unique within the endpoint: `errors-5xx`, `latency-p99`, `errors-5xx-gross`… */
  readonly id: string;
  readonly signal: Signal;
  /** A gross guard fires on one period, so that a broken canary is gone within a minute. */
  readonly gross: boolean;
  /** Error signals: share of requests, 0..1. Latency: milliseconds. The guard is breached strictly above it. */
  readonly above: number;
  /** Latency only: 50..99.9. */
  readonly percentile?: number;
  /** Requests that a period must hold before it can breach. */
  readonly minRequests: number;
  /** M of N. */
  readonly breachingPeriods: number;
  readonly outOfPeriods: number;
};

/** Whom an endpoint's messages go to. */
export type Contacts = {
  readonly emails: readonly string[];
  /** Name of the SSM SecureString that holds the Slack incoming webhook's URL. */
  readonly slackWebhookParameter?: string;
};

/** All that an endpoint's owner decided, complete: every default is filled in at synth. */
export type Policy = {
  readonly endpoint: EndpointName;
  readonly stable: VariantName;
  /** The guarded variants: at least one, never the stable one. */
  readonly canaries: readonly VariantName[];
  readonly mode: Mode;
  readonly guards: readonly Guard[];
  /** Share 0..1 that stable must have carried when the incident opened: a model that served nobody is not known to be good. */
  readonly stableMinShare: number;
  /** Requests per minute that one instance of stable can take; absent: nobody stated a bound. */
  readonly stableMaxRequestsPerInstance?: number;
  readonly contacts: Contacts;
};

/** What a deployment guards; compiled into the functions' assets, so that no store has to answer before a rollback. */
export type Deployment = {
  /** Prefix of every name that the deployment makes. */
  readonly name: string;
  readonly policies: readonly Policy[];
};
