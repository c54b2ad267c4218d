import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { RIGHTS } from '../../../cli/commands/approve/rights.ts';
import { HEALTHY } from '../../../sim/play/healthy.ts';
import { loadTemplate } from '../../../sim/template/load.ts';
import type { Fault } from '../../../sim/types.ts';
import { expectOnPage, rightsShown } from './doc-page.ts';
import { oneLine, subjects, toHalfMinute, weightsOf, withoutMs } from './seen.ts';
import { openSmallAccount, type SmallAccount } from './small-account.ts';

const ENDPOINT = 'fraud-detector';
const DENIED: Fault = { kind: 'error', code: 'AccessDeniedException', message: 'not authorized', status: 400 };
const refused = new Set<string>();
let account: SmallAccount;
let approved = '';

beforeAll(async () => {
  const faults = { call: (_: string, operation: string) => (refused.has(operation) ? DENIED : undefined) };
  account = await openSmallAccount({ template: loadTemplate(inject('ladderTemplate')), faults });
});
afterAll(() => account.close());

type Head = {
  readonly id: string;
  readonly hold?: { readonly kind: string };
  readonly ending?: { readonly because: string };
};

const newest = (): Head | undefined => {
  const { tables } = account.world;
  const items = tables.items(tables.names()[0] ?? '');
  const head = items.find(({ pk, sk }) => pk?.S === ENDPOINT && sk?.S === 'head');
  return head && (JSON.parse(head['incident']?.S ?? '{}') as Head);
};
const idOf = (): string => newest()?.id ?? 'none';

/** The canary fails one request in ten, and people have been asked. */
const asked = async (): Promise<string> => {
  account.world.traffic.behave(ENDPOINT, 'canary', { ...HEALTHY, errorRatio5xx: 0.2 });
  for (let minute = 0; minute < 8 && newest()?.hold?.kind !== 'awaiting-approval'; minute += 1)
    await account.passMinutes(1);
  await toHalfMinute(account);
  return idOf();
};
/** As before anything broke. */
const repaired = async (): Promise<void> => {
  account.world.traffic.behave(ENDPOINT, 'canary', HEALTHY);
  account.world.sagemaker.changeWeights('ana', ENDPOINT, { stable: 0.95, canary: 0.05 });
  await account.passMinutes(9);
};
const said = async (args: readonly string[], answers?: readonly unknown[]) => {
  const { code, out, err } = await account.type(args, answers ? { answers } : {});
  return { code, said: oneLine(`${err} ${out}`) };
};

describe('there is nothing to answer', () => {
  test.each([
    ['where the name is none', 'yes', 'yes is no incident of an endpoint that is guarded'],
    ['of an endpoint that is not guarded', 'other-20260105T100000', 'Guarded: fraud-detector'],
    ['where the ledger has no incident', 'fraud-detector-20260105T100000', 'has no incident of fraud-detector'],
    ['in mode recommend', 'FraudDetector-EU-20260105T100000', 'rollback FraudDetector-EU'],
    ['in mode observe', 'fraud-observe-20260105T100000', 'only mode approve takes an answer'],
  ])('%s', async (_, id, words) => {
    expect(await said(['approve', id, '--yes'])).toMatchObject({ code: 2, said: expect.stringContaining(words) });
  });
});

