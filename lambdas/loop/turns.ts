import { lastReal } from '../domain/drill.ts';
import { type Instant, MINUTE } from '../domain/model.ts';
import type { EndpointName, Policy } from '../domain/policy.ts';
import type { Due } from './due.ts';

/** Whoever waits longer goes first, however little traffic it has. */
const PATIENCE = 10 * MINUTE;

/** One turn in so many is for an endpoint that was looked at before: a shift has to be proved in time. */
const AGAIN_EVERY = 8;

export type Turns = {
  /** Requests a minute. Unknown counts as none. */
  readonly volumes: ReadonlyMap<EndpointName, number>;
  /** Of this container's looks. */
  readonly lastLooks: ReadonlyMap<EndpointName, Instant>;
  readonly now: Instant;
};

/**
 * Who is looked at first, where not all can be: breaches that nobody has looked at yet, the largest traffic first. Those
 * that were looked at come in between, a shift that has to be proved before the others.
 */
export const inTurn = (due: readonly Due[], turns: Turns): readonly Policy[] => {
  const seen = due.map((one) => ({ ...one, seenAt: seenAt(one, turns.lastLooks) }));
  const [fresh, known] = [seen.filter(isFresh), seen.filter((one) => !isFresh(one))];
  const volume = ({ policy }: Due): number => turns.volumes.get(policy.endpoint) ?? 0;
  const waits = ({ alarmedAt = turns.now }: Due): boolean => turns.now - alarmedAt >= PATIENCE;
  const first = fresh.toSorted(
    (one, other) => Number(waits(other)) - Number(waits(one)) || volume(other) - volume(one),
  );
  const again = [...rotated(known.filter(isUnproved), turns.now), ...rotated(known.filter(isIdle), turns.now)];
  return woven(first, again).map(({ policy }) => policy);
};

/** It ends within minutes, proved or not: no others wait for it for ever. */
const isUnproved = ({ incident }: Due): boolean => incident?.shift !== undefined && incident.ending === undefined;
const isIdle = (one: Due): boolean => !isUnproved(one);

/** Multiples of it, of which only the fraction counts, leave no large gap for long. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * Each sweep may run in another container, which knows nothing of the one before: the minute says who is first. However
 * many have their turn, all have had one after about twice as many minutes as it takes at the least.
 */
const rotated = <One>(all: readonly One[], now: Instant): readonly One[] => {
  const start = Math.floor(((Math.floor(now / MINUTE) * GOLDEN) % 1) * all.length);
  return [...all.slice(start), ...all.slice(0, start)];
};

const isFresh = ({ alarmedAt, seenAt: last }: Due & { readonly seenAt: Instant }): boolean =>
  alarmedAt !== undefined && alarmedAt > last;

const seenAt = ({ policy, incident }: Due, lastLooks: Turns['lastLooks']): Instant => {
  const last = lastReal(incident);
  return Math.max(
    lastLooks.get(policy.endpoint) ?? 0,
    last?.openedAt ?? 0,
    last?.shift?.askedAt ?? 0,
    last?.ending?.at ?? 0,
  );
};

const woven = <One>(first: readonly One[], again: readonly One[]): readonly One[] => {
  const every = AGAIN_EVERY - 1;
  const groups = Math.ceil(first.length / every);
  const mixed = Array.from({ length: groups }, (_, place) => [
    ...first.slice(place * every, (place + 1) * every),
    ...again.slice(place, place + 1),
  ]);
  return [...mixed.flat(), ...again.slice(groups)];
};
