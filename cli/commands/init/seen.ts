import type { Levels } from './levels.ts';

/** Of a variant, what an owner needs to know before it is guarded. */
export type SeenVariant = {
  readonly variant: string;
  /** 0..1, by the weights in force; absent: all weights are 0. */
  readonly share?: number;
  /** Absent: not known, while the endpoint is being created. */
  readonly capacity?: { readonly instances: number } | { readonly maxConcurrency: number };
  /** Null: its capacity is not scaled automatically. Absent: nobody could read that. */
  readonly autoscaling?: { readonly min: number; readonly max: number } | null;
  /** Requests per minute of the last day, from periods of five minutes. Null: none. Absent: nobody could read that. */
  readonly lastDay?: { readonly usual: number; readonly busiest: number } | null;
  /** By the minute; of endpoints that were picked. */
  readonly levels?: Levels;
};

export type SeenEndpoint = {
  readonly endpoint: string;
  /** SageMaker's. */
  readonly status: string;
  readonly variants: readonly SeenVariant[];
  /** Why it cannot be guarded as it is, in a sentence; absent: it can. */
  readonly unfit?: Unfit;
};

export type Unfit = { readonly kind: 'shadowed' | 'not-serving' | 'unread'; readonly why: string };

export type Seen = {
  readonly region: string;
  readonly endpoints: readonly SeenEndpoint[];
  /** What could not be read, and why, each a sentence. */
  readonly unread: readonly string[];
};

export const isFit = ({ unfit }: SeenEndpoint): boolean => unfit === undefined;

/** It has no variant to shift traffic to: what it can go back to is an endpoint config. */
export const isSingle = ({ variants }: Pick<SeenEndpoint, 'variants'>): boolean => variants.length === 1;
