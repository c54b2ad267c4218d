import { kindOf } from '../guards/index.ts';
import type { ProofBy } from '../guards/kind.ts';
import { isFine } from '../guards/kind.ts';
import type { Guard } from '../policy.ts';
import { comparison } from './comparison.ts';
import { minutes } from './minutes.ts';
import type { Proof } from './proof.ts';
import { readings } from './readings.ts';
import { state } from './state.ts';

const PROOFS: Readonly<Record<ProofBy, Proof>> = { minutes, comparison, readings, state };

/** What is asked by the second, no minute tells of. */
export const proofOf = (guard: Guard): Proof => PROOFS[isFine(guard) ? 'readings' : kindOf(guard).provedBy];
