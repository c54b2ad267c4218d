import { percent } from '../../lambdas/domain/words/figures.ts';
import type { Choice } from './suggest.ts';
import type { Unit } from './watch.ts';

export const inUnit = (unit: Unit, value: number): string => {
  if (unit === 'share') return percent(value);
  const short = `${Number(value.toPrecision(3))}`;
  if (unit === 'plain') return short;
  return value >= 10_000 ? `${Number((value / 1_000).toPrecision(3))} s` : `${short} ms`;
};

/** `2`, `never`, `–` where it is not known. */
export const minutesWords = (minutes: number | null | undefined): string => {
  if (minutes === undefined) return '–';
  if (minutes === null) return 'never';
  return minutes > 10_080 ? '> 1 week' : `${Number(minutes.toPrecision(2))}`;
};

/** Found incidents where some were labelled, and the expectation where none were. */
export const speedWords = ({ detects, found }: Choice): string =>
  found === undefined
    ? `${minutesWords(detects?.tenth)} / ${minutesWords(detects?.half)}`
    : `${found.incidents} of ${found.of}, ${minutesWords(found.minutes)}`;

export const perMonth = (count: number, days: number): string =>
  days === 0 ? '–' : `${Number(((count * 30) / days).toPrecision(2))}`;
