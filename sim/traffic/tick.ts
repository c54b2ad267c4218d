import type { Instant, Random } from '../types.ts';
import type { Behaviour } from './behaviour.ts';
import { binomial, latency } from './draw.ts';

/** A value and how often it occurred. */
export type Weighted = readonly (readonly [value: number, count: number])[];

/** What one variant answered in one short stretch of time. */
export type Tick = {
  readonly endpoint: string;
  readonly variant: string;
  /** The new fleet's config, while it takes over. */
  readonly configName?: string;
  readonly from: Instant;
  readonly to: Instant;
  /** Share of the traffic 0..1 by the weights in force. */
  readonly share: number;
  /** How often its metrics come; absent: each minute. */
  readonly publishedEverySeconds?: number | undefined;
  /** Infinity: serverless. */
  readonly instances: number;
  readonly requests: number;
  readonly errors5xx: number;
  readonly errors4xx: number;
  readonly modelErrors: number;
  /** Requests that were answered well, but took longer than the endpoint's users put up with. */
  readonly slow: number;
  readonly modelLatencyMs: Weighted;
  readonly overheadMs: Weighted;
};

/** A tick without its latencies, which are only kept until their minute is told. */
export type Counts = Omit<Tick, 'modelLatencyMs' | 'overheadMs'>;

export type Answering = {
  readonly requests: number;
  readonly instances: number;
  readonly behaviour: Behaviour;
  readonly slowAboveMs: number;
  /** A stream for each purpose: more errors do not change the latencies. */
  readonly random: (purpose: string) => Random;
};

export type Answers = Pick<Tick, 'errors5xx' | 'errors4xx' | 'modelErrors' | 'slow' | 'modelLatencyMs' | 'overheadMs'>;

export const answer = ({ requests, instances, behaviour, slowAboveMs, random }: Answering): Answers => {
  if (instances === 0) return { ...NOBODY, errors5xx: requests };

  const errors5xx = binomial(requests, behaviour.errorRatio5xx, random('5xx'));
  const other = requests - errors5xx;
  const ratio4xx = behaviour.errorRatio4xx / (1 - behaviour.errorRatio5xx || 1);
  const modelLatencyMs = latencies(requests, behaviour, random('model-latency'));
  const slowRatio = count(modelLatencyMs.filter(([ms]) => ms > slowAboveMs)) / (requests || 1);
  return {
    errors5xx,
    errors4xx: binomial(other, ratio4xx, random('4xx')),
    modelErrors: binomial(requests, behaviour.modelErrorRatio, random('model')),
    slow: binomial(other, slowRatio, random('slow')),
    modelLatencyMs,
    overheadMs: latencies(requests, OVERHEAD, random('overhead')),
  };
};

export const count = (values: Weighted): number => values.reduce((sum, [, times]) => sum + times, 0);

/** A variant without instances answers nothing: every request to it fails, and no container took any time. */
const NOBODY: Answers = { errors5xx: 0, errors4xx: 0, modelErrors: 0, slow: 0, modelLatencyMs: [], overheadMs: [] };

export const OVERHEAD = { medianMs: 4, p99Ms: 15 };

const MAX_SAMPLES = 200;

/** Above MAX_SAMPLES requests, each drawn value stands for several requests. */
const latencies = (requests: number, spread: Pick<Behaviour, 'medianMs' | 'p99Ms'>, random: Random): Weighted => {
  const samples = Math.min(requests, MAX_SAMPLES);
  return Array.from({ length: samples }, (_, index) => {
    const times = Math.floor(((index + 1) * requests) / samples) - Math.floor((index * requests) / samples);
    // CloudWatch's value is in whole microseconds.
    return [Math.round(latency(spread, random) * 1000) / 1000, times] as const;
  });
};
