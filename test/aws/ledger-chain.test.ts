import { describe, expect, test } from 'vitest';
import { check } from '../../cli/commands/verify/check.ts';
import { readPartition } from '../../lambdas/aws/ledger-partition.ts';
import { at, incident } from '../builders.ts';
import { DOWN, FRAUD, SOON, setUp, step } from './table.ts';

const place = { table: 'Ledger', endpoint: FRAUD };
const told = (count: number, replaces: number | 'unknown') =>
  step({ incident: incident({ told: count }), replaces, at: at(10 + count), what: `told${count}` });

const checked = async ({ client }: Pick<Awaited<ReturnType<typeof setUp>>, 'client'>) =>
  check(await readPartition(client, place));

describe('S9: the chain', () => {
  test('goes on from container to container, with no call more than the read and the write that a look makes anyhow', async () => {
    const made = await setUp();
    const other = made.container();
    await made.ledger.head(FRAUD);
    await made.ledger.write(told(0, 0), SOON);
    await other.head(FRAUD);
    await other.write(told(1, 1), SOON);
    await other.write(told(2, 2), SOON);
    expect(made.calls).toEqual([
      'GetItem',
      'TransactWriteItems',
      'GetItem',
      'TransactWriteItems',
      'TransactWriteItems',
    ]);
    expect(await checked(made)).toMatchObject({ chained: 3, unproved: [], newest: { seq: 3 } });
    expect((await checked(made)).broken).toBeUndefined();
  });
  test('goes on after a head that this container has not read', async () => {
    const made = await setUp();
    await made.ledger.write(told(0, 0), SOON);
    expect(await made.container().write(told(1, 1), SOON)).toBe('written');
    expect(await checked(made)).toMatchObject({ chained: 2 });
    expect((await checked(made)).broken).toBeUndefined();
  });
  test('of a look that lost the race is not gone on with', async () => {
    const made = await setUp();
    const other = made.container();
    await made.ledger.head(FRAUD);
    await other.head(FRAUD);
    await made.ledger.write(told(0, 0), SOON);
    expect(await other.write(told(1, 0), SOON)).toBe('outpaced');
    expect(await other.write(told(2, 5), SOON)).toBe('outpaced');
    expect(await checked(made)).toMatchObject({ entries: 1, chained: 1 });
  });
  test('begins with the next entry where an older version of the code kept none', async () => {
    const made = await setUp();
    await made.ledger.write(told(0, 0), SOON);
    const [{ seq: _seq, hash: _hash, ...Item } = {}] = made.tables.items('Ledger').filter(({ sk }) => sk?.S === 'head');
    made.tables.api?.operations['PutItem']?.run({ TableName: 'Ledger', Item } as never, {
      kind: 'person',
      name: 'ana',
    });
    const other = made.container();
    await other.head(FRAUD);
    await other.write(told(1, 1), SOON);
    expect(made.tables.items('Ledger').find(({ sk }) => sk?.S?.includes('told1'))?.['seq']).toEqual({ N: '1' });
  });
  test('vouches for what was written while the head was unknown, once it goes on', async () => {
    const made = await setUp();
    await made.ledger.write(told(0, 'unknown'), SOON);
    expect((await checked(made)).unproved).toHaveLength(1);
    await made.ledger.head(FRAUD);
    await made.ledger.write(told(1, 0), SOON);
    await made.ledger.write(told(2, 1), SOON);
    expect(await checked(made)).toMatchObject({ entries: 3, chained: 2, unproved: [] });
    expect((await checked(made)).broken).toBeUndefined();
    const vouching = made.tables.items('Ledger').filter(({ vouches }) => vouches !== undefined);
    expect(vouching.map(({ sk }) => sk?.S?.split('#')[3])).toEqual(['told1']);
  });
  test('F41: does not miss what a write without an answer may have left, or not', async () => {
    const made = await setUp();
    made.trouble.refusal = DOWN;
    await made.ledger.write(told(0, 'unknown'), SOON);
    delete made.trouble.refusal;
    await made.ledger.head(FRAUD);
    await made.ledger.write(told(1, 0), SOON);
    expect(await checked(made)).toMatchObject({ entries: 1, chained: 1, unproved: [] });
    expect((await checked(made)).broken).toBeUndefined();
  });
  test('is in the log too, where it can be compared', async () => {
    const made = await setUp();
    await made.ledger.write(told(0, 0), SOON);
    const [[message, facts] = []] = made.log.mock.calls;
    const { newest } = await checked(made);
    expect({ message, ...facts }).toEqual({
      message: 'recorded',
      endpoint: FRAUD,
      step: 'told0',
      seq: 1,
      hash: newest?.hash,
    });
  });
});
