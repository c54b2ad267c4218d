import type { Breach } from '../incident.ts';
import type { Instant } from '../model.ts';
import type { HoldReason } from '../reasons.ts';
import type { GuardAlarm, Situation } from '../situation.ts';

/** What the evidence shows, for people. */
export type Figures = Pick<Breach, 'value' | 'requests' | 'against'>;

/** By what else than its own word an alarm in ALARM is believed. */
export type Proof = {
  /** Of the newest bad time, so that people do not read two figures for one breach. */
  readonly figures: (situation: Situation, broken: GuardAlarm) => Figures;
  /** Why nothing is done on the alarm's word: it names no reason, what it watches says otherwise, or it is better by now. */
  readonly whyNot: (situation: Situation, broken: GuardAlarm) => HoldReason | undefined;
  /** All that speaks for it began at that time or later: what came before speaks of other weights. */
  readonly brokenSince: (situation: Situation, broken: GuardAlarm, since: Instant) => boolean;
  /** What it watches breaks the guard by itself, whatever the alarm says. */
  readonly isMeasured: (situation: Situation, broken: GuardAlarm) => boolean;
};
