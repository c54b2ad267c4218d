import { kindOf } from '../guards/index.ts';
import type { ProofBy } from '../guards/kind.ts';
import type { Guard } from '../policy.ts';
import { comparison } from './comparison.ts';
import { minutes } from './minutes.ts';
import type { Proof } from './proof.ts';
import { readings } from './readings.ts';
import { state } from './state.ts';

const PROOFS: Readonly<Record<ProofBy, Proof>> = { minutes, comparison, readings, state };

export const proofOf = (guard: Guard): Proof => PROOFS[kindOf(guard).provedBy];
