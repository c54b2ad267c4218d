import { figuresOf, isWorse, whyNotWorse, worseSince } from '../compared.ts';
import type { Proof } from './proof.ts';

/** This look's own comparison of the canary with its stable. */
export const comparison: Proof = {
  figures: figuresOf,
  whyNot: whyNotWorse,
  brokenSince: worseSince,
  isMeasured: isWorse,
};
