import type { Incident } from '../domain/incident.ts';
import type { Instant } from '../domain/model.ts';
import type { Deployment, EndpointName } from '../domain/policy.ts';
import { stormIn } from '../domain/storm.ts';
import type { Ledger } from '../ports.ts';

/** In a storm each look asks for the newest incidents of all endpoints: a container then reads them no more often. */
const RECALLED_MS = 2_000;

type Heads = Map<EndpointName, Incident>;

/**
 * The same ledger, whose heads are read again only after a while, once there is a storm: one that begins must be seen at
 * once. What this container writes, it knows.
 */
export const recalling = (ledger: Ledger, { limits, policies }: Deployment, clock: () => Instant): Ledger => {
  if (limits === undefined) return ledger;
  let read: { readonly at: Instant; readonly heads: Heads } | undefined;
  const isStorm = (heads: Heads, now: Instant): boolean =>
    stormIn([...heads.values()], { limits: limits.storm, of: policies.length, now }) !== undefined;
  return {
    ...ledger,
    heads: async (endpoints) => {
      const now = clock();
      if (read === undefined || now - read.at >= RECALLED_MS || !isStorm(read.heads, now)) {
        const heads = new Map((await ledger.heads(endpoints)).map((one) => [one.endpoint, one]));
        // Only now: the answer may have set the clock right.
        read = { at: clock(), heads };
      }
      return [...read.heads.values()];
    },
    write: async (step, withinMs) => {
      const written = await ledger.write(step, withinMs);
      if (written !== 'outpaced') read?.heads.set(step.incident.endpoint, step.incident);
      return written;
    },
  };
};
