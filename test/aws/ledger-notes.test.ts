import { expect, test } from 'vitest';
import { readHistory } from '../../lambdas/aws/ledger-history.ts';
import { appendNote } from '../../lambdas/aws/ledger-notes.ts';
import { NOW } from '../builders.ts';
import { DOWN, FRAUD, SOON, setUp, step } from './table.ts';

const note = { what: 'frozen', at: NOW, facts: { by: 'ana' } };
const both = { endpoints: [FRAUD, 'churn'], note };

test('a note stands in the history of each endpoint, beside the steps of its incidents', async () => {
  const { client, ledger } = await setUp();
  await ledger.write(step({ at: NOW - 1 }), SOON);
  await appendNote(client, 'Ledger', both);
  const history = (endpoint: string) => readHistory(client, { table: 'Ledger', endpoint });
  expect(await history(FRAUD)).toMatchObject([note, { what: 'intent' }]);
  expect(await history('churn')).toEqual([note]);
  expect((await ledger.head(FRAUD)).version).toBe(1);
});

test('a note is written for all its endpoints, or for none, and never over another', async () => {
  const { client, entries } = await setUp();
  await appendNote(client, 'Ledger', { endpoints: ['churn'], note });
  await expect(appendNote(client, 'Ledger', both)).rejects.toThrow('ConditionalCheckFailed');
  expect(entries()).toHaveLength(1);
});

test('a table that does not answer is an error', async () => {
  const { client, trouble } = await setUp();
  trouble.refusal = DOWN;
  await expect(appendNote(client, 'Ledger', both)).rejects.toThrow('We are sorry');
});
