import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addNumbers, compareNumbers, normalNumber, subtractNumbers } from '../../../sim/services/tables/numbers.ts';
import { call, needsOf, START, smallAccount } from '../small-account.ts';
import { coded, type Fields, get, key, ledger, put, saying, table } from './ledger.ts';

describe('a number', () => {
  test.each([
    ['1', '1'],
    ['+01.50', '1.5'],
    ['-0', '0'],
    ['.5', '0.5'],
    ['12e2', '1200'],
    ['12E-4', '0.0012'],
    ['-1.20e1', '-12'],
    ['1e125', `1${'0'.repeat(125)}`],
    ['0.12345678901234567890123456789012345678000', '0.12345678901234567890123456789012345678'],
  ])('%s is kept as %s', (text, expected) => {
    expect(normalNumber(text)).toBe(expected);
  });

  test.each([
    ['one', 'cannot be converted to a numeric value: one'],
    ['', 'cannot be converted to a numeric value: '],
    ['1e126', 'Number overflow'],
    ['1e-131', 'Number underflow'],
    ['1'.repeat(39), 'more than 38 significant digits'],
  ])('%s is none', (text, message) => {
    expect(() => normalNumber(text)).toThrow(saying(message));
  });

  const whole = fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n });
  const scale = fc.integer({ min: 0, max: 9 });
  const decimal = (digits: bigint, places: number): string => `${digits}e-${places}`;

  test('is added, subtracted and compared without loss', () => {
    fc.assert(
      fc.property(whole, whole, scale, (a, b, places) => {
        const [left, right] = [decimal(a, places), decimal(b, places)];
        expect(addNumbers(left, right)).toBe(normalNumber(decimal(a + b, places)));
        expect(subtractNumbers(left, right)).toBe(normalNumber(decimal(a - b, places)));
        expect(Math.sign(compareNumbers(left, right))).toBe(a < b ? -1 : a > b ? 1 : 0);
      }),
    );
  });

  test('that is normal stays as it is', () => {
    fc.assert(
      fc.property(whole, scale, (digits, places) => {
        const normal = normalNumber(decimal(digits, places));
        expect(normalNumber(normal)).toBe(normal);
        expect(Number(normal)).toBe(Number(decimal(digits, places)));
      }),
    );
  });
});

describe('a value', () => {
  test.each([
    ['a set of nothing', { SS: [] }, 'An string set  may not be empty'],
    ['a set of numbers of nothing', { NS: [] }, 'An number set  may not be empty'],
    ['a set with a member twice', { SS: ['a', 'b', 'a'] }, 'Input collection [a, b, a] contains duplicates.'],
    ['a set with a number twice', { NS: ['1', '1.0'] }, 'Input collection [1, 1.0] contains duplicates.'],
    ['no null', { NULL: false }, 'Null attribute value types must have the value of true'],
    ['nothing', {}, 'Supplied AttributeValue is empty'],
    ['more than 400 KB', { S: 'x'.repeat(409_600) }, 'Item size has exceeded the maximum allowed size'],
  ])('that is %s is refused', (_, value, message) => {
    expect(() => put(ledger(), { ...key('a'), value })).toThrow(saying(message));
  });

  test('may not lie deeper than 32 levels', () => {
    const nested = (levels: number): Fields => (levels === 0 ? { S: 'x' } : { L: [nested(levels - 1)] });
    expect(() => put(ledger(), { ...key('a'), value: nested(32) })).not.toThrow();
    expect(() => put(ledger(), { ...key('a'), value: nested(33) })).toThrow(saying('Nesting Levels'));
  });

  test('may be bytes', () => {
    const to = ledger();
    put(to, { ...key('a'), value: { B: Buffer.from('abc') }, values: { BS: [Buffer.from('a'), Buffer.from('b')] } });
    const ConditionExpression = 'begins_with(#v, :b) AND contains(#v, :c) AND contains(#s, :b) AND size(#v) = :n';
    const ExpressionAttributeNames = { '#v': 'value', '#s': 'values' };
    const bytes = (text: string) => ({ B: new Uint8Array(Buffer.from(text)) });
    const ExpressionAttributeValues = { ':b': bytes('a'), ':c': bytes('bc'), ':n': { N: '3' } };
    const over = { ConditionExpression, ExpressionAttributeNames, ExpressionAttributeValues };
    expect(() => put(to, key('a'), over)).not.toThrow();
  });

  test('of a key has a longest', () => {
    expect(() => put(ledger(), key('a', 'x'.repeat(2_049)))).toThrow(saying('maximum size limit of2048 bytes'));
    expect(() => get(ledger(), 'x'.repeat(1_025))).toThrow(saying('size limit of 1024 bytes'));
  });

  test('of a key is one number, however it is written', () => {
    const numbered = {
      AttributeDefinitions: [{ AttributeName: 'n', AttributeType: 'N' }],
      KeySchema: [{ AttributeName: 'n', KeyType: 'HASH' }],
    };
    const { tables } = smallAccount(table(numbered));
    put(tables, { n: { N: '1.0' } });
    put(tables, { n: { N: '1e0' } });
    expect(tables.items('Ledger')).toEqual([{ n: { N: '1' } }]);
  });
});

