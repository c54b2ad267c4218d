import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { dynamoLedger } from '../../lambdas/aws/ledger.ts';
import type { Log, Step } from '../../lambdas/ports.ts';
import { Refusal } from '../../sim/types.ts';
import { at, endpointName, incident, NOW, shift } from '../builders.ts';
import { smallAccount } from '../sim/small-account.ts';
import { table } from '../sim/tables/ledger.ts';
import { interrupted, rude, saysNothing, wired } from './wired.ts';

afterEach(() => void vi.restoreAllMocks());

const FRAUD = endpointName('fraud');
const SOON = 2_000;

const step = (over: Partial<Step> = {}): Step => ({
  incident: incident(),
  replaces: 0,
  at: NOW,
  what: 'intent',
  facts: { to: { stable: 1, canary: 0 } },
  ...over,
});

/** A table, and the ledgers of as many containers as a test wants. `trouble`: what every call to the table suffers. */
const setUp = async () => {
  const account = smallAccount(table());
  const trouble: { refusal?: Refusal; operation?: string } = {};
  const calls: string[] = [];
  const part = ['GetItem', 'BatchGetItem', 'PutItem', 'TransactWriteItems'].reduce(
    (troubled, operation) =>
      interrupted(troubled, operation, () => {
        calls.push(operation);
        if (trouble.refusal && (trouble.operation ?? operation) === operation) throw trouble.refusal;
      }),
    account.tables as Parameters<typeof interrupted>[0],
  );
  const config = await wired(account.wires, [part]);
  const log = vi.fn<Log>();
  const container = () => dynamoLedger(new DynamoDBClient(config), 'Ledger', log);
  const entries = () =>
    account.tables
      .items('Ledger')
      .map(({ sk }) => sk?.S ?? '')
      .filter((sk) => sk.startsWith('entry#'))
      .toSorted();
  return { ...account, ledger: container(), container, trouble, calls, log, entries };
};

const THROTTLED = new Refusal('ProvisionedThroughputExceededException', 'Too fast');
const DOWN = new Refusal('InternalServerError', 'We are sorry', 500);
const cancelled = (...codes: readonly string[]) =>
  new Refusal('TransactionCanceledException', 'Transaction cancelled', 400, {
    CancellationReasons: codes.map((Code) => ({ Code })),
  });

describe('an incident', () => {
  test('that never was has no head', async () => {
    const { ledger } = await setUp();
    expect(await ledger.head(FRAUD)).toEqual({ incident: undefined, version: 0 });
  });

  test('is read back as it was written, one version further on', async () => {
    const { ledger } = await setUp();
    expect(await ledger.write(step(), SOON)).toBe('written');
    expect(await ledger.head(FRAUD)).toEqual({ incident: incident(), version: 1 });

    const shifted = incident({ shift: shift(), told: 1 });
    expect(await ledger.write(step({ incident: shifted, replaces: 1, what: 'shifted' }), SOON)).toBe('written');
    expect(await ledger.head(FRAUD)).toEqual({ incident: shifted, version: 2 });
  });

  test('keeps each step that led there, in order', async () => {
    const { ledger, entries } = await setUp();
    await ledger.write(step(), SOON);
    await ledger.write(step({ replaces: 1, at: at(11), what: 'shifted' }), SOON);
    await ledger.write(step({ replaces: 2, at: at(12), what: 'told' }), SOON);
    expect(entries()).toEqual([
      'entry#2026-01-01T10:10:00.000Z#0#intent',
      'entry#2026-01-01T10:11:00.000Z#1#shifted',
      'entry#2026-01-01T10:12:00.000Z#2#told',
    ]);
  });

  test('of one endpoint is none of another', async () => {
    const { ledger } = await setUp();
    await ledger.write(step(), SOON);
    expect((await ledger.head(endpointName('Fraud'))).incident).toBeUndefined();
  });
});

