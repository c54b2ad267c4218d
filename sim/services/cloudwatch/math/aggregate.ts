import type { Member, Points } from './value.ts';

export type Aggregate = 'SUM' | 'AVG' | 'MIN' | 'MAX' | 'STDDEV' | 'DATAPOINT_COUNT';

/** Of all the values of one time series; undefined when there is none. */
export const total = (name: Aggregate, points: Points): number | undefined => {
  const present = points.filter((point) => point !== undefined);
  if (name === 'DATAPOINT_COUNT') return present.length;
  return present.length === 0 ? undefined : OF_VALUES[name](present, points.length);
};

/** Of the values of all members at each time; nothing where none has one. */
export const acrossMembers = (name: Aggregate, members: readonly Member[]): Points => {
  const length = members[0]?.points.length ?? 0;
  return Array.from({ length }, (_, index) => {
    const present = members.map(({ points }) => points[index]).filter((point) => point !== undefined);
    if (present.length === 0) return undefined;
    return name === 'DATAPOINT_COUNT' ? present.length : OF_VALUES[name](present, members.length);
  });
};

type OfValues = (present: readonly number[], places: number) => number;

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

/** Of at least one value. Only AVG takes the missing ones as 0. */
const OF_VALUES: Readonly<Record<Exclude<Aggregate, 'DATAPOINT_COUNT'>, OfValues>> = {
  SUM: sum,
  AVG: (present, places) => sum(present) / places,
  MIN: (present) => present.reduce((least, value) => Math.min(least, value)),
  MAX: (present) => present.reduce((most, value) => Math.max(most, value)),
  STDDEV: (present) => {
    const mean = sum(present) / present.length;
    return Math.sqrt(sum(present.map((value) => (value - mean) ** 2)) / present.length);
  },
};
