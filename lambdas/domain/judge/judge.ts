import { MINUTE } from '../model.ts';
import { follow, type Seen, sidesSince } from './follow.ts';
import { evidenceOf } from './growth.ts';
import type { Compared, Judgement } from './judgement.ts';
import { type Direction, mean } from './mean.ts';
import type { Measure, Settings } from './measure.ts';
import type { Scored } from './pair.ts';
import { ratio } from './ratio.ts';
import { riseOf } from './rise.ts';
import { LEAST } from './variation.ts';

/** Metrics come late, now and then by minutes. What is older tells nothing about now. */
const FRESH = 5 * MINUTE;

/** As much as the evidence is told to be where the difference is too small to act on: an alarm may ask for 1. */
const NOT_ENOUGH = 0.99;

/** Whether a canary has a larger share of bad requests than its stable. */
export const judgeRatio = (seen: Seen, settings: Settings): Judgement => judge(ratio(settings), seen, settings);

/** Whether a canary's scores are on average worse than its stable's by more than the smallest difference. */
export const judgeMean = (seen: Seen<Scored>, settings: Settings, worse: Direction): Judgement<Scored> =>
  judge(mean(settings, worse), seen, settings);

const judge = <Of extends { readonly requests: number }>(
  measure: Measure<Of>,
  seen: Seen<Of>,
  settings: Settings,
): Judgement<Of> => {
  const { pairs, until } = seen;
  const [first, newest] = [pairs[0], pairs.at(-1)];
  if (first === undefined || newest === undefined) return { kind: 'no-data' };
  if (newest.start + MINUTE + FRESH < until) return { kind: 'no-data', newest: newest.start };

  const { growth, spread } = follow(measure, seen);
  const whole = sidesSince(measure, pairs, first.start);
  const found = evidenceOf(growth);
  if (found === undefined || spread === undefined) return unknownSpread(whole, pairs.length);

  const rose = riseOf(measure, seen, spread, settings);
  const shared = rose === undefined ? {} : { stableRose: rose };
  const evidence = Math.max(0, found.log / -Math.log(settings.falseAlarms));
  const stretch = sidesSince(measure, pairs, found.since);
  return evidence >= 1 && measure.worseBy(stretch.canary, stretch.stable) >= settings.smallest
    ? { kind: 'worse', ...stretch, evidence, ...shared }
    : notWorse(measure, { ...whole, evidence: Math.min(evidence, NOT_ENOUGH), ...shared }, pairs.length, spread);
};

/** With as many minutes as a variance takes it is known what else it takes. */
const unknownSpread = <Of extends { readonly requests: number }>(
  whole: Omit<Compared<Of>, 'evidence'>,
  minutes: number,
): Judgement<Of> => ({
  kind: 'cannot-tell',
  ...whole,
  evidence: 0,
  more: Math.ceil((whole.canary.requests / minutes) * Math.max(1, LEAST + 1 - minutes)),
});

const notWorse = <Of extends { readonly requests: number }>(
  measure: Measure<Of>,
  compared: Compared<Of>,
  minutes: number,
  spread: number,
): Judgement<Of> => {
  const { canary, stable } = compared;
  const needed = measure.needs(canary, stable, minutes, spread);
  if (canary.requests >= needed) return { kind: 'not-worse-yet', ...compared };
  return Number.isFinite(needed)
    ? { kind: 'cannot-tell', ...compared, more: Math.ceil(needed - canary.requests) }
    : { kind: 'cannot-tell', ...compared };
};
