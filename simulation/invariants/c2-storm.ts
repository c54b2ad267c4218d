import type { Instant } from '../../lambdas/domain/model.ts';
import type { EndpointName } from '../../lambdas/domain/policy.ts';
import type { Fact } from '../facts.ts';
import type { Invocation } from '../function/invocation.ts';
import { type Invariant, NOTHING_TO_WATCH } from './invariant.ts';
import type { At } from './shared.ts';
import { makeStormTold, type Waits } from './storm-told.ts';

type Told = { readonly at: Instant; readonly by: Invocation };

/**
 * A storm letter counts each incident that waited for it when its sweep began, and a sweep sends one at the most. None is
 * told of the same of an incident again, unless a fault hit a sweep or the endpoint's looks since, another look wrote at
 * that time, or two sweeps ran at once. Where the table did not take that it was told, the container that sent the letter knows: its own
 * letters leave it out, so that they are not those since which a fault has to be.
 */
export const c2Storm: Invariant = {
  code: 'C2',
  promise: 'a storm letter counts all that wait for it, and each is told once',
  watch: (view) => {
    if (view.plan.limits === undefined) return NOTHING_TO_WATCH;
    const stormTold = makeStormTold();
    const before = new Map<EndpointName, Told & { readonly news: string }>();
    /** Letters that somebody knows to be sent, whatever the table says. */
    const sent = new Set<string>();
    /** The same, by the container that knows it. */
    const sentBy = new Set<string>();
    const endedAt = new Map<number, Instant>();
    const wroteAt = new Map<EndpointName, Map<number, Instant>>();
    /** Of each sweep that sent one, how many incidents it may yet write as told. */
    const left = new Map<number, number>();
    const unread = new Set<number>();

    const isExcused = (endpoint: EndpointName, first: Told, second: Told): boolean =>
      view.weather.faultAt(endpoint) >= first.by.startedAt ||
      second.by.startedAt <= (endedAt.get(first.by.id) ?? second.at) ||
      [...(wroteAt.get(endpoint) ?? [])].some(([id, at]) => id !== first.by.id && at >= first.by.startedAt);
    const told = (fact: At<Extract<Fact, { kind: 'told' }>>, all: readonly Waits[]): string | undefined => {
      const { storm, headline, incident } = fact.letter;
      if (incident) sent.add(`${incident.id} ${incident.number - 1}`);
      if (storm === undefined) return undefined;
      if (left.has(fact.by.id)) return `a sweep sent two storm letters: ${headline}`;
      left.set(fact.by.id, storm.tells);
      // That it was told before may be known to a container alone.
      const isKnown = ({ id, endpoint, news, told: letters }: Waits): boolean =>
        before.get(endpoint)?.news === news || sent.has(`${id} ${letters}`);
      const fresh = all.filter((one) => !isKnown(one)).length;
      if (storm.tells < fresh && !unread.has(fact.by.id))
        return `${fresh} incidents waited for a storm letter that tells of ${storm.tells}`;
      const those = all.filter(({ id, told: letters }) => !sentBy.has(`${fact.by.container.id} ${id} ${letters}`));
      const twice = those.find(({ endpoint, news }) => {
        const first = before.get(endpoint);
        return first?.news === news && !isExcused(endpoint, first, fact);
      });
      for (const { endpoint, news } of those) before.set(endpoint, { at: fact.at, by: fact.by, news });
      return twice && `${twice.id}: the same was told again by a storm letter`;
    };
    const kept = (by: Invocation, count: number): string | undefined => {
      left.set(by.id, (left.get(by.id) ?? 0) - count);
      return (left.get(by.id) ?? 0) < 0
        ? 'more incidents are written as told than the storm letter tells of'
        : undefined;
    };
    return (fact) => {
      const all = stormTold.on(fact);
      if (fact.kind === 'ended') endedAt.set(fact.by.id, fact.at);
      if (fact.kind === 'fault' && fact.site === 'heads') unread.add(fact.by.id);
      if (fact.kind === 'told') return told(fact, all);
      if (fact.kind === 'wrote' && fact.step.what === 'told' && fact.answer === 'unwritten') {
        const letter = `${fact.step.incident.id} ${fact.step.incident.told - 1}`;
        sent.add(letter);
        sentBy.add(`${fact.by.container.id} ${letter}`);
      }
      if (fact.kind !== 'wrote' || !fact.kept) return undefined;
      const { endpoint } = fact.step.incident;
      wroteAt.set(endpoint, (wroteAt.get(endpoint) ?? new Map<number, Instant>()).set(fact.by.id, fact.at));
      return kept(fact.by, all.length);
    };
  },
};
