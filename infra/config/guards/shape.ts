/** Any metric of CloudWatch as a guard: one alarm on each variant where it names the variant, else one on the endpoint. */
export type MetricGuard = {
  /** Unique within the endpoint: last part of the alarm's name. Letters, digits and hyphens, at most 40. */
  readonly id: string;
  readonly namespace: string;
  readonly metric: string;
  /** `Average`, `Sum`, `Minimum`, `Maximum`, `SampleCount`, or a percentile such as `p99`. */
  readonly statistic: string;
  /** Those that the metric is published with, but the variant's. Default: none. */
  readonly dimensions?: Readonly<Record<string, string>>;
  /** The dimension that holds the variant's name. Without it nobody knows which variant the figure is about. */
  readonly variantDimension?: string;
  /** The guard is breached above it; or, with `below`, below that. Exactly one of the two, in the metric's own unit. */
  readonly above?: number;
  readonly below?: number;
  /**
   * Then `above` or `below` is a multiple: `'stable'` of what stable's figure is in the same period, so that the guard is on
   * the canaries alone; `{ training: 0.31 }` of a figure that was recorded at training. With `'usual'` it is the width, in
   * standard deviations, of CloudWatch's anomaly detection band: what is usual at such a time of the day and the week.
   */
  readonly comparedWith?: 'stable' | 'usual' | AtTraining;
  /** Written behind the figure for people: `%`, `EUR`. */
  readonly unit?: string;
  /** 10, 20, 30 or a multiple of 60. Default: 60. */
  readonly periodSeconds?: number;
  /** M of N. Default: 2 of 3; with periods of an hour or more, 1 of 1. */
  readonly breachingPeriods?: number;
  readonly outOfPeriods?: number;
  /** Datapoints that a period must hold before it can count. Default: one. */
  readonly minSamples?: number;
  /** What a period without data counts as. Default: `notBreaching`. */
  readonly missing?: 'notBreaching' | 'breaching' | 'ignore';
  /** A datapoint speaks of what happened up to so long before its period: of a job over the last hour, 60. Default: 0. */
  readonly lagMinutes?: number;
  /** What it means for people where this breaks, as a sentence without its full stop. */
  readonly because: string;
};

export type AtTraining = { readonly training: number };

/** An alarm of CloudWatch that there is already, composite ones too. It is read, and never made, changed or deleted. */
export type AlarmGuard = {
  /** As CloudWatch shows it, in the same account and Region. */
  readonly name: string;
  /** The variant that it is about. Without it nobody knows which one it is. */
  readonly variant?: string;
  /** What it means for people where it goes off, as a sentence without its full stop. */
  readonly because: string;
};

export type CpuGuard = {
  /** Share (0..1) of all cores of an instance. */
  readonly above: number;
  /** Cores (vCPUs) of the variant's instance type: CloudWatch counts 100 % for each. */
  readonly cores: number;
};

/** `above`: share (0..1) of an instance's memory. */
export type MemoryGuard = { readonly above: number };

export type GpuGuard = {
  /** Share (0..1) of all GPUs of an instance. */
  readonly above: number;
  /** GPUs of the variant's instance type: CloudWatch counts 100 % for each. */
  readonly gpus: number;
};

/** `above`: share (0..1) of an instance's disk. */
export type DiskGuard = { readonly above: number };

/** A monitoring schedule of SageMaker Model Monitor. Its metrics name the endpoint, and no variant. */
export type Monitored = {
  /** Name of the monitoring schedule. */
  readonly schedule: string;
  /** How often it runs. Default: `hour`. */
  readonly every?: 'hour' | 'day';
  /** A datapoint speaks of data captured up to so long before. Default: two hours, or 26 with `every: 'day'`. */
  readonly lagMinutes?: number;
};

/** A feature, or a prediction, that is distributed otherwise than in the baseline (data quality monitoring). */
export type DriftGuard = Monitored & {
  /** As in the baseline's statistics. */
  readonly feature: string;
  /** Distance from the baseline, as the schedule's constraints define it (comparison_method). */
  readonly above: number;
};

/** How good predictions were by the labels that came for them (model quality monitoring). */
export type QualityGuard = Monitored & {
  /** As Model Monitor names it: `accuracy`, `precision`, `recall`, `f1`, `auc`, `rmse`, `mae`, `r2`… */
  readonly metric: string;
  /** Exactly one of the two: below it for what is to be high, above it for an error. */
  readonly below?: number;
  readonly above?: number;
  /** Then that is a multiple of what the metric was at training. */
  readonly comparedWith?: AtTraining;
};

/** Requests of all variants together. It names none of them. */
export type TrafficGuard = {
  /** Requests a minute: the guard is breached below it, in three minutes in a row. */
  readonly below: number;
};

/** Guards that no minute of requests tells of: any metric, and any alarm. */
export type ReadingGuards = {
  /** Share of all cores in use, in three minutes in a row. */
  readonly cpu?: CpuGuard | false;
  readonly memory?: MemoryGuard | false;
  readonly gpu?: GpuGuard | false;
  readonly gpuMemory?: GpuGuard | false;
  readonly disk?: DiskGuard | false;
  /** Requests a minute of the whole endpoint. */
  readonly traffic?: TrafficGuard | false;
  /** Of Model Monitor: data quality, and model quality. They name no variant. */
  readonly drift?: readonly DriftGuard[];
  readonly quality?: readonly QualityGuard[];
  /** Any other metric: a business figure, users' feedback. */
  readonly metrics?: readonly MetricGuard[];
  /** Alarms that there are already. */
  readonly alarms?: readonly AlarmGuard[];
};
