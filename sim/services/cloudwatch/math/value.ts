import type { Instant } from '../../../types.ts';

/** One value for each period, oldest first; undefined where there is no datapoint. */
export type Points = readonly (number | undefined)[];

/** One of an array of time series; `id` where it is a metric's, or came of one. */
export type Member = { readonly id: string | undefined; readonly points: Points };

/** CloudWatch's S, TS and TS[]. */
export type Shape = 'scalar' | 'series' | 'array';

/** What a metric's past lets one expect of it in one period. */
export type Expected = { readonly mean: number; readonly deviation: number; readonly neverNegative: boolean };

/** What an expression is computed over. */
export type Frame = {
  /** Starts of the periods, oldest first, as far apart as the period is long. */
  readonly starts: readonly Instant[];
  /** The values behind an id, in the shape that the id was compiled with. */
  readonly series: (id: string) => Points;
  readonly array: (id: string) => readonly Member[];
  /** What is expected of a metric in each period; absent where nobody learns from the past. */
  readonly expected?: (id: string) => readonly (Expected | undefined)[];
};

/** An expression whose kinds were checked once, ready to be run over any frame. A scalar may be missing too. */
export type Compiled = CompiledScalar | CompiledSeries | CompiledArray;
export type CompiledScalar = { readonly shape: 'scalar'; readonly run: (frame: Frame) => number | undefined };
export type CompiledSeries = { readonly shape: 'series'; readonly run: (frame: Frame) => Points };
export type CompiledArray = { readonly shape: 'array'; readonly run: (frame: Frame) => readonly Member[] };

export const scalar = (run: CompiledScalar['run']): CompiledScalar => ({ shape: 'scalar', run });
export const series = (run: CompiledSeries['run']): CompiledSeries => ({ shape: 'series', run });
export const array = (run: CompiledArray['run']): CompiledArray => ({ shape: 'array', run });

/** A division by zero, or a logarithm of nothing, drops the datapoint. */
export const finite = (value: number): number | undefined => (Number.isFinite(value) ? value : undefined);

/** Does with each member what is done with one time series. */
export const ofMembers = (members: readonly Member[], change: (points: Points) => Points): readonly Member[] =>
  members.map(({ id, points }) => ({ id, points: change(points) }));

/** A function of time series that takes arrays of them as well. */
export const along = (
  of: CompiledSeries | CompiledArray,
  change: (points: Points, frame: Frame) => Points,
): Compiled =>
  of.shape === 'series'
    ? series((frame) => change(of.run(frame), frame))
    : array((frame) => ofMembers(of.run(frame), (points) => change(points, frame)));
