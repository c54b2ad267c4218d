import type { Fleet, Weights } from './model.ts';
import type { VariantName } from './policy.ts';

export const currentWeights = (fleet: Fleet): Weights =>
  Object.fromEntries(fleet.variants.map(({ name, weight }) => [name, weight]));

export const desiredWeights = (fleet: Fleet): Weights =>
  Object.fromEntries(fleet.variants.map(({ name, desiredWeight }) => [name, desiredWeight]));

/** Share of one variant, 0..1. Of weights that sum to nothing, nobody has a share. */
export const shareOf = (variant: string, weights: Weights): number => {
  const total = Object.values(weights).reduce((sum, weight) => sum + weight, 0);
  return total > 0 ? (weights[variant] ?? 0) / total : 0;
};

/**
 * All traffic to stable, by the smallest change: stable keeps its weight. Every other variant keeps its entry, at zero:
 * SageMaker leaves the weight of a variant that a call does not name.
 */
export const allTo = (stable: VariantName, weights: Weights): Weights =>
  Object.fromEntries(
    Object.entries(weights).map(([variant, weight]) => [variant, variant === stable ? weight || 1 : 0]),
  );

/** SageMaker keeps weights as 32-bit floats: 0.1 comes back as 0.10000000149. */
export const FLOAT32_ERROR = 1e-6;

export const sameTraffic = (one: Weights, other: Weights): boolean =>
  [...new Set([...Object.keys(one), ...Object.keys(other)])].every(
    (variant) => Math.abs(shareOf(variant, one) - shareOf(variant, other)) <= FLOAT32_ERROR,
  );
