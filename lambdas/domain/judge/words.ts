import type { Instant } from '../model.ts';
import { dayTime, percent } from '../words/figures.ts';
import type { Compared, Judgement, Rise } from './judgement.ts';
import type { Settings } from './measure.ts';
import type { Scored } from './pair.ts';
import { shareOf } from './ratio.ts';

/** What is spoken about. */
export type Subject = {
  readonly canary: string;
  readonly stable: string;
  /** `server errors (5XX)`, `slower than 300 ms`, `feedback`. */
  readonly what: string;
  readonly smallest: Settings['smallest'];
};

type Counted = { readonly requests: number };
type Figure<Of> = (side: Of) => string;

/** `canary: server errors (5XX) 3.1 % against 0.5 % on 1,240 requests since 2026-01-05 10:00:00 UTC`. */
export const ratioWords = (judgement: Judgement, subject: Subject): string =>
  words(judgement, subject, (side) => percent(shareOf(side)), percent(subject.smallest));

/** `canary: feedback 3.12 against 4.05 on 310 scores since 2026-01-05 10:00:00 UTC`. */
export const meanWords = (judgement: Judgement<Scored>, subject: Subject): string =>
  words(judgement, subject, ({ mean }) => significant(mean), significant(subject.smallest), 'scores');

const words = <Of extends Counted>(
  judgement: Judgement<Of>,
  { canary, stable, what }: Subject,
  figure: Figure<Of>,
  smallest: string,
  unit = 'requests',
): string => {
  if (judgement.kind === 'no-data') return noData(canary, stable, judgement.newest);
  const seen = `${what} ${compared(judgement, figure, unit)}`;
  return `${canary}${ANSWERS[judgement.kind](seen, { canary, stable, unit, smallest, more: moreOf(judgement) })}${rise(judgement.stableRose, stable, figure)}`;
};

type Rest = {
  readonly canary: string;
  readonly stable: string;
  readonly unit: string;
  readonly smallest: string;
  readonly more: number | undefined;
};

const ANSWERS: Readonly<Record<Exclude<Judgement['kind'], 'no-data'>, (seen: string, rest: Rest) => string>> = {
  worse: (seen) => `: ${seen}`,
  'not-worse-yet': (seen, { stable }) => ` is no worse than ${stable} so far: ${seen}`,
  'cannot-tell': (seen, { canary, stable, unit, smallest, more }) =>
    more === undefined
      ? ` cannot be told from ${stable}: ${seen}. A difference of ${smallest} would never show beside that: choose a larger smallest difference`
      : ` cannot be told from ${stable} yet: ${seen}. ${canary} needs about ${count(more)} more ${unit} until a difference of ${smallest} would show`,
};

const moreOf = <Of>(judgement: Exclude<Judgement<Of>, { kind: 'no-data' }>): number | undefined =>
  judgement.kind === 'cannot-tell' ? judgement.more : undefined;

const compared = <Of extends Counted>(
  { canary, stable, since }: Compared<Of>,
  figure: Figure<Of>,
  unit: string,
): string => `${figure(canary)} against ${figure(stable)} on ${count(canary.requests)} ${unit} since ${dayTime(since)}`;

const noData = (canary: string, stable: string, newest: Instant | undefined): string =>
  newest === undefined
    ? `${canary} cannot be compared: no minute so far has datapoints of both it and ${stable}`
    : `${canary} cannot be compared now: the newest minute with datapoints of both it and ${stable} began at ${dayTime(newest)}`;

const rise = <Of>(rose: Rise<Of> | undefined, stable: string, figure: Figure<Of>): string =>
  rose === undefined
    ? ''
    : `. ${stable} itself went from ${figure(rose.before)} to ${figure(rose.after)} since ${dayTime(rose.since)}: a cause that both share is likely`;

const count = (value: number): string => Math.round(value).toLocaleString('en-US');

const significant = (value: number): string => `${Number(value.toPrecision(3))}`;
