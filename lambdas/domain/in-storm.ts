import type { Incident } from './incident.ts';
import { type Instant, MINUTE } from './model.ts';

/** Two sweeps have passed by then, and a part of the next: it seems that none of them tells. */
const LEFT_TO_SWEEPS = 3 * MINUTE;

/** Its letter comes with the storm's, which the next sweep sends; later than that its own look tells of it. */
export const isLeftToSweep = ({ owed, storm }: Incident, now: Instant): boolean =>
  owed !== undefined && storm !== undefined && now - (storm.owedAt ?? now) < LEFT_TO_SWEEPS;

/** The incident with the time since which its letter waits, where it waits for the storm's. */
export const waiting = (incident: Incident, now: Instant): Incident => {
  const { owed, storm } = incident;
  return owed === undefined || storm === undefined || storm.owedAt !== undefined
    ? incident
    : { ...incident, storm: { ...storm, owedAt: now } };
};
