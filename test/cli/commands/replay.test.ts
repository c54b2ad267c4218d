import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { RIGHTS } from '../../../cli/commands/replay/rights.ts';
import { entryItem } from '../../../lambdas/aws/ledger-items.ts';
import { decide } from '../../../lambdas/domain/decide.ts';
import { step } from '../../aws/table.ts';
import { NOW, situation } from '../../builders.ts';
import { expectOnPage, rightsShown } from './doc-page.ts';
import { atTenSeconds, livePast, wholeSeconds } from './past.ts';
import { oneLine } from './seen.ts';
import { smallAccount } from './small-account.ts';
import { typed } from './typed.ts';

const directory = mkdtempSync(join(tmpdir(), 'replay-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const file = (text: string): string => {
  const path = join(directory, 'entry.json');
  writeFileSync(path, text);
  return path;
};
const verdict = decide(situation(), NOW);
const entry = entryItem(step({ decision: { code: '0.1.0', now: NOW, situation: situation(), verdict } }));
const other = entryItem(
  step({ decision: { code: '0.0.9', now: NOW, situation: situation({ freeze: 'unreadable' }), verdict } }),
);

describe('from a file, without an account,', () => {
  test.each([
    ['one item', entry],
    ['what get-item prints', { Item: entry }],
    ['what query prints', { Items: [entry], Count: 1 }],
  ])('%s is asked again', async (_, json) => {
    const { code, out } = await typed(['replay', '--file', file(JSON.stringify(json))]);
    expect({ code, out: oneLine(out) }).toEqual({
      code: 0,
      out: expect.stringContaining(
        '1 of 1 identical. 2026-01-01 10:10:00 UTC, by version 0.1.0 ROLL BACK: canary breaks',
      ),
    });
  });
  test('a verdict that is another now is told with what differs', async () => {
    const { code, out } = await typed(['replay', '--file', file(JSON.stringify(other))]);
    expect(code).toBe(1);
    expect(oneLine(out)).toContain('0 of 1 identical');
    expect(oneLine(out)).toContain('DIFFERENT kind: recorded "roll-back", now "hold"');
  });
  test('an entry without a decision is told, and is not well', async () => {
    const { code, out } = await typed(['replay', '--file', file(JSON.stringify(entryItem(step())))]);
    expect({ code, out: oneLine(out) }).toMatchObject({
      code: 1,
      out: expect.stringContaining('No decision is recorded'),
    });
  });
  test('F51: an entry of a newer version is told', async () => {
    const newer = { ...entryItem(step()), schema: { N: '4' } };
    const { code, out } = await typed(['replay', '--file', file(JSON.stringify(newer))]);
    expect({ code, out: oneLine(out) }).toMatchObject({
      code: 1,
      out: expect.stringContaining('written by a newer version'),
    });
  });
  test.each([
    ['{', 'is no JSON'],
    ['{"a":1}', 'holds no item of the ledger'],
    ['{"Items":[7]}', 'holds no item of the ledger'],
  ])('%s is told', async (text, said) => {
    expect(await typed(['replay', '--file', file(text)])).toMatchObject({
      code: 2,
      err: expect.stringContaining(said),
    });
  });
  test('a file that is not there is told', async () => {
    const { code, err } = await typed(['replay', '--file', 'nowhere.json']);
    expect({ code, err: oneLine(err) }).toMatchObject({
      code: 2,
      err: expect.stringContaining('nowhere.json cannot be read'),
    });
  });
  test.each([[['replay']], [['replay', 'x-20260105T100202', '--file', 'y']]])(
    '%j is told what to give',
    async (args) => {
      expect(await typed(args)).toMatchObject({ code: 2, err: expect.stringContaining('Give a record, or --file') });
    },
  );
});

describe('from the ledger', () => {
  const ID = 'fraud-detector-20260105T100202';
  const account = smallAccount();
  const type = (...args: readonly string[]) => account().type(['replay', ...args, '--config', 'infra/demo.config.ts']);
  beforeAll(() => livePast(account()));
  beforeEach(() => atTenSeconds(account()));

  test('an incident is asked again, decision by decision; its page shows it', async () => {
    const { code, out } = await type(ID);
    expect(code).toBe(0);
    await expectOnPage('docs/cli/replay.md', {
      example: `$ npx sagemaker-rollback replay ${ID}\n${out}`,
      json: wholeSeconds((await type(ID, '--json')).out),
      rights: rightsShown(RIGHTS),
    });
  });
  test('one entry is asked again by its key', async () => {
    const { out } = await type(ID, '--json');
    const { decisions } = JSON.parse(out) as { readonly decisions: readonly { readonly key: string }[] };
    const [key] = decisions.map((one) => one.key);
    expect(await type(`fraud-detector/${key}`)).toMatchObject({
      code: 0,
      out: expect.stringContaining('1 of 1 identical'),
    });
  });
  test.each([
    ['fraud-detector-20260105T100239', 'The ledger has no incident fraud-detector-20260105T100239.'],
    ['fraud-detector/entry#2026', 'The ledger of fraud-detector has no entry entry#2026.'],
    ['fraud-detector', "fraud-detector is neither an incident's id nor ENDPOINT/KEY of an entry."],
  ])('%s is told not to be there', async (record, said) => {
    const { code, err } = await type(record);
    expect({ code, err: oneLine(err) }).toMatchObject({ code: 2, err: expect.stringContaining(said) });
  });
});
