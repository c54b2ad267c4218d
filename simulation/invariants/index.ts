import { c1Ordered } from './c1-ordered.ts';
import { c1 } from './c1-recorded.ts';
import { c2Storm } from './c2-storm.ts';
import { c2 } from './c2-told.ts';
import { c3 } from './c3-accounted.ts';
import { i1 } from './i1-target.ts';
import { i2Fallback } from './i2-fallback.ts';
import { i2Restored } from './i2-restored.ts';
import { i2 } from './i2-stable-is-well.ts';
import { i3 } from './i3-only-down.ts';
import { i4 } from './i4-allowed.ts';
import { i4Muted } from './i4-muted.ts';
import { i4Ordered } from './i4-ordered.ts';
import { i5 } from './i5-once.ts';
import { i6Capacity } from './i6-capacity.ts';
import { i6 } from './i6-weights-only.ts';
import { i7First } from './i7-first.ts';
import { i7Repeats } from './i7-repeats.ts';
import { i7Storm } from './i7-storm.ts';
import { i7Turns } from './i7-turns.ts';
import { i8 } from './i8-stable-is-known.ts';
import { i8Weighed } from './i8-weighed.ts';
import { i9 } from './i9-newer-evidence.ts';
import type { Invariant } from './invariant.ts';
import { l1 } from './l1-in-time.ts';
import { l2 } from './l2-breach-ends.ts';
import { l2Recovered } from './l2-recovered.ts';
import { l2Restored } from './l2-restored.ts';
import { l3 } from './l3-not-forgotten.ts';

/** In the order of the catalogue. */
export const INVARIANTS: readonly Invariant[] = [
  i1,
  i2,
  i2Fallback,
  i2Restored,
  i3,
  i4,
  i4Muted,
  i4Ordered,
  i5,
  i6,
  i6Capacity,
  i7Storm,
  i7Turns,
  i7First,
  i7Repeats,
  i8,
  i8Weighed,
  i9,
  l1,
  l2,
  l2Recovered,
  l2Restored,
  l3,
  c1,
  c1Ordered,
  c2,
  c2Storm,
  c3,
];
