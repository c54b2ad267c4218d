import { isDrillId, lastReal } from '../../lambdas/domain/drill.ts';
import type { Incident } from '../../lambdas/domain/incident.ts';
import { type Instant, MINUTE } from '../../lambdas/domain/model.ts';
import type { EndpointName } from '../../lambdas/domain/policy.ts';
import type { Fact } from '../facts.ts';
import type { Invocation } from '../function/invocation.ts';
import type { Invariant } from './invariant.ts';
import { type At, isHead, makeGone, type Wrote } from './shared.ts';
import { makeStormTold } from './storm-told.ts';

const CALM_MINUTES = 5;

/** Letters that were under way together are one double, however many they are. */
const AT_ONCE = 2 * MINUTE;

type Told = { readonly at: Instant; readonly by: Invocation };

/** `beside`: the real incident that the ledger's head held when it was first written of. */
type Waiting = At<Wrote> & { readonly beside: Incident | undefined };

/**
 * Of each incident at least one letter, its own or a storm's that counts it, reaches the topic within five minutes in which no fault hit the endpoint's looks,
 * or an event of that endpoint became a dead letter, whose alarm pages. The same letter twice is excused by a fault since
 * the first look began, or by two looks at one time, or by a real incident between, after which a drill begins anew; and
 * nothing else. An incident that only a container knew is lost with it: while the ledger does not answer, or where its head
 * could not be read, and nothing but entries that no head leads to was written. Where it asked for no shift, it gives way to
 * one that was open in the ledger then, and that people were told of; so does a drill whose shift nobody asked for to a real one. Of what a person ordered and SageMaker did
 * not take, the person knows.
 */
export const c2: Invariant = {
  code: 'C2',
  promise: 'each incident is told, and no letter is sent twice without a fault',
  watch: (view) => {
    const gone = makeGone();
    const stormTold = makeStormTold();
    const waiting = new Map<string, Waiting>();
    const letters = new Map<string, Told>();
    const known = new Set<string>();
    const endedAt = new Map<number, Instant>();
    const realAt = new Map<string, Instant>();

    const told = (fact: At<Extract<Fact, { kind: 'told' }>>): string | undefined => {
      const { incident, endpoint } = fact.letter;
      if (incident === undefined) return undefined;
      waiting.delete(incident.id);
      known.add(incident.id);
      const key = `${incident.id} ${incident.number}`;
      const before = letters.get(key);
      letters.set(key, before && fact.at - before.at < AT_ONCE ? before : fact);
      const isDrill = isDrillId(incident.id.slice(endpoint.length + 1));
      if (!isDrill) realAt.set(endpoint, fact.at);
      if (before === undefined || isExcused(before, fact, endpoint as EndpointName)) return undefined;
      if (isDrill && (realAt.get(endpoint) ?? 0) > before.at) return undefined;
      return `${incident.id}: letter ${incident.number} was sent twice`;
    };
    const isExcused = (first: Told, second: Told, endpoint: EndpointName): boolean =>
      view.weather.faultAt(endpoint) >= first.by.startedAt ||
      (first.by !== second.by && second.by.startedAt <= (endedAt.get(first.by.id) ?? second.at));
    const wrote = (fact: At<Wrote>): void => {
      const { id } = fact.step.incident;
      if (fact.answer === 'outpaced' || fact.by.kind === 'person' || known.has(id)) return;
      const before = waiting.get(id);
      if (before === undefined || (isHead(fact) && !isHead(before)))
        waiting.set(id, {
          ...fact,
          at: before?.at ?? fact.at,
          beside: before ? before.beside : realIn(fact.step.incident.endpoint),
        });
    };
    const realIn = (endpoint: EndpointName): Incident | undefined =>
      lastReal(view.account.table.head(endpoint).incident);
    const givesWay = ({ step: { incident }, beside }: Waiting): boolean =>
      [beside, realIn(incident.endpoint)].some((stands) => {
        if (incident.shift !== undefined || stands === undefined || !known.has(stands.id)) return false;
        return stands.openedAt < incident.openedAt && (stands.ending?.at ?? view.now()) > incident.openedAt;
      });
    /** Who ordered the drill sees at the terminal that it was interrupted. */
    const isOvertaken = ({ step: { incident } }: Wrote): boolean => {
      const head = view.account.table.head(incident.endpoint).incident;
      const real = lastReal(head);
      return incident.drill !== undefined && real !== undefined && known.has(real.id) && head?.id !== incident.id;
    };
    const overdue = (): string | undefined => {
      for (const [id, fact] of waiting) {
        if (view.weather.calmMinutes(fact.step.incident.endpoint, fact.at) < CALM_MINUTES) continue;
        const isLost = !isHead(fact) && (gone.isGone(fact.by, view.now()) || givesWay(fact));
        if (!isLost && !isOvertaken(fact)) return `${id}: nobody was told`;
      }
      return undefined;
    };
    return (fact) => {
      gone.on(fact);
      for (const { id, endpoint } of stormTold.on(fact)) {
        waiting.delete(id);
        known.add(id);
        realAt.set(endpoint, fact.at);
      }
      if (fact.kind === 'ended') endedAt.set(fact.by.id, fact.at);
      if (fact.kind === 'wrote') wrote(fact);
      if (fact.kind === 'told') return told(fact);
      if (fact.kind === 'dead-lettered') forgive(waiting, fact.endpoint);
      return fact.kind === 'minute' ? overdue() : undefined;
    };
  },
};

const forgive = (waiting: Map<string, Waiting>, endpoint: EndpointName | undefined): void => {
  for (const [id, { step }] of waiting)
    if (endpoint === undefined || step.incident.endpoint === endpoint) waiting.delete(id);
};
