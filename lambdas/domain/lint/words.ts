import type { Watch } from './watch.ts';

/** A figure as people write it: 0.02, 500000. */
export const amount = (value: number): string => String(Number(value.toPrecision(6)));

export const asks = ({ comparison, threshold }: Pick<Watch, 'comparison' | 'threshold'>): string =>
  `it fires ${comparison} ${amount(threshold)}`;

const UNITS: readonly (readonly [unit: string, seconds: number])[] = [
  ['day', 86_400],
  ['hour', 3_600],
];

/** In the longest unit of which it is a whole number. */
export const span = (seconds: number): string => {
  const [unit, of] = UNITS.find(([, each]) => seconds % each === 0) ?? ['minute', 60];
  const count = amount(seconds / of);
  return `${count} ${unit}${count === '1' ? '' : 's'}`;
};
