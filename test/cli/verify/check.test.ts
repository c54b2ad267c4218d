import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check } from '../../../cli/commands/verify/check.ts';
import { beside, chained, linkOf } from '../../../lambdas/aws/ledger-chain.ts';
import { headAfter, type Item, keysOf, ledgerOf, looseEntry, rehashed } from './chains.ts';

const FOUR = ledgerOf(4);
const KEYS = keysOf(FOUR);
const replaced = (place: number, by: (item: Item) => Item): readonly Item[] =>
  FOUR.map((item, at) => (at === place ? by(item) : item));
const without = (...places: readonly number[]) => FOUR.filter((_, at) => !places.includes(at));
const forged = (item: Item): Item => ({ ...item, facts: { S: '{"to":{"canary":1}}' } });
const brokenIn = (items: readonly Item[]) => check(items).broken;

describe('S9: a ledger', () => {
  test('that stands as it was written holds, in whatever order it is read', () => {
    const [one = {}] = FOUR;
    expect(check(FOUR)).toEqual({
      entries: 4,
      chained: 4,
      before: 0,
      beside: 0,
      newer: 0,
      unproved: [],
      newest: { seq: 4, hash: FOUR[3]?.['hash']?.S, key: KEYS[3] },
    });
    expect(brokenIn(FOUR.toReversed())).toBeUndefined();
    const turned = Object.fromEntries(Object.entries(one).toReversed());
    expect(brokenIn([turned, ...FOUR.slice(1)])).toBeUndefined();
  });
  test('of nothing holds', () => {
    expect(check([])).toEqual({ entries: 0, chained: 0, before: 0, beside: 0, newer: 0, unproved: [] });
  });
  test('without a chain, from before there was one, is not judged', () => {
    const old = FOUR.map(({ seq: _seq, hash: _hash, previous: _previous, ...item }) => ({
      ...item,
      schema: { N: '1' },
    }));
    expect(check(old)).toMatchObject({ entries: 4, chained: 0, before: 4 });
    expect(brokenIn(old)).toBeUndefined();
  });
});

describe('S9: it is found that', () => {
  test.each([
    ['an entry was changed', replaced(1, forged), { kind: 'changed', key: KEYS[1] }],
    [
      'an entry was moved to another time',
      replaced(1, (item) => ({ ...item, sk: { S: `${KEYS[1]}x` } })),
      { kind: 'changed' },
    ],
    [
      'an entry was changed, and hashed anew',
      replaced(1, (item) => rehashed(forged(item))),
      { kind: 're-ordered', key: KEYS[2] },
    ],
    ['the newest was changed, and hashed anew', replaced(3, (item) => rehashed(forged(item))), { kind: 'head' }],
    ['one was taken away', without(1), { kind: 'missing', says: expect.stringContaining('entry 2 is missing before') }],
    [
      'the first two were taken away',
      without(0, 1),
      { kind: 'missing', says: expect.stringContaining('entries 1 to 2 are') },
    ],
    ['the newest was taken away', without(3), { kind: 'missing', says: expect.stringContaining('entry 4 is missing') }],
    ['one was put in', [...FOUR, rehashed({ ...FOUR[1], sk: { S: `${KEYS[1]}-again` } })], { kind: 'inserted' }],
    [
      'one was put in that has no hash',
      [...FOUR, { sk: { S: `${KEYS[1]}-again` }, schema: { N: '1' } }],
      { kind: 'inserted' },
    ],
    [
      'one was put in at the end',
      [...FOUR, chained({ sk: { S: 'entry#2027' }, schema: { N: '3' } }, linkOf(FOUR[3] ?? {}), [])],
      { kind: 'head' },
    ],
    [
      'two changed places',
      replaced(1, (item) => rehashed({ ...item, seq: { N: '3' } })).map((item, place) =>
        place === 2 ? rehashed({ ...item, seq: { N: '2' } }) : item,
      ),
      { kind: 're-ordered' },
    ],
    ['the head was taken away', without(4), { kind: 'head', says: 'the head is gone' }],
    [
      'the incident in the head was changed',
      replaced(4, (item) => ({ ...item, incident: { S: '{}' } })),
      { kind: 'head' },
    ],
  ] as const)('%s', (_, items, expected) => {
    expect(brokenIn(items)).toMatchObject(expected);
  });
  test('any one attribute of any entry was changed', () => {
    const places = fc.integer({ min: 0, max: 3 });
    const names = fc.constantFrom(
      'sk',
      'schema',
      'incidentId',
      'what',
      'facts',
      'incident',
      'seq',
      'previous',
      'hash',
      'new',
    );
    fc.assert(
      fc.property(places, names, fc.string(), (place, name, text) => {
        const value = name === 'seq' || name === 'schema' ? { N: '2' } : { S: `entry#${text}` };
        const items = replaced(place, (item) => ({ ...item, [name]: value }));
        fc.pre(JSON.stringify(items) !== JSON.stringify(FOUR));
        expect(brokenIn(items)).toBeDefined();
      }),
    );
  });
});

describe('an entry that was written while the head could not be read', () => {
  const loose = looseEntry();
  const [first = {}] = FOUR;
  const vouching = (sure: boolean) => {
    const { seq: _seq, hash: _hash, ...content } = first;
    const entry = chained(content, { seq: 0, hash: '' }, [{ hash: linkOf(loose).hash, sure }]);
    return [entry, headAfter([entry])];
  };
  test('is proved by the next one, which vouches for it', () => {
    expect(check([loose, ...vouching(true)])).toMatchObject({ entries: 2, chained: 1, unproved: [] });
    expect(brokenIn([loose, ...vouching(true)])).toBeUndefined();
  });
  test('and that nobody vouches for is not proved', () => {
    expect(check([loose, ...FOUR]).unproved).toEqual(keysOf([loose]));
  });
  test('is missed, unless its write got no answer', () => {
    expect(brokenIn(vouching(true))).toMatchObject({ kind: 'missing' });
    expect(brokenIn(vouching(false))).toBeUndefined();
  });
  test('is found to be changed', () => {
    expect(brokenIn([forged(loose), ...vouching(true)])).toMatchObject({ kind: 'changed', key: keysOf([loose])[0] });
  });
});

test("what a person's command appended stands beside the chain, and a change of it is found", () => {
  const note = beside({ sk: { S: 'entry#2026-01-01T10:11:30.000Z#note#frozen' }, facts: { S: '{}' } });
  expect(check([...FOUR, note])).toMatchObject({ entries: 5, chained: 4, beside: 1, unproved: [] });
  expect(brokenIn([...FOUR, forged(note)])).toMatchObject({ kind: 'changed' });
});

test('F51: of what a newer version wrote, the order is judged and not what it says', () => {
  const newer = replaced(3, (item) => ({ ...item, schema: { N: '4' }, more: { S: 'unknown here' } }));
  expect(check(newer)).toMatchObject({ newer: 1, chained: 4 });
  expect(brokenIn(newer)).toBeUndefined();
  expect(brokenIn(newer.filter((_, place) => place !== 1))).toMatchObject({ kind: 'missing' });
});
