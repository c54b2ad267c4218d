import { type Frame, finite, type Points } from './value.ts';

/** How the value changed since the value before it, whatever gap is between; the first one has none before it. */
export const differences = (points: Points): Points => sincePrevious(points, ({ value, before }) => value - before);

/** Seconds since the value before. */
export const timeDifferences = (points: Points, frame: Frame): Points =>
  sincePrevious(points, ({ index, last }) => secondsBetween(frame, last, index));

/** Change per second since the value before. */
export const rates = (points: Points, frame: Frame): Points =>
  sincePrevious(points, ({ value, before, index, last }) => (value - before) / secondsBetween(frame, last, index));

/** Each value with all before it. */
export const runningSums = (points: Points): Points => {
  let sum = 0;
  return points.map((point) => {
    sum += point ?? 0;
    return point === undefined ? undefined : sum;
  });
};

type Step = { readonly value: number; readonly before: number; readonly index: number; readonly last: number };

const secondsBetween = ({ starts }: Frame, from: number, to: number): number =>
  ((starts[to] ?? 0) - (starts[from] ?? 0)) / 1000;

const sincePrevious = (points: Points, change: (step: Step) => number): Points => {
  let last = -1;
  return points.map((value, index) => {
    if (value === undefined) return undefined;
    const before = points[last];
    const changed = before === undefined ? undefined : finite(change({ value, before, index, last }));
    last = index;
    return changed;
  });
};
