import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openAccount } from '../../../cli/account/account.ts';
import { findDeployed } from '../../../cli/account/deployed.ts';
import { RIGHTS } from '../../../cli/commands/verify/rights.ts';
import { expectOnPage, rightsShown } from './doc-page.ts';
import { drive, makeWaits } from './drive.ts';
import { atTenSeconds, livePast, wholeSeconds } from './past.ts';
import { oneLine } from './seen.ts';
import { smallAccount } from './small-account.ts';

const account = smallAccount();
const type = (args: readonly string[]) => account().type(['verify', ...args, '--config', 'infra/demo.config.ts']);
/** A page that showed the true hash would change with each millisecond and each word of an entry. */
const shownOnPage = (text: string): string => wholeSeconds(text).replaceAll(/[0-9a-f]{64}/g, '9f2c'.repeat(16));
const ID = 'fraud-detector-20260105T100202';

/** As somebody would who may write to the table. */
const tamper = async (): Promise<void> => {
  const { world } = account();
  const inTime = <Value>(work: Promise<Value>) => drive(world, makeWaits(world), work);
  const own = openAccount({});
  const { parts } = await inTime(findDeployed(own, 'sagemaker-rollback'));
  const item = world.tables.items(parts.ledger).find(({ what }) => what?.S === 'shifted');
  const Item = { ...item, facts: { S: '{"to":{"canary":1}}' } };
  await inTime(own.dynamodb().send(new PutItemCommand({ TableName: parts.ledger, Item })));
};

test('of nothing, it says so; and a name that nobody guards is told', async () => {
  expect(await type(['fraud-detector'])).toMatchObject({ code: 0, out: 'fraud-detector: nothing is recorded yet.\n' });
  expect(await type(['frauddetector-eu'])).toMatchObject({ code: 2, err: expect.stringMatching(/did\syou\smean/) });
});

describe('of a live past', () => {
  beforeAll(() => livePast(account()));
  beforeEach(() => atTenSeconds(account()));

  test('S9: the chain that reconcile wrote holds, for every endpoint; its page shows it', async () => {
    const { code, out, err } = await type([]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).not.toContain('BROKEN');
    const json = shownOnPage((await type(['fraud-detector', '--json'])).out);
    await expectOnPage('docs/cli/verify.md', {
      example: `$ npx sagemaker-rollback verify\n${shownOnPage(out)}`,
      json,
      rights: rightsShown(RIGHTS),
    });
  });
  test('its decisions are made again by this version', async () => {
    const { code, out } = await account().type(['replay', ID]);
    expect({ code, out: oneLine(out) }).toMatchObject({ code: 0, out: expect.stringContaining('3 of 3 identical') });
  });
  test('S9: a change in the table is found, with its place', async () => {
    await tamper();
    const { code, out } = await type(['fraud-detector']);
    expect({ code, out: oneLine(out) }).toMatchObject({
      code: 1,
      out: expect.stringMatching(/BROKEN at entry#.*#shifted: changed/),
    });
  });
});
