import { describe, expect, test } from 'vitest';
import { readHistory } from '../../lambdas/aws/ledger-history.ts';
import { appendNote } from '../../lambdas/aws/ledger-notes.ts';
import { at, incident, NOW, shift } from '../builders.ts';
import { put } from '../sim/tables/ledger.ts';
import { DOWN, FRAUD, SOON, setUp, step } from './table.ts';

const PLACE = { table: 'Ledger', endpoint: FRAUD };
const shifted = incident({ shift: shift(), told: 1 });

const withSteps = async () => {
  const world = await setUp();
  await world.ledger.write(step({ facts: { to: { stable: 1 } } }), SOON);
  await world.ledger.write(step({ incident: shifted, replaces: 1, at: at(11), what: 'shifted', facts: {} }), SOON);
  await world.ledger.write(step({ incident: incident({ endpoint: 'other' as never }), at: at(12) }), SOON);
  return world;
};

describe('the history of an endpoint', () => {
  test('is its entries with what they say, the newest first, and nothing of its head or of others', async () => {
    const { client } = await withSteps();
    const { id } = shifted;
    expect(await readHistory(client, PLACE)).toEqual([
      { at: at(11), what: 'shifted', incidentId: id, facts: {}, incident: shifted },
      { at: NOW, what: 'intent', incidentId: id, facts: { to: { stable: 1 } }, incident: incident() },
    ]);
  });
  test('can begin at a time, that of the entry included', async () => {
    const { client } = await withSteps();
    const since = async (from: number) => (await readHistory(client, PLACE, { since: from })).map(({ what }) => what);
    expect(await since(at(11))).toEqual(['shifted']);
    expect(await since(at(11) + 1)).toEqual([]);
    expect(await since(NOW)).toEqual(['shifted', 'intent']);
  });
  test('is empty where nothing was recorded', async () => {
    const { client } = await setUp();
    expect(await readHistory(client, PLACE)).toEqual([]);
  });
  test('throws when the table does not answer: silence would look like peace', async () => {
    const { client, trouble } = await withSteps();
    trouble.refusal = DOWN;
    await expect(readHistory(client, PLACE)).rejects.toThrow('We are sorry');
  });
  test('holds what belongs to no incident', async () => {
    const { client } = await setUp();
    await appendNote(client, 'Ledger', { endpoints: [FRAUD], note: { what: 'frozen', at: NOW, facts: { by: 'ana' } } });
    expect(await readHistory(client, PLACE)).toEqual([{ at: NOW, what: 'frozen', facts: { by: 'ana' } }]);
  });
});

describe('a history of many pages', () => {
  /** Four of these fill a page of DynamoDB's. */
  const LONG = 'x'.repeat(300_000);
  const long = async () => {
    const world = await setUp();
    for (let n = 0; n < 8; n += 1)
      await world.ledger.write(step({ replaces: 'unknown', at: at(n), facts: { n, LONG } }), SOON);
    world.calls.length = 0;
    return world;
  };
  test('is read to its end', async () => {
    const { client, calls } = await long();
    const entries = await readHistory(client, PLACE);
    expect(entries.map(({ facts }) => facts['n'])).toEqual([7, 6, 5, 4, 3, 2, 1, 0]);
    expect(calls.length).toBeGreaterThan(1);
  });
  test('is read until there is enough', async () => {
    const { client, calls } = await long();
    const entries = await readHistory(client, PLACE, { enough: (some) => some.length >= 2 });
    expect(entries.length).toBeLessThan(8);
    expect(calls).toEqual(['Query']);
  });
});

describe('an entry of another version', () => {
  test.each<readonly [string, Record<string, unknown>, object]>([
    ['without anything but its key', {}, { what: 'intent', facts: {} }],
    ['whose facts are no JSON', { what: { S: 'held' }, facts: { S: '{' } }, { what: 'held', facts: {} }],
    ['whose facts are no object', { what: { S: 'held' }, facts: { S: '7' } }, { what: 'held', facts: {} }],
    [
      'whose incident is something else',
      { what: { S: 'held' }, incidentId: { S: 'i-1' }, incident: { S: '{"id":"i-1"}' } },
      { what: 'held', incidentId: 'i-1', facts: {} },
    ],
    ['of the first version', { schema: { N: '1' }, what: { S: 'held' } }, { what: 'held', facts: {} }],
    ['F51: of a newer version', { schema: { N: '4' }, what: { S: 'held' } }, { what: 'held', facts: {}, newer: true }],
    ['with more than we know', { what: { S: 'held' }, colour: { S: 'red' } }, { what: 'held', facts: {} }],
  ])('%s is told as far as it can be read', async (_, fields, expected) => {
    const { client, tables } = await setUp();
    put(tables, { pk: { S: FRAUD }, sk: { S: 'entry#2026-01-01T10:10:00.000Z#0#intent' }, ...fields });
    expect(await readHistory(client, PLACE)).toEqual([{ at: NOW, ...expected }]);
  });
});
