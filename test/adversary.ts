import * as fc from 'fast-check';
import { decide } from '../lambdas/domain/decide.ts';
import type { Freeze } from '../lambdas/domain/freeze.ts';
import type { Ending, Incident } from '../lambdas/domain/incident.ts';
import { type Alarm, type EndpointStatus, MINUTE, type Minute, SECOND, type Weights } from '../lambdas/domain/model.ts';
import { answered, concluded, intended, type ShiftAnswer, told } from '../lambdas/domain/progress.ts';
import { shareOf } from '../lambdas/domain/weights.ts';
import { at, BREACH_AT, fleet, guardAlarms, incident as built, minute, NOW, policy, situation, variant } from './builders.ts';

/** What may happen between two looks, in any order: nobody here is on our side. */
export type Happening =
  | { readonly kind: 'time passes'; readonly seconds: number }
  | { readonly kind: 'look'; readonly answer: ShiftAnswer['kind']; readonly effect: boolean; readonly delivered: boolean }
  | { readonly kind: 'the change is applied' | 'the change is taken back' | 'a deployment' }
  | { readonly kind: 'another hand'; readonly weights: Weights }
  | { readonly kind: 'the canary is'; readonly failing: number }
  | { readonly kind: 'the alarm is'; readonly state: Alarm['state'] }
  | { readonly kind: 'the switch says'; readonly freeze: Freeze };

export type Shifted = { readonly incident: string; readonly from: Weights; readonly to: Weights; readonly freeze: Freeze };
export type Ended = { readonly incident: Incident; readonly ending: Ending; readonly world: World };

export type World = {
  now: number;
  status: EndpointStatus;
  config: number;
  weights: Weights;
  desired: Weights;
  modifiedAt: number;
  failing: number;
  alarm: Alarm['state'];
  alarmAt: number;
  freeze: Freeze;
  traffic: { stable: Minute[]; canary: Minute[] };
  incident: Incident | undefined;
  readonly shifts: Shifted[];
  readonly endings: Ended[];
  readonly letters: string[];
};

export const anyStory = (): fc.Arbitrary<readonly Happening[]> => fc.array(anyHappening(), { minLength: 5, maxLength: 60 });

const anyHappening = (): fc.Arbitrary<Happening> =>
  fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 10, max: 120 }).map((seconds) => ({ kind: 'time passes', seconds })) },
    { weight: 10, arbitrary: anyLook() },
    { weight: 5, arbitrary: fc.constant<Happening>({ kind: 'the change is applied' }) },
    { weight: 1, arbitrary: fc.constant<Happening>({ kind: 'the change is taken back' }) },
    { weight: 1, arbitrary: fc.constantFrom({ stable: 90, canary: 10 }, { stable: 50, canary: 50 }, { stable: 1, canary: 0 }).map((weights) => ({ kind: 'another hand', weights })) },
    { weight: 1, arbitrary: fc.constantFrom(0, 0.1, 0.5).map((failing) => ({ kind: 'the canary is', failing })) },
    { weight: 1, arbitrary: fc.constantFrom<Alarm['state']>('OK', 'ALARM', 'ALARM', 'INSUFFICIENT_DATA').map((state) => ({ kind: 'the alarm is', state })) },
    { weight: 1, arbitrary: fc.constantFrom<Freeze>('off', 'off', 'frozen', 'unreadable').map((freeze) => ({ kind: 'the switch says', freeze })) },
    { weight: 0.2, arbitrary: fc.constant<Happening>({ kind: 'a deployment' }) },
  );
