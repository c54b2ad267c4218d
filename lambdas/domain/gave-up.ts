import { lastReal } from './drill.ts';
import type { Incident } from './incident.ts';
import { type Fleet, type Instant, MINUTE } from './model.ts';

/** A change of the endpoint that SageMaker accepted, and took back by itself. */
export type GaveUp = { readonly what: string; readonly config: string; readonly reason: string };

/** The reason stays on the endpoint for as long as nothing else is changed: an old one is no news. */
const NEWS = 15 * MINUTE;

/** InService with a FailureReason: the endpoint is what it was before that change. */
export const gaveUpIn = (
  fleet: Fleet | undefined,
  { newest, now }: { readonly newest: Incident | undefined; readonly now: Instant },
): readonly GaveUp[] => {
  if (fleet?.status !== 'InService' || fleet.failureReason === undefined) return [];
  if (now - fleet.lastModifiedAt >= NEWS || isKnown(fleet, lastReal(newest))) return [];
  const { config, failureReason: reason } = fleet;
  return [{ what: `a change was given up on ${config}: ${reason}`, config, reason }];
};

/** Told by the incident itself, or older than it: our own shift makes the endpoint look changed just now. */
const isKnown = ({ config, failureReason }: Fleet, newest: Incident | undefined): boolean =>
  newest?.config === config && [newest.failureAtOpen, newest.takenBack?.failure].includes(failureReason);
