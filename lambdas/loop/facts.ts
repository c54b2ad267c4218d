import type { Cause, Ending, Incident } from '../domain/incident.ts';
import type { Situation } from '../domain/situation.ts';
import type { Verdict } from '../domain/verdict.ts';
import type { Step, Version } from '../ports.ts';

/** What a verdict says, for a reader of the log or the ledger. */
export const summary = (verdict: Verdict): Record<string, unknown> => {
  switch (verdict.kind) {
    case 'nothing':
      return { verdict: verdict.kind, because: verdict.because };
    case 'roll-back':
      return { verdict: verdict.kind, incident: verdict.incident.id, to: verdict.to, ...causeOf(verdict.incident) };
    case 'prepare':
      return { verdict: verdict.kind, incident: verdict.incident.id, order: verdict.order };
    case 'hold':
      return { verdict: verdict.kind, incident: verdict.incident.id, reason: verdict.reason };
    case 'watch':
      return {
        verdict: verdict.kind,
        incident: verdict.incident.id,
        inForce: verdict.inForce,
        ...restoreFacts(verdict.incident),
      };
    case 'end':
      return {
        verdict: verdict.kind,
        incident: verdict.incident.id,
        ...endingFacts(verdict.ending),
        ...restoreFacts(verdict.incident),
      };
  }
};

/** Whether the look could do without nothing: what else it needs, it has thrown for. */
export const whatWasRead = ({ traffic, freeze }: Situation, version: Version): Step['facts'] => ({
  metrics: traffic !== 'unreadable',
  freeze: freeze !== 'unreadable',
  ledger: version !== 'unknown',
});

export const causeOf = ({ breach, byHand, approval }: Cause & Pick<Incident, 'approval'>) => ({
  ...(breach && { breach }),
  ...(byHand && { byHand }),
  ...(approval && { approval }),
});

/** What an endpoint config was brought back reads otherwise than a shift. */
const restoreFacts = ({ preparing }: Incident): Record<string, unknown> =>
  preparing?.order.kind === 'restore' ? { restores: preparing.order.to } : {};

const endingFacts = ({ state, because }: Ending): Record<string, unknown> => ({ state, because });