describe('of two looks that write at the same time', () => {
  test.each([0, 1])('the later is outpaced, and leaves no trace (version %i)', async (replaces) => {
    const { ledger, container, entries } = await setUp();
    const other = container();
    if (replaces === 1) await ledger.write(step(), SOON);
    const before = entries().length;
    expect(await ledger.write(step({ replaces, at: at(11) }), SOON)).toBe('written');
    expect(await other.write(step({ replaces, at: at(11.1) }), SOON)).toBe('outpaced');
    expect(entries()).toHaveLength(before + 1);
  });

  test('the same step of the same version is taken once', async () => {
    const { ledger, container, entries } = await setUp();
    await ledger.write(step(), SOON);
    expect(await container().write(step(), SOON)).toBe('outpaced');
    expect(entries()).toHaveLength(1);
  });

  test.each(['ConditionalCheckFailed', 'TransactionConflict'])('%s is being outpaced', async (code) => {
    const { ledger, trouble } = await setUp();
    trouble.refusal = cancelled('None', code);
    expect(await ledger.write(step(), SOON)).toBe('outpaced');
  });

  test.each(['ThrottlingError', 'ProvisionedThroughputExceeded', 'ValidationError'])(
    '%s is not: nobody else acts',
    async (code) => {
      const { ledger, trouble } = await setUp();
      trouble.refusal = cancelled('None', code);
      expect(await ledger.write(step(), SOON)).toBe('unwritten');
    },
  );
});

describe('a table that does not answer', () => {
  test.each([
    ['throttled', THROTTLED],
    ['down', DOWN],
    ['gone', new Refusal('ResourceNotFoundException', 'Requested resource not found')],
  ])('and is %s makes the head unknown and the step unwritten, and both are logged', async (_, refusal) => {
    const { ledger, trouble, log } = await setUp();
    trouble.refusal = refusal;
    expect(await ledger.head(FRAUD)).toEqual({ incident: undefined, version: 'unknown' });
    expect(await ledger.write(step({ replaces: 'unknown' }), SOON)).toBe('unwritten');
    expect(log.mock.calls.map(([message]) => message)).toEqual(['ledger unreadable', 'ledger not written']);
  });

  test('does not make this container forget what it did', async () => {
    const { ledger, container, trouble } = await setUp();
    trouble.refusal = DOWN;
    await ledger.write(step({ incident: incident({ told: 1 }) }), SOON);
    expect(await ledger.head(FRAUD)).toEqual({ incident: incident({ told: 1 }), version: 'unknown' });
    expect(await ledger.heads([FRAUD])).toEqual([incident({ told: 1 })]);
    expect(await container().head(FRAUD)).toEqual({ incident: undefined, version: 'unknown' });
  });

  test('is caught up with once it is back', async () => {
    const { ledger, container, trouble } = await setUp();
    await ledger.write(step(), SOON);
    trouble.refusal = DOWN;
    const shifted = incident({ shift: shift() });
    await ledger.write(step({ incident: shifted, replaces: 1, what: 'shifted' }), SOON);
    delete trouble.refusal;

    const head = await ledger.head(FRAUD);
    expect(head).toEqual({ incident: shifted, version: 1 });
    expect(await ledger.write(step({ incident: shifted, replaces: 1, at: at(11), what: 'watch' }), SOON)).toBe(
      'written',
    );
    expect(await container().head(FRAUD)).toEqual({ incident: shifted, version: 2 });
  });

  test('keeps the entry when only the head is unknown, and owes the head', async () => {
    const { ledger, entries, container } = await setUp();
    expect(await ledger.write(step({ replaces: 'unknown' }), SOON)).toBe('unwritten');
    expect(entries()).toEqual(['entry#2026-01-01T10:10:00.000Z#unknown#intent']);
    expect(await ledger.head(FRAUD)).toEqual({ incident: incident(), version: 0 });
    expect(await container().head(FRAUD)).toEqual({ incident: undefined, version: 0 });
  });

  test('does not bring back an old incident once a newer one is in the table', async () => {
    const { ledger, container, trouble } = await setUp();
    trouble.refusal = DOWN;
    await ledger.write(step(), SOON);
    delete trouble.refusal;
    const newer = incident({ id: 'later', openedAt: at(60) });
    await container().write(step({ incident: newer, at: at(60) }), SOON);
    expect((await ledger.head(FRAUD)).incident).toEqual(newer);
  });

  test('does not bring back an incident that another container has led to its end meanwhile', async () => {
    const { ledger, container, trouble } = await setUp();
    await ledger.write(step(), SOON);
    trouble.refusal = DOWN;
    await ledger.write(step({ incident: incident({ shift: shift() }), replaces: 1, what: 'shifted' }), SOON);
    delete trouble.refusal;

    const ended = incident({ told: 2, ending: { state: 'RECOVERED', at: at(14), because: 'proved' } });
    await container().write(step({ incident: ended, replaces: 1, at: at(14), what: 'end' }), SOON);
    expect(await ledger.head(FRAUD)).toEqual({ incident: ended, version: 2 });
    expect(await ledger.heads([FRAUD])).toEqual([ended]);
  });

  test('may have taken a step without saying so, which is no other container going on', async () => {
    const { ledger, container, trouble } = await setUp();
    await container().write(step(), SOON);
    trouble.refusal = DOWN;
    await ledger.write(step(), SOON);
    await ledger.write(step({ incident: incident({ told: 1 }), replaces: 'unknown', what: 'told' }), SOON);
    delete trouble.refusal;
    expect(await ledger.head(FRAUD)).toEqual({ incident: incident({ told: 1 }), version: 1 });
  });

  test('is waited for no longer than the step may take', async () => {
    const bound = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(AbortSignal.abort(new Error('time is up')));
    const client = new DynamoDBClient(await rude(saysNothing));
    const ledger = dynamoLedger(client, 'Ledger', () => {});
    expect(await ledger.write(step(), 300)).toBe('unwritten');
    expect((await ledger.head(FRAUD)).version).toBe('unknown');
    expect(bound.mock.calls.map(([ms]) => ms)).toEqual([300, 1_000]);
  });
});

