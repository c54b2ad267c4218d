import { type Instant, MINUTE } from '../domain/model.ts';
import type { EndpointName } from '../domain/policy.ts';
import type { Head, Ledger } from '../ports.ts';

/** As long as a reading of the kill switch counts: another container may have gone on since. */
const MEMORY = 5 * MINUTE;

/** The heads that one container has seen, and when. */
export type SeenHeads = Map<EndpointName, { readonly head: Head; readonly at: Instant }>;

/**
 * The same ledger, in which a head that cannot be read is the one that this container saw last: one read that fails must
 * not make an incident that people were told of look like a new one. Its version is believed, too. If the table has gone on
 * since, the write finds out, that look ends as outpaced, and the next one knows better.
 */
export const remembering = (ledger: Ledger, seen: SeenHeads, clock: () => Instant): Ledger => ({
  ...ledger,
  head: async (endpoint) => {
    const head = await ledger.head(endpoint);
    if (head.version !== 'unknown') seen.set(endpoint, { head, at: clock() });
    // What it could not write is newer than what it has read.
    if (head.version !== 'unknown' || head.incident !== undefined) return head;
    const last = seen.get(endpoint);
    return last === undefined || clock() - last.at > MEMORY ? head : last.head;
  },
  write: async (step, withinMs) => {
    const written = await ledger.write(step, withinMs);
    const { incident, replaces } = step;
    if (written === 'written' && replaces !== 'unknown')
      seen.set(incident.endpoint, { head: { incident, version: replaces + 1 }, at: clock() });
    else seen.delete(incident.endpoint);
    return written;
  },
});
