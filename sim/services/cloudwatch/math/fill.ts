import type { Points } from './evaluate.ts';

/** Each gap repeats the value before it; what precedes the first value stays missing. */
export const fillRepeat = (points: Points): Points => {
  let last: number | undefined;
  return points.map((point) => {
    last = point ?? last;
    return last;
  });
};

/** Each gap between two values lies on the line through them; gaps at the ends stay missing. */
export const fillLinear = (points: Points): Points =>
  points.map((point, index) => {
    if (point !== undefined) return point;
    const before = points.findLastIndex((value, other) => other < index && value !== undefined);
    const after = points.findIndex((value, other) => other > index && value !== undefined);
    const start = points[before];
    const end = points[after];
    if (start === undefined || end === undefined) return undefined;
    return start + ((end - start) * (index - before)) / (after - before);
  });
