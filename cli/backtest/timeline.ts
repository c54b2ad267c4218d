import type { Instant } from '../../lambdas/domain/model.ts';

/** The worst figure of each stretch of a history of unknown length, in a number of stretches that has a bound. */
export type Timeline = { from: Instant; widthMs: number; worst: (number | undefined)[] };

/** About as many as a page has columns to draw them in. */
const MOST = 720;

export const openTimeline = (periodSeconds: number): Timeline => ({
  from: Number.NaN,
  widthMs: periodSeconds * 1_000,
  worst: [],
});

/** Widens all stretches to double where one more would be too many. */
export const addFigure = (
  timeline: Timeline,
  { at, figure }: { readonly at: Instant; readonly figure: number },
  worse: 'above' | 'below',
): void => {
  if (Number.isNaN(timeline.from)) timeline.from = at;
  while (Math.floor((at - timeline.from) / timeline.widthMs) >= MOST) halve(timeline, worse);
  const place = Math.floor((at - timeline.from) / timeline.widthMs);
  while (timeline.worst.length <= place) timeline.worst.push(undefined);
  timeline.worst[place] = worst(timeline.worst[place], figure, worse);
};

const halve = (timeline: Timeline, worse: 'above' | 'below'): void => {
  const { worst: old } = timeline;
  timeline.widthMs *= 2;
  timeline.worst = Array.from({ length: Math.ceil(old.length / 2) }, (_, place) =>
    worst(old[2 * place], old[2 * place + 1], worse),
  );
};

export const worst = (
  one: number | undefined,
  other: number | undefined,
  worse: 'above' | 'below',
): number | undefined => {
  if (one === undefined || other === undefined) return one ?? other;
  return worse === 'above' ? Math.max(one, other) : Math.min(one, other);
};
