import * as fc from 'fast-check';
import type { Freeze } from '../lambdas/domain/freeze.ts';
import type { Alarm, Weights } from '../lambdas/domain/model.ts';
import type { ShiftAnswer } from '../lambdas/domain/progress.ts';
import { FROZEN } from './builders.ts';

/** What may happen around the looks, in any order: nobody here is on our side. */
export type Happening =
  | { readonly kind: 'time passes'; readonly seconds: number }
  | {
      readonly kind: 'look';
      readonly answer: ShiftAnswer['kind'];
      readonly effect: boolean;
      readonly delivered: boolean;
    }
  | {
      readonly kind: 'a person orders';
      readonly answer: ShiftAnswer['kind'];
      readonly effect: boolean;
      readonly delivered: boolean;
    }
  | { readonly kind: 'the change is applied' }
  | { readonly kind: 'the change is taken back' }
  | { readonly kind: 'a deployment' }
  | { readonly kind: 'another hand'; readonly weights: Weights }
  | { readonly kind: 'the canary fails'; readonly ratio: number }
  | { readonly kind: 'the alarm says'; readonly state: Alarm['state'] }
  | { readonly kind: 'the switch says'; readonly freeze: Freeze };

export const anyStory = (): fc.Arbitrary<readonly Happening[]> =>
  fc.array(anyHappening(), { minLength: 5, maxLength: 60, size: 'max' });

const anyHappening = (): fc.Arbitrary<Happening> =>
  fc.oneof(
    often(80, fc.record({ kind: fc.constant('time passes' as const), seconds: fc.integer({ min: 10, max: 120 }) })),
    often(100, anyLook()),
    often(
      5,
      anyLook().map((look) => ({ ...look, kind: 'a person orders' as const })),
    ),
    often(50, fc.constant({ kind: 'the change is applied' } as const)),
    often(10, fc.constant({ kind: 'the change is taken back' } as const)),
    often(2, fc.constant({ kind: 'a deployment' } as const)),
    often(5, fc.record({ kind: fc.constant('another hand' as const), weights: anyWeights() })),
    often(5, fc.record({ kind: fc.constant('the canary fails' as const), ratio: fc.constantFrom(0, 0.1, 0.5) })),
    often(10, fc.record({ kind: fc.constant('the alarm says' as const), state: anyState() })),
    often(5, fc.record({ kind: fc.constant('the switch says' as const), freeze: anySwitch() })),
  );

const often = <Value>(weight: number, arbitrary: fc.Arbitrary<Value>) => ({ weight, arbitrary });

const anyLook = (): fc.Arbitrary<Extract<Happening, { kind: 'look' }>> =>
  fc.record({
    kind: fc.constant('look' as const),
    answer: fc.constantFrom('accepted', 'accepted', 'accepted', 'busy', 'refused', 'lost'),
    effect: fc.boolean(),
    delivered: fc.boolean(),
  });

const anyWeights = (): fc.Arbitrary<Weights> =>
  fc.constantFrom({ stable: 90, canary: 10 }, { stable: 50, canary: 50 }, { stable: 1, canary: 0 });

const anyState = (): fc.Arbitrary<Alarm['state']> => fc.constantFrom('OK', 'ALARM', 'ALARM', 'INSUFFICIENT_DATA');

const anySwitch = (): fc.Arbitrary<Freeze> => fc.constantFrom<Freeze[]>('off', 'off', FROZEN, 'unreadable');
