import type { Points } from './value.ts';

/** What fills gaps: a number, a time series, the value before, or the line between the values around. */
export type Filler = 'REPEAT' | 'LINEAR' | number | Points | undefined;

export const filled = (points: Points, filler: Filler): Points => {
  if (filler === 'REPEAT') return repeated(points);
  if (filler === 'LINEAR') return interpolated(points);
  return points.map((point, index) => point ?? (typeof filler === 'object' ? filler[index] : filler));
};

/** Each gap repeats the value before it; what precedes the first value stays missing. */
const repeated = (points: Points): Points => {
  let last: number | undefined;
  return points.map((point) => {
    last = point ?? last;
    return last;
  });
};

/** Each gap between two values lies on the line through them; gaps at the ends stay missing. */
const interpolated = (points: Points): Points => {
  const all = [...points];
  let before = -1;
  for (const [after, end] of points.entries()) {
    if (end === undefined) continue;
    const start = points[before];
    for (let gap = before + 1; start !== undefined && gap < after; gap += 1) {
      all[gap] = start + ((end - start) * (gap - before)) / (after - before);
    }
    before = after;
  }
  return all;
};
