import { isOpen } from '../../lambdas/domain/incident.ts';
import type { EndpointName } from '../../lambdas/domain/policy.ts';
import type { Fact } from '../facts.ts';
import type { Invocation } from '../function/invocation.ts';
import type { View } from '../view.ts';
import { type At, makeGone } from './shared.ts';
import { makeStormTold } from './storm-told.ts';

/** Of which endpoints people were told that an incident goes on. */
export type GoingOn = {
  /** The endpoints that a storm letter has just told of. */
  readonly on: (fact: At<Fact>) => readonly EndpointName[];
  readonly has: (endpoint: EndpointName) => boolean;
};

type Told = { readonly endpoint: EndpointName; readonly id: string; readonly isOver: boolean };

/**
 * The newest that was told so, until a letter says that it is over. One before that goes on as well, where a container that
 * neither read nor remembered it told of another one, and is lost with that: it is open in the ledger, and nobody is left
 * who knows that people heard of anything else.
 */
export const makeGoingOn = (view: View): GoingOn => {
  const newest = new Map<EndpointName, string>();
  const overtaken = new Map<EndpointName, { readonly id: string; readonly by: Invocation }>();
  const stormTold = makeStormTold();
  const gone = makeGone();
  const told = ({ endpoint, id, isOver }: Told, by: Invocation): void => {
    const before = newest.get(endpoint);
    if (!isOver) {
      if (before !== undefined && before !== id && isBlind(by, endpoint)) overtaken.set(endpoint, { id: before, by });
      newest.set(endpoint, id);
    } else if (before === id) newest.delete(endpoint);
  };
  const isOvertaken = (endpoint: EndpointName): boolean => {
    const one = overtaken.get(endpoint);
    const { incident } = view.account.table.head(endpoint);
    return one !== undefined && isOpen(incident) && incident.id === one.id && gone.isGone(one.by, view.now());
  };
  return {
    on: (fact) => {
      gone.on(fact);
      const byStorm = stormTold.on(fact);
      for (const { endpoint, id, isOver } of byStorm) {
        if (isOver) newest.delete(endpoint);
        else newest.set(endpoint, id);
      }
      if (fact.kind === 'told' && fact.letter.incident) {
        const { id, last } = fact.letter.incident;
        told({ endpoint: fact.letter.endpoint as EndpointName, id, isOver: last }, fact.by);
      }
      return byStorm.map(({ endpoint }) => endpoint);
    },
    has: (endpoint) => newest.has(endpoint) || isOvertaken(endpoint),
  };
};

const isBlind = (by: Invocation, endpoint: EndpointName): boolean => {
  const head = by.reads.get(endpoint)?.head;
  return head?.stale === true && head.value.incident === undefined;
};
