import type { Watch } from './watch.ts';

/** A figure as people write it: 0.02, 500000. */
export const amount = (value: number): string => String(Number(value.toPrecision(6)));

export const asks = ({ comparison, threshold }: Pick<Watch, 'comparison' | 'threshold'>): string =>
  `it fires ${comparison} ${amount(threshold)}`;

const DAY_SECONDS = 86_400;

export const span = (seconds: number): string => {
  const [unit, of] = seconds >= DAY_SECONDS ? ['day', DAY_SECONDS] : ['minute', 60];
  const count = amount(seconds / of);
  return `${count} ${unit}${count === '1' ? '' : 's'}`;
};
