import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import { answerKey, giveAnswer } from '../../lambdas/aws/ledger-answer.ts';
import type { Answer } from '../../lambdas/domain/answer.ts';
import { ANA, at, endpointName } from '../builders.ts';
import { DOWN, FRAUD, setUp } from './table.ts';

const PLACE = { table: 'Ledger', endpoint: FRAUD };
const BEN = 'arn:aws:iam::123456789012:user/ben';
const answer = (over: Partial<Answer> = {}): Answer => ({
  kind: 'approve',
  incident: 'fraud-20260101T100930',
  plan: 'config-1: canary 0, stable 1',
  by: ANA,
  at: at(12),
  until: at(72),
  ...over,
});

describe("a person's answer", () => {
  test('is read back by the functions, and leaves an entry that stays', async () => {
    const { client, ledger, entries } = await setUp();
    expect(await ledger.answer(FRAUD)).toBeUndefined();
    const no = answer({ kind: 'decline', reason: 'a load test' });
    expect(await giveAnswer(client, PLACE, no)).toBeUndefined();
    expect(await ledger.answer(FRAUD)).toEqual(no);
    expect(await ledger.answer(endpointName('other'))).toBeUndefined();
    expect(entries()).toEqual(['entry#2026-01-01T10:12:00.000Z#answer#decline']);
  });
  test('S4: stands: a second one is refused, with who answered what and when', async () => {
    const { client, ledger } = await setUp();
    await giveAnswer(client, PLACE, answer());
    const second = answer({ kind: 'decline', by: BEN, at: at(13), until: at(73) });
    expect(await giveAnswer(client, PLACE, second)).toEqual(answer());
    expect(await ledger.answer(FRAUD)).toEqual(answer());
  });
  test.each<readonly [string, Partial<Answer>]>([
    ['another incident', { incident: 'fraud-20260101T110000' }],
    ['another plan', { plan: 'config-2: canary 0, stable 1' }],
    ['the same, once it has expired', { at: at(72), until: at(132) }],
  ])('makes room for one to %s', async (_, over) => {
    const { client, ledger } = await setUp();
    await giveAnswer(client, PLACE, answer());
    const next = answer({ by: BEN, at: at(13), ...over });
    expect(await giveAnswer(client, PLACE, next)).toBeUndefined();
    expect(await ledger.answer(FRAUD)).toEqual(next);
  });
  test('that the table did not take is no answer', async () => {
    const { client, trouble } = await setUp();
    trouble.refusal = DOWN;
    await expect(giveAnswer(client, PLACE, answer())).rejects.toThrow('We are sorry');
  });
});

describe('S4: no answer is', () => {
  test('what cannot be read, and that is logged', async () => {
    const { client, ledger, trouble, log } = await setUp();
    await giveAnswer(client, PLACE, answer());
    trouble.refusal = DOWN;
    expect(await ledger.answer(FRAUD)).toBeUndefined();
    expect(log).toHaveBeenCalledWith('answer rejected', expect.objectContaining({ because: 'unreadable' }));
  });
  const item = (over: object) => ({
    schema: { N: '1' },
    answer: { S: JSON.stringify({ ...answer(), ...over }) },
    incident: { S: answer().incident },
    plan: { S: answer().plan },
    until: { N: String(at(72)) },
  });
  test.each<readonly [string, object]>([
    ['no JSON', { ...item({}), answer: { S: 'yes' } }],
    ['of another version', { ...item({}), schema: { N: '2' } }],
    ['of another kind', item({ kind: 'APPROVE' })],
    ['by nobody', item({ by: '' })],
    ['at no time', item({ at: 'now' })],
    ['before time began', item({ at: -1 })],
    ['with more than an answer holds', item({ force: true })],
    ['longer than anybody types', item({ reason: 'x'.repeat(3_000) })],
  ])('an item that is %s', async (_, forged) => {
    const { client, ledger, log } = await setUp();
    await client.send(new PutItemCommand({ TableName: 'Ledger', Item: { ...answerKey(FRAUD), ...forged } }));
    expect(await ledger.answer(FRAUD)).toBeUndefined();
    expect(log).toHaveBeenCalledTimes(1);
    expect(await giveAnswer(client, PLACE, answer({ at: at(13) }))).toBe('unreadable');
  });
});