describe('an incident that waits for approval', () => {
  test('is told with the commands for the answer', async () => {
    const id = await asked();
    expect((await subjects(account, ENDPOINT))[0]).toBe(
      `APPROVE? Roll back ${ENDPOINT}: canary breaks errors-5xx-gross`,
    );
    const { out } = await account.type(['status', ENDPOINT]);
    expect(oneLine(out)).toContain(`approve ${id}`);
  });
  test('S4: takes no answer without --yes, by a no, without a reason to decline, or for another incident', async () => {
    expect(await said(['approve', idOf()])).toMatchObject({ code: 2, said: expect.stringContaining('Give --yes') });
    expect(await said(['approve', idOf()], [false])).toMatchObject({ code: 4 });
    expect(await said(['decline', idOf(), '--reason', ' ', '--yes'])).toMatchObject({ code: 2 });
    expect(await said(['approve', `${ENDPOINT}-20260105T090000`, '--yes'])).toMatchObject({
      code: 2,
      said: expect.stringContaining(`is not the newest incident of ${ENDPOINT}: that is ${idOf()}, which is open`),
    });
    expect(await said(['approve', idOf(), '--wait', 'long', '--yes'])).toMatchObject({ code: 2 });
    expect(newest()?.hold?.kind).toBe('awaiting-approval');
  });
  test.each([
    ['cannot be read', 'GetItem', 'did not answer'],
    ['takes no write', 'TransactWriteItems', 'not authorized'],
  ])('takes no answer while the ledger %s', async (_, operation, words) => {
    refused.add(operation);
    const seen = await said(['approve', idOf(), '--yes']);
    refused.clear();
    expect(seen).toMatchObject({ code: 3, said: expect.stringContaining(words) });
  });
  test('is shifted by the function once a person approved it, and proved', async () => {
    await toHalfMinute(account);
    const { code, out, err } = await account.type(['approve', idOf()], { answers: [true] });
    expect(code).toBe(0);
    expect(weightsOf(account, ENDPOINT)['canary']).toBe(0);
    expect((await subjects(account, ENDPOINT)).map((subject) => subject.replace(/:.*/, ''))).toEqual([
      `APPROVE? Roll back ${ENDPOINT}`,
      `Rolling back ${ENDPOINT}`,
      `RECOVERED ${ENDPOINT}`,
    ]);
    const example = `$ npx sagemaker-rollback approve ${idOf()}\n${err}\n${out}`;
    await expect(example).toMatchFileSnapshot('golden/approve-80.txt');
    approved = example;
  });
  test('takes no answer any more once it is over', async () => {
    expect(await said(['approve', idOf(), '--yes'])).toMatchObject({
      code: 2,
      said: expect.stringContaining('is over: RECOVERED'),
    });
  });
});

describe('a person who declines', () => {
  test('ends the incident without a shift, for good', async () => {
    await repaired();
    const id = await asked();
    const { code, out, err } = await account.type(['decline', id, '--reason', 'a known load test'], {
      answers: [true],
    });
    expect(code).toBe(0);
    await account.passMinutes(3);
    expect(newest()).toMatchObject({ id, ending: { because: 'declined' } });
    expect(weightsOf(account, ENDPOINT)['canary']).toBeCloseTo(0.05);
    const example = `$ npx sagemaker-rollback decline ${id} --reason "a known load test"\n${err}\n${out}`;
    await expect(example).toMatchFileSnapshot('golden/decline-80.txt');
    await expectOnPage('docs/cli/decline.md', { example, rights: rightsShown(RIGHTS) });
  });
});

describe('an approval that does not lead to a shift at once', () => {
  test('S4: stands before any other answer, also while the function cannot be woken', async () => {
    await repaired();
    const id = await asked();
    refused.add('Invoke');
    const first = await account.type(['approve', id, '--yes', '--no-wait', '--json'], { width: 120 });
    const second = await said(['decline', id, '--reason', 'no', '--yes']);
    refused.clear();
    expect(second).toMatchObject({ code: 2, said: expect.stringMatching(/user\/any approved it at .* first answer/) });
    expect(first.code).toBe(0);
    const json = withoutMs(first.out);
    await expect(json).toMatchFileSnapshot('golden/approve.json');
    // Written as a whole: a page is one snapshot.
    await expectOnPage('docs/cli/approve.md', { example: approved, json, rights: rightsShown(RIGHTS) });
    await account.passMinutes(8);
    expect(newest()).toMatchObject({ id, ending: { because: 'proved' } });
  });
  test('I4: is held by a freeze, and says so', async () => {
    await repaired();
    const id = await asked();
    expect((await said(['freeze', ENDPOINT, '--reason', 'sale', '--yes'])).code).toBe(0);
    const seen = await said(['approve', id, '--yes']);
    expect(seen.code).toBe(1);
    expect(seen.said).toContain('Not while this holds it: rollbacks are frozen');
    expect(seen.said).toContain('HELD: it is approved');
    expect(weightsOf(account, ENDPOINT)['canary']).toBeCloseTo(0.05);
  });
});
