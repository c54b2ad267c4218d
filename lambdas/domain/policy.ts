/** Names are checked once, where text enters (the config at synth, events at the door); past that the compiler keeps them apart. */
export type EndpointName = string & { readonly __brand: 'EndpointName' };
export type VariantName = string & { readonly __brand: 'VariantName' };

/**
 * Each does more than the one before: `observe` says what it would do, `recommend` asks a person to do it, `approve` does
 * it once a person has agreed, `auto` does it.
 */
export type Mode = 'observe' | 'recommend' | 'approve' | 'auto';

/** How long mode approve waits for an answer before it asks once more, where the owner did not say. */
export const APPROVE_WITHIN_MINUTES = 15;

export type ErrorSignal = '5xx' | '4xx' | 'model';
/**
 * `slow`: requests that take the model longer than a bound. `overhead`: what SageMaker itself takes, beside the model.
 * `traffic`: requests of the whole endpoint.
 */
export type Signal = ErrorSignal | 'slow' | 'latency' | 'overhead' | 'traffic' | 'judge' | 'metric' | 'alarm';

/** What the judge compares of a canary with its stable, and how surely. */
export type Comparison = {
  /** Requests that fail, or that take longer than `slowerThanMs`. */
  readonly of: ErrorSignal | 'slow';
  readonly slowerThanMs?: number;
  /** Share of healthy canaries that may be called worse within a day, 0..1. */
  readonly falseAlarms: number;
  /** Smallest difference between the two shares that is worth acting on, 0..1. */
  readonly smallest: number;
};

/** Any metric of CloudWatch, as a guard of its own watches it. */
export type MetricWatched = {
  readonly namespace: string;
  readonly name: string;
  readonly stat: string;
  /** All but that of the variant. */
  readonly dimensions: Readonly<Record<string, string>>;
  /** Its value is the variant. Absent: the metric names none, and one alarm stands for the whole endpoint. */
  readonly variantDimension?: string;
  /** What people write behind the figure: `%`, `EUR`. */
  readonly unit?: string;
  /** A period with fewer datapoints counts as good. */
  readonly minSamples?: number;
  /** A datapoint speaks of what happened up to so long before its period. */
  readonly lagSeconds?: number;
};

/** An alarm that there is already, and that is never changed: by its name, and the variant that it is about if it is about one. */
export type ExistingAlarm = { readonly name: string; readonly variant?: VariantName };

/**
 * One promise, realised as one CloudWatch alarm on each guarded variant and on stable; or one of the endpoint, where what
 * is watched names no variant.
 */
export type Guard = {
  /** Last part of the alarm's name, unique within the endpoint: `errors-5xx`, `latency-p99`, `errors-5xx-gross`… */
  readonly id: string;
  readonly signal: Signal;
  /** A gross guard fires on one period, so that a broken canary is gone within a minute. */
  readonly gross: boolean;
  /**
   * Error signals and `slow`: share of requests, 0..1. Latency and overhead: milliseconds. Judge: evidence. The guard is
   * breached strictly above it, or strictly below `below`: one of the two, and none where the alarm is not ours.
   */
  readonly above?: number;
  readonly below?: number;
  /** Latency and overhead only: 50..99.9. */
  readonly percentile?: number;
  /** Signal `slow` only: milliseconds of the model's own time. */
  readonly slowerThanMs?: number;
  /** Signal `judge` only: its alarm watches what the judge says of this, and stands on canaries alone. */
  readonly compares?: Comparison;
  /** Signal `metric` only. */
  readonly metric?: MetricWatched;
  /** Signal `metric` only: `above` and `below` are multiples of the figure of this variant, of the same period. */
  readonly timesOf?: VariantName;
  /** Signal `metric` only: what was recorded at training, of which `above` or `below` was made. */
  readonly atTraining?: number;
  /**
   * Signal `metric` only: `above` or `below` is the width of CloudWatch's anomaly detection band, in standard deviations; what
   * is breached is the band's upper line, or its lower one.
   */
  readonly anomalyBand?: true;
  /** Signal `traffic` only: the requests of all of these count, together. */
  readonly sums?: readonly VariantName[];
  /** Signal `alarm` only. */
  readonly existing?: ExistingAlarm;
  /** What it means for people where the guard is broken, as a sentence. */
  readonly because?: string;
  /** Absent: a minute. Of errors and `slow`, less than that. */
  readonly periodSeconds?: number;
  /** What a period without data counts as. Absent: as good. */
  readonly missing?: 'breaching' | 'ignore';
  /** Requests that a period must hold before it can breach. */
  readonly minRequests: number;
  /** Error signals and `slow`: so many requests beside the share. Of few requests, some fail by chance. Absent: none. */
  readonly plus?: number;
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
  /** The guarded variants, never the stable one; none where `restore` judges the one variant that there is. */
  readonly canaries: readonly VariantName[];
  readonly mode: Mode;
  /** Mode `approve` only: after so many minutes without an answer people are asked once more. */
  readonly approveWithinMinutes?: number;
  readonly guards: readonly Guard[];
  /** Share 0..1 that stable must have carried when the incident opened: a model that served nobody is not known to be good. */
  readonly stableMinShare: number;
  /**
   * Requests per minute that one instance of stable can take, or one unit of a serverless variant's MaxConcurrency;
   * absent: nobody stated a bound.
   */
  readonly stableMaxRequestsPerInstance?: number;
  /** Absent: the weights are shifted, and that is all. */
  readonly strategy?: ScaleThenShift;
  /** The guarded variant that gets the traffic where stable is unwell too. */
  readonly fallback?: VariantName;
  /** Of an endpoint with one variant, and so without canaries: its last known good endpoint config is what it goes back to. */
  readonly restore?: RestorePolicy;
  readonly contacts: Contacts;
};

/** A stable that is too small for all traffic is raised before it gets it. */
export type ScaleThenShift = {
  readonly kind: 'scale-then-shift';
  /** To so many at the most: instances, or the MaxConcurrency of a serverless variant. */
  readonly maxInstances: number;
  /** For so long it may take to grow; after that a person has to decide. */
  readonly withinMinutes: number;
};

/** An endpoint config is known to be good once it has served under its guards for so many minutes, each with enough requests. */
export type RestorePolicy = { readonly bakeMinutes: number };

/** What stops a rollback from being repeated. None of it stops the first one for an endpoint config. */
export type Limits = {
  /** From one shift of an endpoint to its next. */
  readonly cooldownMinutes: number;
  /** So many shifts of one endpoint within so many minutes: going back does not help it. */
  readonly flaps: { readonly shifts: number; readonly withinMinutes: number };
  /** Of one endpoint, in 24 hours. */
  readonly shiftsPerDay: number;
  readonly storm: StormLimits;
  /** SageMaker calls that one container may make a second, on average over a minute. */
  readonly callsPerSecond: number;
};

/** More endpoints than this, or more than this share of them, open incidents within so many minutes. */
export type StormLimits = { readonly endpoints: number; readonly share: number; readonly withinMinutes: number };

/** What a deployment guards; compiled into the functions' assets, so that no store has to answer before a rollback. */
export type Deployment = {
  /** Prefix of every name that the deployment makes. */
  readonly name: string;
  readonly policies: readonly Policy[];
  /** Of the code, as package.json says it; absent from what an older one deployed. */
  readonly version?: string;
  /** Absent: synthesised before there were any, and nothing limits it. */
  readonly limits?: Limits;
};
