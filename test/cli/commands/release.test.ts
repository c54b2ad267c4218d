import { describe, expect, test } from 'vitest';
import { RIGHTS } from '../../../cli/commands/release/rights.ts';
import type { Fault } from '../../../sim/types.ts';
import { expectOnPage, rightsShown } from './doc-page.ts';
import { oneLine, subjects, toHalfMinute, withoutMs } from './seen.ts';
import { smallAccount } from './small-account.ts';

const DENIED: Fault = { kind: 'error', code: 'AccessDeniedException', message: 'not authorized', status: 400 };
const refused = new Set<string>();
const account = smallAccount({ faults: { call: (_, operation) => (refused.has(operation) ? DENIED : undefined) } });
const release = (answers?: readonly unknown[], ...others: readonly string[]) =>
  account().type(
    ['release', 'fraud-detector', '--reason', 'mended in model 42', ...others],
    answers ? { answers } : {},
  );
const giveTraffic = async () => {
  const { world, passMinutes } = account();
  world.sagemaker.changeWeights('ana', 'fraud-detector', { stable: 0.9, canary: 0.1 });
  await passMinutes(7);
};

test('what was never rolled back needs no release', async () => {
  expect(await release()).toMatchObject({
    code: 0,
    out: expect.stringContaining('no variant of fraud-detector is in'),
  });
});

describe('a variant that was rolled back', () => {
  test('and has traffic again is told once, with the way to release it', async () => {
    const { type } = account();
    await toHalfMinute(account());
    await type(['rollback', 'fraud-detector', '--yes']);
    await giveTraffic();
    await account().passMinutes(6);
    const told = (await subjects(account(), 'fraud-detector')).filter((subject) => subject.startsWith('QUARANTINE'));
    expect(told).toEqual(['QUARANTINE fraud-detector: canary has traffic again, 10 %']);
    const letter = account().world.wires.journal.lines.find(({ subject }) => subject === told[0]);
    expect(letter?.['text']).toContain('npx sagemaker-rollback release fraud-detector --variant canary');
    expect(letter?.['text']).toContain('Terraform or CDK');
  });
  test.each([
    ['the ledger cannot be read', 'GetItem', 3, 'The ledger did not answer'],
    ['the ledger takes no write', 'TransactWriteItems', 3, 'The ledger took no write'],
  ])('is not released when %s', async (_, operation, code, said) => {
    refused.add(operation);
    const seen = await release([true]);
    refused.clear();
    expect({ code: seen.code, err: oneLine(seen.err) }).toMatchObject({ code, err: expect.stringContaining(said) });
  });
  test('is not released without --yes, by a no, by an empty reason, or under another name', async () => {
    expect(await release()).toMatchObject({ code: 2, err: expect.stringContaining('Give --yes') });
    expect(await release([false])).toMatchObject({ code: 4 });
    expect(await release([true], '--reason', ' ')).toMatchObject({ code: 2 });
    expect(await release([true], '--variant', 'stable')).toMatchObject({
      code: 2,
      err: expect.stringContaining('In quarantine: canary.'),
    });
  });
  test('is released by a person with a reason, and is no finding any more', async () => {
    const { code, out, err } = await release([true]);
    expect(code).toBe(0);
    const example = `$ npx sagemaker-rollback release fraud-detector --reason "mended in model 42"\n${err}\n${out}`;
    await expect(example).toMatchFileSnapshot('golden/release-80.txt');
    const { out: status } = await account().type(['status', 'fraud-detector']);
    expect(status).not.toContain('Quarantine');
    expect(await release()).toMatchObject({ out: expect.stringContaining('Nothing to do') });
    await expectOnPage('docs/cli/release.md', { example, rights: rightsShown(RIGHTS) });
  });
});

test('the same at 120 columns, and as a program sees it', async () => {
  const { type, passMinutes } = account();
  const endpoints = ['FraudDetector-EU', 'fraud-observe'] as const;
  await toHalfMinute(account());
  for (const endpoint of endpoints) await type(['rollback', endpoint, '--yes', '--no-wait']);
  await passMinutes(6);
  const why = ['--reason', 'the feature store was it', '--yes'];
  const { out, err } = await type(['release', endpoints[0], ...why], { width: 120 });
  await expect(`${err}\n${out}`).toMatchFileSnapshot('golden/release-120.txt');
  const json = await type(['release', endpoints[1], ...why, '--json']);
  await expect(withoutMs(json.out)).toMatchFileSnapshot('golden/release.json');
});