describe('a table, described,', () => {
  const described = (over: Fields = {}) => {
    const { tables } = smallAccount(table(over));
    const of = (operation: string) => call(tables, operation, { TableName: 'Ledger' });
    return { table: (of('DescribeTable') as { Table: Fields }).Table, ttl: of('DescribeTimeToLive'), tables };
  };

  test('is what the template says', () => {
    const over = {
      DeletionProtectionEnabled: true,
      StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
      TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
    };
    const found = described(over);
    expect(found.table).toMatchObject({
      TableName: 'Ledger',
      TableStatus: 'ACTIVE',
      CreationDateTime: new Date(START),
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
      DeletionProtectionEnabled: true,
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
    });
    expect(found.ttl).toEqual({ TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED', AttributeName: 'expires' } });
    expect(described().ttl).toEqual({ TimeToLiveDescription: { TimeToLiveStatus: 'DISABLED' } });
  });

  test('does not know yet how much it holds', () => {
    const { tables } = described();
    put(tables, key('a'));
    expect(call(tables, 'DescribeTable', { TableName: 'Ledger' })).toMatchObject({ Table: { ItemCount: 0 } });
  });

  test('is not there under another name', () => {
    expect(() => call(ledger(), 'DescribeTable', { TableName: 'Other' })).toThrow(
      expect.objectContaining({ message: 'Requested resource not found: Table: Other not found' }) as Error,
    );
    expect(() => call(ledger(), 'DescribeTimeToLive', { TableName: 'Other' })).toThrow(
      coded('ResourceNotFoundException'),
    );
  });

  test('can be restored to what it was, as far back as its point-in-time recovery reaches', () => {
    const of = (over: Fields) => {
      const { tables } = described(over);
      const ask = (operation: string, input: Fields = {}) =>
        (call(tables, operation, { TableName: 'Ledger', ...input }) as { ContinuousBackupsDescription: Fields })
          .ContinuousBackupsDescription['PointInTimeRecoveryDescription'];
      return { ask, tables };
    };
    const { ask } = of({ PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } });
    expect(ask('DescribeContinuousBackups')).toEqual({
      PointInTimeRecoveryStatus: 'ENABLED',
      RecoveryPeriodInDays: 35,
      EarliestRestorableDateTime: new Date(START),
      LatestRestorableDateTime: new Date(START),
    });
    const off = { PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false } };
    expect(ask('UpdateContinuousBackups', off)).toEqual({ PointInTimeRecoveryStatus: 'DISABLED' });
    const week = { PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 7 } };
    expect(ask('UpdateContinuousBackups', week)).toMatchObject({ RecoveryPeriodInDays: 7 });
    expect(of({}).ask('DescribeContinuousBackups')).toEqual({ PointInTimeRecoveryStatus: 'DISABLED' });
    expect(() => ask('DescribeContinuousBackups', { TableName: 'Other' })).toThrow(coded('TableNotFoundException'));
  });

  test('is one of a list, in pages', () => {
    const { tables } = smallAccount({ ...table(), Other: table().Ledger });
    expect(call(tables, 'ListTables', {})).toEqual({ TableNames: ['Ledger', 'Other'] });
    expect(call(tables, 'ListTables', { Limit: 1 })).toEqual({
      TableNames: ['Ledger'],
      LastEvaluatedTableName: 'Ledger',
    });
    expect(call(tables, 'ListTables', { ExclusiveStartTableName: 'Ledger' })).toEqual({ TableNames: ['Other'] });
    expect(needsOf(tables, 'ListTables', {})).toEqual([{ action: 'dynamodb:ListTables', resource: '*' }]);
  });
});
