import type { Said } from '../codes.ts';
import type { Watch } from '../watch.ts';

/** The endpoint that an alarm is of. */
export type Place = {
  readonly endpoint: string;
  /** All that the config or the endpoint has; undefined: nobody could read it. */
  readonly variants: readonly string[] | undefined;
  /** How many of them are judged. */
  readonly canaries: number;
};

/** Whether the alarm is of a variant that there is. */
export const variants = (watch: Watch, { endpoint, variants: known, canaries }: Place): readonly Said[] => {
  const named = watch.metrics.flatMap(({ dimensions }) => dimensions['VariantName'] ?? []);
  const unknown = known && named.find((variant) => !known.includes(variant));
  if (known && unknown !== undefined) return [unknownVariant(unknown, endpoint, known)];
  return named.length === 0 && canaries > 1 ? [noVariant(canaries)] : [];
};

export const noVariant = (canaries: number): Said => ({
  code: 'no-variant',
  what: `it names no variant, and ${canaries} canaries can be meant`,
  mend: 'Publish and watch the metric for each variant. Until then it can only be told to people.',
});

const unknownVariant = (variant: string, endpoint: string, known: readonly string[]): Said => ({
  code: 'variant-unknown',
  what: `it watches variant ${variant} of ${endpoint}, which there is not`,
  mend: `There are ${known.join(', ')}; case matters.`,
});