describe('the heads of many endpoints', () => {
  const many = Array.from({ length: 230 }, (_, n) => endpointName(`e${n}`));

  test('are read a hundred at a time', async () => {
    const { ledger, calls } = await setUp();
    for (const endpoint of [many[0], many[120], many[229]]) {
      await ledger.write(step({ incident: incident({ endpoint: endpoint ?? FRAUD }) }), SOON);
    }
    calls.length = 0;
    expect((await ledger.heads(many)).map(({ endpoint }) => endpoint).toSorted()).toEqual(['e0', 'e120', 'e229']);
    expect(calls).toEqual(['BatchGetItem', 'BatchGetItem', 'BatchGetItem']);
  });

  test('are none when there are no endpoints, or when the table is down', async () => {
    const { ledger, trouble } = await setUp();
    expect(await ledger.heads([])).toEqual([]);
    await ledger.write(step(), SOON);
    trouble.refusal = DOWN;
    expect(await ledger.heads([FRAUD])).toEqual([]);
  });
});

describe('an item that this version of the code did not write', () => {
  const head = { pk: { S: 'fraud' }, sk: { S: 'head' }, schema: { N: '1' }, version: { N: '3' } };
  const text = { S: JSON.stringify(incident()) };
  test.each([
    ['of another schema', { ...head, schema: { N: '2' }, incident: text }],
    ['without a schema', { pk: head.pk, sk: head.sk, version: head.version, incident: text }],
    ['whose incident is no JSON', { ...head, incident: { S: '{' } }],
    ['whose incident is something else', { ...head, incident: { S: '"fraud"' } }],
    ['whose version is no whole number', { ...head, version: { N: '1.5' }, incident: text }],
  ])('%s is unreadable, not empty', async (_, item) => {
    const { ledger, tables, log } = await setUp();
    tables.api?.operations['PutItem']?.run({ TableName: 'Ledger', Item: item } as never, {
      kind: 'person',
      name: 'ana',
    });
    expect(await ledger.head(FRAUD)).toEqual({ incident: undefined, version: 'unknown' });
    expect(await ledger.heads([FRAUD])).toEqual([]);
    expect(log).toHaveBeenCalledTimes(2);
  });
});

describe('what people were told of gaps', () => {
  test('is remembered per endpoint', async () => {
    const { ledger, container } = await setUp();
    expect(await ledger.notice(FRAUD)).toBeUndefined();
    await ledger.noticed(FRAUD, { gaps: ['alarm x does not exist'], toldAt: NOW });
    expect(await container().notice(FRAUD)).toEqual({ gaps: ['alarm x does not exist'], toldAt: NOW });
    expect(await ledger.notice(endpointName('another'))).toBeUndefined();
  });

  test('is no incident', async () => {
    const { ledger } = await setUp();
    await ledger.noticed(FRAUD, { gaps: [], toldAt: NOW });
    expect(await ledger.head(FRAUD)).toEqual({ incident: undefined, version: 0 });
  });

  test('throws when the table is down: better told twice than never', async () => {
    const { ledger, trouble } = await setUp();
    trouble.refusal = DOWN;
    await expect(ledger.notice(FRAUD)).rejects.toThrow('We are sorry');
    await expect(ledger.noticed(FRAUD, { gaps: [], toldAt: NOW })).rejects.toThrow('We are sorry');
  });
});
