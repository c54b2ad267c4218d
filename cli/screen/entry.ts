import type { Bounds } from './bounds.ts';
import type { Tone } from './paint.ts';

/** What the screen shows of one or more journal lines. */
export type Entry =
  | { readonly kind: 'step'; readonly tag: Tag; readonly text: string; readonly tone: Tone }
  | { readonly kind: 'card'; readonly card: Card }
  | { readonly kind: 'minute'; readonly minute: Minute };

/** The six steps from trigger to people bear the names that the docs give them. */
export type Tag =
  | 'story'
  | 'alarm'
  | 'event'
  | 'look'
  | 'decide'
  | 'act'
  | 'record'
  | 'tell'
  | 'weights'
  | 'call'
  | 'log'
  | 'BROKEN';

/** Something that reached people. */
export type Card = {
  readonly channel: 'email' | 'slack' | 'page';
  readonly head: string;
  readonly subject: string;
  readonly paragraphs: readonly string[];
  /** Commands that a reader may copy. */
  readonly commands: readonly string[];
};

/** One endpoint's past minute. */
export type Minute = {
  readonly endpoint: string;
  readonly variants: readonly VariantMinute[];
  readonly bounds: Bounds;
  /** Stable's figures in the first minute that was seen. */
  readonly usual: Bounds;
};

export type VariantMinute = {
  readonly name: string;
  /** Share of the traffic, 0..1. */
  readonly share: number;
  readonly requests: number;
  /** Share of requests answered with 5XX, 0..1. */
  readonly errors: number;
  readonly p99Ms?: number | undefined;
};

export const step = (tag: Tag, text: string, tone: Tone = 'plain'): Entry => ({ kind: 'step', tag, text, tone });
