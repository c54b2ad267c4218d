import { describe, expect, test } from 'vitest';
import type { Due } from '../../lambdas/loop/due.ts';
import { inTurn, type Turns } from '../../lambdas/loop/turns.ts';
import { at, endpointName, incident, NOW, policy, shifted } from '../builders.ts';

const due = (name: string, over: Partial<Due> = {}): Due => ({
  policy: policy({ endpoint: endpointName(name) }),
  alarmedAt: at(9),
  ...over,
});
const order = (all: readonly Due[], over: Partial<Turns> = {}) =>
  inTurn(all, { volumes: new Map(), lastLooks: new Map(), now: NOW, ...over }).map(({ endpoint }) => String(endpoint));
const volumes = (of: Readonly<Record<string, number>>) =>
  new Map(Object.entries(of).map(([name, volume]) => [endpointName(name), volume]));
const open = incident({ openedAt: at(9.8) });

describe('F52: where not all can be looked at', () => {
  test('the largest traffic comes first', () => {
    expect(order([due('a'), due('b'), due('c')], { volumes: volumes({ a: 5, b: 900, c: 70 }) })).toEqual([
      'b',
      'c',
      'a',
    ]);
  });
  test('whoever has waited for ten minutes comes before any traffic', () => {
    const all = [due('large'), due('old', { alarmedAt: at(0) })];
    expect(order(all, { volumes: volumes({ large: 900 }) })).toEqual(['old', 'large']);
  });
  test('a breach that nobody has looked at comes before one that has its incident, or was looked at by this container', () => {
    const all = [due('held', { incident: open }), due('seen'), due('fresh')];
    expect(order(all, { lastLooks: new Map([[endpointName('seen'), at(9.9)]]) })[0]).toBe('fresh');
  });
  test('a breach that is newer than the last look is one that nobody has looked at', () => {
    const all = [due('held', { incident: open }), due('again', { incident: open, alarmedAt: at(9.9) })];
    expect(order(all)).toEqual(['again', 'held']);
  });
  test('a shift that has to be proved comes before the other incidents', () => {
    const all = [due('held', { incident: open }), due('shifted', { incident: shifted({ askedAt: at(9.9) }) })];
    expect(order(all)).toEqual(['shifted', 'held']);
  });
  test('every eighth turn is for an endpoint that was looked at before', () => {
    const fresh = Array.from({ length: 16 }, (_, place) => due(`f${place}`));
    const turns = order([...fresh, due('held', { incident: open }), due('too', { incident: open })]);
    expect(new Set([turns[7], turns[15]])).toEqual(new Set(['held', 'too']));
    expect(turns).toHaveLength(18);
  });
  test('each of many has its turn after about twice the minutes that it takes, whichever container sweeps', () => {
    const all = Array.from({ length: 100 }, (_, place) => due(`e${place}`, { incident: open }));
    const seen = new Set(
      Array.from({ length: 20 }, (_, minute) => order(all, { now: NOW + minute * 60_000 }).slice(0, 10)).flat(),
    );
    expect(seen.size).toBe(100);
  });
});
