import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import { type DrillRecord, drillKey, endDrill, lastDrills, orderDrill } from '../../lambdas/aws/ledger-drill.ts';
import type { DrillOrder } from '../../lambdas/domain/drill.ts';
import { at, endpointName } from '../builders.ts';
import { DOWN, FRAUD, setUp } from './table.ts';

const PLACE = { table: 'Ledger', endpoint: FRAUD };
const order = (over: Partial<DrillOrder> = {}): DrillOrder => ({
  id: 'drill-20260101T100930',
  by: 'arn:aws:iam::111122223333:user/ana',
  at: at(10),
  move: true,
  until: at(25),
  ...over,
});
const ended = (over: Partial<DrillOrder> = {}): DrillRecord & { result: NonNullable<DrillRecord['result']> } => ({
  ...order(over),
  result: { at: at(12), worked: false, broken: ['rule'] },
});

describe('the order of a drill', () => {
  test('is read back by the functions', async () => {
    const { client, ledger } = await setUp();
    expect(await ledger.drill(FRAUD)).toBeUndefined();
    expect(await orderDrill(client, PLACE, order())).toBe(true);
    expect(await ledger.drill(FRAUD)).toEqual(order());
    expect(await ledger.drill(endpointName('other'))).toBeUndefined();
  });
  test('keeps another drill out until it ended, or is too old', async () => {
    const { client } = await setUp();
    await orderDrill(client, PLACE, order());
    expect(await orderDrill(client, PLACE, order({ at: at(24) }))).toBe(false);
    expect(await orderDrill(client, PLACE, order({ at: at(25), until: at(40) }))).toBe(true);
    await endDrill(client, PLACE, { record: ended({ at: at(25) }), facts: {} });
    expect(await orderDrill(client, PLACE, order({ at: at(26) }))).toBe(true);
  });
  test('that cannot be read orders nothing, and that is logged', async () => {
    const { client, ledger, trouble, log } = await setUp();
    await orderDrill(client, PLACE, order());
    trouble.refusal = DOWN;
    expect(await ledger.drill(FRAUD)).toBeUndefined();
    expect(log).toHaveBeenCalledWith('drill order unreadable', expect.objectContaining({ endpoint: FRAUD }));
    await expect(orderDrill(client, PLACE, order({ at: at(30) }))).rejects.toThrow('We are sorry');
  });
  test('written by another version is none of this', async () => {
    const { client, ledger } = await setUp();
    const Item = { ...drillKey(FRAUD), schema: { N: '2' }, drill: { S: JSON.stringify(order()) } };
    await client.send(new PutItemCommand({ TableName: 'Ledger', Item }));
    expect(await ledger.drill(FRAUD)).toBeUndefined();
  });
});

describe('the result of a drill', () => {
  test('ends its order: whoever may set alarms could write its mark once more', async () => {
    const { client, ledger } = await setUp();
    await orderDrill(client, PLACE, order());
    await endDrill(client, PLACE, { record: ended(), facts: {} });
    expect(await ledger.drill(FRAUD)).toBeUndefined();
  });
  test('stands where the order stood, beside an entry that stays', async () => {
    const { client, entries } = await setUp();
    await orderDrill(client, PLACE, order());
    await endDrill(client, PLACE, { record: ended(), facts: { hops: [] } });
    const other = endpointName('other');
    expect(await lastDrills(client, 'Ledger', [FRAUD, other])).toEqual(new Map([[FRAUD, ended()]]));
    expect(entries()).toEqual(['entry#2026-01-01T10:12:00.000Z#drill-20260101T100930#drill']);
  });
  test('is asked for of more endpoints than one call takes', async () => {
    const { client } = await setUp();
    await orderDrill(client, PLACE, order());
    const many = Array.from({ length: 101 }, (_, place) => endpointName(`other-${place}`));
    expect([...(await lastDrills(client, 'Ledger', [...many, FRAUD])).keys()]).toEqual([FRAUD]);
  });
});
