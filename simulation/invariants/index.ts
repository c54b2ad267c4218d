import { c1 } from './c1-recorded.ts';
import { c2 } from './c2-told.ts';
import { c3 } from './c3-accounted.ts';
import { i1 } from './i1-target.ts';
import { i2 } from './i2-stable-is-well.ts';
import { i3 } from './i3-only-down.ts';
import { i4 } from './i4-allowed.ts';
import { i5 } from './i5-once.ts';
import { i6 } from './i6-weights-only.ts';
import { i8 } from './i8-stable-is-known.ts';
import { i9 } from './i9-newer-evidence.ts';
import type { Invariant } from './invariant.ts';
import { l1 } from './l1-in-time.ts';
import { l2 } from './l2-breach-ends.ts';
import { l2Recovered } from './l2-recovered.ts';
import { l3 } from './l3-not-forgotten.ts';

/** In the order of the catalogue. I7, the storm brake, needs a fleet: no world has more than five endpoints. */
export const INVARIANTS: readonly Invariant[] = [i1, i2, i3, i4, i5, i6, i8, i9, l1, l2, l2Recovered, l3, c1, c2, c3];
