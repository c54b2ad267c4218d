import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { stepWords } from '../../cli/commands/history/step-words.ts';
import { again } from '../../cli/commands/replay/again.ts';
import { check } from '../../cli/commands/verify/check.ts';
import { readHistory } from '../../lambdas/aws/ledger-history.ts';
import { FRAUD, setUp } from './table.ts';

// Kept as they were written: whoever changes what an entry says adds a record, and changes none.
const recordOf = (schema: number): Record<string, AttributeValue> =>
  JSON.parse(readFileSync(join(import.meta.dirname, `records/schema-${schema}.json`), 'utf8'));

const read = async (schema: number) => {
  const { client, tables } = await setUp();
  const input = { TableName: 'Ledger', Item: recordOf(schema) };
  tables.api?.operations['PutItem']?.run(input as never, { kind: 'person', name: 'ana' });
  return (await readHistory(client, { table: 'Ledger', endpoint: FRAUD }))[0];
};

test.each([1, 2, 3])('F51: an entry of schema %i is read', async (schema) => {
  const entry = await read(schema);
  expect(entry).toMatchObject({ what: 'intent', incident: { endpoint: 'fraud' }, facts: { to: { canary: 0 } } });
  expect(entry && stepWords(entry)).toBe('about to ask SageMaker for stable 100 %, canary 0 %');
});

test('F51: an entry of a newer schema is told as such, and breaks nothing', async () => {
  const entry = await read(4);
  expect(entry).toMatchObject({ what: 'intent', newer: true, facts: {} });
  expect(entry && stepWords(entry)).toMatch(/^written by a newer version/);
});

test.each([
  [1, { before: 1, chained: 0 }],
  [2, { before: 1, chained: 0 }],
  [3, { before: 0, chained: 1 }],
  [4, { newer: 1 }],
])('F51: the chain knows its place for an entry of schema %i', (schema, expected) => {
  expect(check([recordOf(schema)])).toMatchObject(expected);
});

test.each([
  [1, 'no-decision'],
  [2, 'no-decision'],
  [3, 'asked'],
  [4, 'newer'],
])('F51: asking again an entry of schema %i says %s', (schema, kind) => {
  expect(again(recordOf(schema)).kind).toBe(kind);
});

test('a kept record still has the hash that it was written with', () => {
  expect(check([recordOf(3)]).broken).toMatchObject({ kind: 'head', says: 'the head is gone' });
});
