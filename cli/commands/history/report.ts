import type { Entry } from '../../../lambdas/aws/ledger-history.ts';
import type { Incident } from '../../../lambdas/domain/incident.ts';
import { endingOf, type Guarded, seenOf } from '../../shown/incident.ts';
import { iso } from '../../shown/times.ts';
import type { Past, PastIncident } from './past.ts';
import { stepWords } from './step-words.ts';

export const incidentOf = ({ id, drill, incident, steps }: PastIncident, policy: Guarded) => ({
  id,
  drill,
  ...(incident === undefined
    ? { readable: false, firstEntryAt: iso(steps[0]?.at ?? 0) }
    : { readable: true, ...factsOf(incident, policy) }),
  entries: steps.length,
});

const factsOf = (incident: Incident, policy: Guarded) => ({
  openedAt: iso(incident.openedAt),
  open: incident.ending === undefined,
  seen: seenOf(incident, policy),
  weightsAtOpen: incident.weightsAtOpen,
  shift: shiftOf(incident),
  state: incident.ending?.state ?? null,
  because: incident.ending?.because ?? null,
  ends: endingOf(incident) ?? null,
  endedAt: incident.ending ? iso(incident.ending.at) : null,
  seconds: incident.ending ? Math.round((incident.ending.at - incident.openedAt) / 1_000) : null,
  exposure: exposureOf(incident),
  messages: incident.told,
});

const exposureOf = ({ exposure }: Incident) => {
  if (exposure === undefined) return null;
  const { variant, from, until, requests, failed, avoided } = exposure;
  return {
    variant,
    from: iso(from),
    until: iso(until),
    requests,
    failed: failed ?? null,
    // An estimate: docs/cli/history.md has the rule.
    estimateOfAvoided: avoided === undefined ? null : { requests: avoided.requests, failed: avoided.failed ?? null },
  };
};

const shiftOf = ({ shift }: Incident) =>
  shift === undefined
    ? null
    : {
        wanted: shift.wanted,
        requestedAt: iso(shift.requestedAt),
        attempts: shift.attempts,
        inForceAt: shift.inForceAt === undefined ? null : iso(shift.inForceAt),
      };

export const stepOf = (entry: Entry) => ({
  at: iso(entry.at),
  what: entry.what,
  says: stepWords(entry),
  facts: entry.facts,
});

/** What programs get of a list. docs/cli/history.md shows it. */
export const listReport = (shown: readonly Past[], policy: Guarded) => ({
  incidents: shown.flatMap((one) => ('past' in one ? [incidentOf(one.past, policy)] : [])),
  others: shown.flatMap((one) => ('entry' in one ? [stepOf(one.entry)] : [])),
});
