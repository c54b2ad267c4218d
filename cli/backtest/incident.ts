import type { Instant } from '../../lambdas/domain/model.ts';

/** What a person says was bad: the history itself does not know. */
export type Incident = {
  readonly from: Instant;
  /** No longer part of it. */
  readonly until: Instant;
  /** Absent: whatever variant. */
  readonly variant?: string;
};

/** The place of the incident that an alarm of the variant, or of whatever variant, at that time belongs to; undefined: a false alarm. */
export const incidentAt = (
  incidents: readonly Incident[],
  { at, variant }: { readonly at: Instant; readonly variant: string | undefined },
): number | undefined => {
  const place = incidents.findIndex(
    (one) =>
      at > one.from &&
      at <= one.until &&
      (one.variant === undefined || variant === undefined || one.variant === variant),
  );
  return place === -1 ? undefined : place;
};
