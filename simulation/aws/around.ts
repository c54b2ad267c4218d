import type { SteppedClock } from '../../sim/kernel/clock.ts';
import type { Recorder } from '../facts.ts';
import type { Chance } from '../plan/chance.ts';

/** What every part of a world has around it. */
export type Around = { readonly clock: SteppedClock; readonly chance: Chance; readonly record: Recorder };
