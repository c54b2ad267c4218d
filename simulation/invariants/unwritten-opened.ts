import { type Incident, isOpen } from '../../lambdas/domain/incident.ts';
import type { EndpointName } from '../../lambdas/domain/policy.ts';
import type { Fact } from '../facts.ts';
import { type At, makeGone, type Wrote } from './shared.ts';

/** Incidents that are open, and that only containers know of: the table did not take them. */
export type UnwrittenOpened = {
  readonly on: (fact: Fact) => void;
  readonly of: (endpoint: EndpointName, now: number) => readonly Incident[];
};

export const makeUnwrittenOpened = (): UnwrittenOpened => {
  const gone = makeGone();
  const newest = new Map<string, At<Wrote>>();
  return {
    on: (fact) => {
      gone.on(fact);
      if (fact.kind !== 'wrote') return;
      const key = `${fact.by.container.id} ${fact.step.incident.endpoint}`;
      if (fact.answer === 'unwritten') newest.set(key, fact);
      else if (fact.answer === 'written') newest.delete(key);
    },
    of: (endpoint, now) =>
      [...newest.values()]
        .filter(({ by, step }) => step.incident.endpoint === endpoint && !gone.isGone(by, now))
        .map(({ step }) => step.incident)
        .filter(isOpen),
  };
};
