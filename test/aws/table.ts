import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { vi } from 'vitest';
import { dynamoLedger } from '../../lambdas/aws/ledger.ts';
import type { Log, Step } from '../../lambdas/ports.ts';
import { type Part, Refusal } from '../../sim/types.ts';
import { endpointName, incident, NOW } from '../builders.ts';
import { smallAccount } from '../sim/small-account.ts';
import { table } from '../sim/tables/ledger.ts';
import { interrupted, wired } from './wired.ts';

export const FRAUD = endpointName('fraud');
export const SOON = 2_000;
export const DOWN = new Refusal('InternalServerError', 'We are sorry', 500);

export const step = (over: Partial<Step> = {}): Step => ({
  incident: incident(),
  replaces: 0,
  at: NOW,
  what: 'intent',
  facts: { to: { stable: 1, canary: 0 } },
  ...over,
});

/** A table, and the ledgers of as many containers as a test wants. `trouble`: what every call to the table suffers. */
export const setUp = async () => {
  const account = smallAccount(table());
  const trouble: { refusal?: Refusal } = {};
  const calls: string[] = [];
  const part = ['GetItem', 'BatchGetItem', 'PutItem', 'Query', 'TransactWriteItems'].reduce<Part>(
    (troubled, operation) =>
      interrupted(troubled, operation, () => {
        calls.push(operation);
        if (trouble.refusal) throw trouble.refusal;
      }),
    account.tables,
  );
  const config = await wired(account.wires, [part]);
  const log = vi.fn<Log>();
  const client = new DynamoDBClient(config);
  const container = () => dynamoLedger(new DynamoDBClient(config), 'Ledger', log);
  const entries = () =>
    account.tables
      .items('Ledger')
      .map((item) => item['sk']?.S ?? '')
      .filter((sk) => sk.startsWith('entry#'))
      .toSorted();
  return { ...account, ledger: container(), container, client, trouble, calls, log, entries };
};
