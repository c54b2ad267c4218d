import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { expect, test, vi } from 'vitest';
import { dynamoGoodConfigs } from '../../lambdas/aws/ledger-good.ts';
import type { KnownGood } from '../../lambdas/domain/last-known-good.ts';
import type { Log } from '../../lambdas/ports.ts';
import { at, variantName } from '../builders.ts';
import { DOWN, FRAUD, setUp } from './table.ts';

const KNOWN: KnownGood = {
  good: [{ config: 'config-1', variant: variantName('stable'), since: at(0), until: at(62), requests: 60_000 }],
  trial: { config: 'config-2', since: at(70) },
};

const opened = async () => {
  const { client, trouble } = await setUp();
  const log = vi.fn<Log>();
  return { client, trouble, log, configs: dynamoGoodConfigs(client, 'Ledger', log) };
};

test('what served well is read back as it was noted, and nothing before that', async () => {
  const { configs } = await opened();
  expect(await configs.known(FRAUD)).toEqual({ good: [] });
  await configs.note(FRAUD, KNOWN);
  expect(await configs.known(FRAUD)).toEqual(KNOWN);
  await configs.note(FRAUD, { good: [] });
  expect(await configs.known(FRAUD)).toEqual({ good: [] });
});

test('a table that does not answer says so, and takes no note', async () => {
  const { configs, trouble, log } = await opened();
  trouble.refusal = DOWN;
  expect(await configs.known(FRAUD)).toBe('unreadable');
  expect(log).toHaveBeenCalledWith('good configs unreadable', expect.objectContaining({ endpoint: FRAUD }));
  await expect(configs.note(FRAUD, KNOWN)).rejects.toThrow('We are sorry');
});

test('what another version wrote is not read as this', async () => {
  const { configs, client } = await opened();
  const Item = { pk: { S: FRAUD }, sk: { S: 'good' }, schema: { N: '2' }, good: { S: JSON.stringify(KNOWN) } };
  await client.send(new PutItemCommand({ TableName: 'Ledger', Item }));
  expect(await configs.known(FRAUD)).toBe('unreadable');
});
