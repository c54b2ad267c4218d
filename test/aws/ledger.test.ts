import { describe, expect, test } from 'vitest';
import { Refusal } from '../../sim/types.ts';
import { at, byHand, endpointName, incident, NOW, shift } from '../builders.ts';
import { DOWN, FRAUD, SOON, setUp, step } from './table.ts';

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

  test('a step that stands in the ledger is not written over, though its head is unknown', async () => {
    const { ledger, container, tables } = await setUp();
    await ledger.write(step({ replaces: 'unknown', facts: { first: true } }), SOON);
    expect(await container().write(step({ replaces: 'unknown', facts: { first: false } }), SOON)).toBe('outpaced');
    expect(tables.items('Ledger').map(({ facts }) => facts?.S)).toEqual(['{"first":true}']);
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
    ['of another schema', { ...head, schema: { N: '3' }, incident: text }],
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

test('one head that cannot be read does not hide the others from the sweep', async () => {
  const { ledger, tables } = await setUp();
  const [odd, other] = [endpointName('odd'), endpointName('other')];
  for (const endpoint of [odd, other]) await ledger.write(step({ incident: incident({ endpoint }) }), SOON);
  const [item] = tables.items('Ledger').filter(({ pk, sk }) => pk?.S === odd && sk?.S === 'head');
  const Item = { ...item, schema: { N: '3' } };
  tables.api?.operations['PutItem']?.run({ TableName: 'Ledger', Item } as never, { kind: 'person', name: 'ana' });
  expect((await ledger.heads([odd, other])).map(({ endpoint }) => endpoint)).toEqual([other]);
});

describe('F51: the version of what is written', () => {
  const SCHEMAS = { 'of a breach': incident(), 'that only a person opened': byHand() } as const;
  test.each([
    ['of a breach', '1'],
    ['that only a person opened', '2'],
  ] as const)(
    'in the head of an incident %s is %s: older code looks for a breach in what it can read',
    async (which, schema) => {
      const { ledger, tables } = await setUp();
      await ledger.write(step({ incident: SCHEMAS[which] }), SOON);
      expect(
        tables
          .items('Ledger')
          .map(({ sk, schema }) => [sk?.S?.split('#')[0] ?? '', schema?.N] as const)
          .toSorted(([one], [other]) => (one < other ? -1 : 1)),
      ).toEqual([
        ['entry', '3'],
        ['head', schema],
      ]);
      expect((await ledger.head(FRAUD)).incident).toEqual(SCHEMAS[which]);
    },
  );
});

describe('what people were told of gaps', () => {
  test('is remembered per endpoint', async () => {
    const { ledger, container } = await setUp();
    expect(await ledger.notice(FRAUD, 'unguarded')).toBeUndefined();
    await ledger.noticed(FRAUD, 'unguarded', { gaps: ['alarm x does not exist'], toldAt: NOW });
    expect(await container().notice(FRAUD, 'unguarded')).toEqual({ gaps: ['alarm x does not exist'], toldAt: NOW });
    expect(await ledger.notice(endpointName('another'), 'unguarded')).toBeUndefined();
    expect(await ledger.notice(FRAUD, 'quarantine')).toBeUndefined();
  });

  test('is no incident', async () => {
    const { ledger } = await setUp();
    await ledger.noticed(FRAUD, 'unguarded', { gaps: [], toldAt: NOW });
    expect(await ledger.head(FRAUD)).toEqual({ incident: undefined, version: 0 });
  });

  test('throws when the table is down: better told twice than never', async () => {
    const { ledger, trouble } = await setUp();
    trouble.refusal = DOWN;
    await expect(ledger.notice(FRAUD, 'unguarded')).rejects.toThrow('We are sorry');
    await expect(ledger.noticed(FRAUD, 'unguarded', { gaps: [], toldAt: NOW })).rejects.toThrow('We are sorry');
  });
});
