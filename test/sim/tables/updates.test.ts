import { describe, expect, test } from 'vitest';
import { call, needsOf } from '../small-account.ts';
import { coded, type Fields, get, key, type Ledger, ledger, put, saying } from './ledger.ts';

const stored = {
  ...key('a'),
  n: { N: '10' },
  note: { S: 'x' },
  tags: { SS: ['red', 'blue'] },
  parts: { L: [{ N: '1' }, { N: '2' }, { N: '3' }] },
  deep: { M: { x: { S: 'y' } } },
};

const filled = (): Ledger => {
  const to = ledger();
  put(to, stored);
  return to;
};
const update = (to: Ledger, UpdateExpression: string, values: Fields = {}, over: Fields = {}) =>
  call(to, 'UpdateItem', {
    TableName: 'Ledger',
    Key: key('a'),
    UpdateExpression,
    ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
    ...over,
  });
const after = (expression: string, values: Fields = {}): Fields => {
  const { Attributes } = update(filled(), expression, values, { ReturnValues: 'ALL_NEW' }) as { Attributes: Fields };
  return Object.fromEntries(
    Object.entries({ ...stored, ...Attributes })
      .map(([name]) => [name, Attributes[name]])
      .filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(stored[name as keyof typeof stored])),
  );
};

describe('an update', () => {
  test.each([
    ['SET n = :n', { ':n': { N: '011.50' } }, { n: { N: '11.5' } }],
    ['SET fresh = :n', { ':n': { BOOL: true } }, { fresh: { BOOL: true } }],
    ['SET n = n + :n', { ':n': { N: '0.1' } }, { n: { N: '10.1' } }],
    ['SET n = :n - n', { ':n': { N: '1' } }, { n: { N: '-9' } }],
    ['SET n = (n + :n)', { ':n': { N: '1' } }, { n: { N: '11' } }],
    ['SET note = sk', {}, { note: { S: 'a' } }],
    ['SET n = if_not_exists(n, :n)', { ':n': { N: '1' } }, {}],
    ['SET c = if_not_exists(c, :n) + :n', { ':n': { N: '1' } }, { c: { N: '2' } }],
    [
      'SET parts = list_append(parts, :l)',
      { ':l': { L: [{ N: '4' }] } },
      { parts: { L: ['1', '2', '3', '4'].map((N) => ({ N })) } },
    ],
    [
      'SET l = list_append(:l, if_not_exists(gone, :l))',
      { ':l': { L: [{ N: '4' }] } },
      { l: { L: [{ N: '4' }, { N: '4' }] } },
    ],
    ['SET parts[1] = :n', { ':n': { N: '9' } }, { parts: { L: [{ N: '1' }, { N: '9' }, { N: '3' }] } }],
    [
      'SET parts[70] = :n, parts[50] = :m',
      { ':n': { N: '9' }, ':m': { N: '8' } },
      { parts: { L: ['1', '2', '3', '8', '9'].map((N) => ({ N })) } },
    ],
    ['SET deep.z = :n', { ':n': { N: '9' } }, { deep: { M: { x: { S: 'y' }, z: { N: '9' } } } }],
    ['SET n = parts[0], parts[0] = n', {}, { n: { N: '1' }, parts: { L: [{ N: '10' }, { N: '2' }, { N: '3' }] } }],
    ['REMOVE n, gone', {}, { n: undefined }],
    ['REMOVE parts[0], parts[2]', {}, { parts: { L: [{ N: '2' }] } }],
    ['REMOVE deep.x', {}, { deep: { M: {} } }],
    ['ADD n :n', { ':n': { N: '-3' } }, { n: { N: '7' } }],
    ['ADD c :n', { ':n': { N: '3' } }, { c: { N: '3' } }],
    ['ADD tags :t', { ':t': { SS: ['red', 'green'] } }, { tags: { SS: ['red', 'blue', 'green'] } }],
    ['DELETE tags :t', { ':t': { SS: ['red', 'green'] } }, { tags: { SS: ['blue'] } }],
    ['DELETE tags :t', { ':t': { SS: ['red', 'blue'] } }, { tags: undefined }],
    ['DELETE gone :t', { ':t': { SS: ['red'] } }, {}],
    [
      'set n = :n remove note add c :n delete tags :t',
      { ':n': { N: '1' }, ':t': { SS: ['red'] } },
      { n: { N: '1' }, note: undefined, c: { N: '1' }, tags: { SS: ['blue'] } },
    ],
  ] as const)('%s with %j makes %j', (expression, values, expected) => {
    expect(after(expression, values)).toEqual(expected);
  });

  test.each([
    ['SET n = gone', {}, 'refers to an attribute that does not exist in the item'],
    ['SET n = note + :n', { ':n': { N: '1' } }, 'An operand in the update expression has an incorrect data type'],
    ['SET n = list_append(parts, note)', {}, 'An operand in the update expression has an incorrect data type'],
    ['SET gone.x = :n', { ':n': { N: '1' } }, 'document path provided in the update expression is invalid for update'],
    ['REMOVE note[0]', {}, 'document path provided in the update expression is invalid for update'],
    ['ADD note :n', { ':n': { N: '1' } }, 'An operand in the update expression has an incorrect data type'],
    ['SET pk = :n', { ':n': { S: '1' } }, 'Cannot update attribute pk. This attribute is part of the key'],
    [
      'SET n = :n, n = :n',
      { ':n': { N: '1' } },
      'Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [n], path two: [n]',
    ],
    [
      'SET deep.x = :n REMOVE deep',
      { ':n': { N: '1' } },
      'overlap with each other; must remove or rewrite one of these paths; path one: [deep, x], path two: [deep]',
    ],
    [
      'SET deep.x = :n, deep[0] = :n',
      { ':n': { N: '1' } },
      'conflict with each other; must remove or rewrite one of these paths; path one: [deep, x], path two: [deep, [0]]',
    ],
    ['SET n = :n SET note = :n', { ':n': { N: '1' } }, 'The "SET" section can only be used once'],
    ['SET n = :n + :t', { ':n': { N: '1' }, ':t': { S: '1' } }, 'operator or function: +, operand type: S'],
    ['SET n = list_append(parts, :n)', { ':n': { N: '1' } }, 'operator or function: list_append, operand type: N'],
    [
      'SET n = if_not_exists(:n, :n)',
      { ':n': { N: '1' } },
      'requires a document path; operator or function: if_not_exists',
    ],
    ['SET n = if_not_exists(n)', {}, 'operator or function: if_not_exists, number of operands: 1'],
    ['SET n = size(n)', {}, 'Invalid function name; function: size'],
    ['ADD n :t', { ':t': { S: '1' } }, 'operator: ADD, operand type: STRING, typeSet: ALLOWED_FOR_ADD_OPERAND'],
    [
      'DELETE n :n',
      { ':n': { N: '1' } },
      'operator: DELETE, operand type: NUMBER, typeSet: ALLOWED_FOR_DELETE_OPERAND',
    ],
    ['ADD n note', {}, 'Syntax error; token: "note"'],
    ['SET count = :n', { ':n': { N: '1' } }, 'reserved keyword: count'],
    ['SET n :n', { ':n': { N: '1' } }, 'Syntax error; token: ":n"'],
    ['PUT n = :n', { ':n': { N: '1' } }, 'Syntax error; token: "PUT"'],
    [
      'SET note = :n',
      { ':n': { S: 'x'.repeat(410_000) } },
      'Item size to update has exceeded the maximum allowed size',
    ],
    ['SET note = :n', { ':n': { SS: [] } }, 'An string set  may not be empty'],
  ] as const)('%s with %j is refused', (expression, values, message) => {
    const to = filled();
    expect(() => update(to, expression, values)).toThrow(saying(message));
    expect(get(to, 'a')).toEqual({ Item: stored });
  });

  test('makes the item when there is none, with its key', () => {
    const to = ledger();
    update(to, 'ADD c :n', { ':n': { N: '1' } });
    expect(get(to, 'a')).toEqual({ Item: { ...key('a'), c: { N: '1' } } });
    call(to, 'UpdateItem', { TableName: 'Ledger', Key: key('b') });
    expect(get(to, 'b')).toEqual({ Item: key('b') });
  });

  test.each([
    ['NONE', {}],
    ['ALL_OLD', { Attributes: stored }],
    ['ALL_NEW', { Attributes: { ...stored, n: { N: '1' }, deep: { M: { x: { S: 'y' }, z: { N: '1' } } } } }],
    ['UPDATED_OLD', { Attributes: { n: { N: '10' } } }],
    ['UPDATED_NEW', { Attributes: { n: { N: '1' }, deep: { M: { z: { N: '1' } } } } }],
  ])('returns %s', (ReturnValues, expected) => {
    expect(update(filled(), 'SET n = :n, deep.z = :n', { ':n': { N: '1' } }, { ReturnValues })).toEqual(expected);
  });

  test('is done only when its condition holds', () => {
    const over = { ConditionExpression: 'n = :n', ReturnValuesOnConditionCheckFailure: 'ALL_OLD' };
    expect(() => update(filled(), 'SET note = :n', { ':n': { N: '9' } }, over)).toThrow(
      expect.objectContaining({ code: 'ConditionalCheckFailedException', members: { Item: stored } }) as Error,
    );
    expect(() => update(filled(), 'SET note = :n', { ':n': { N: '10' } }, over)).not.toThrow();
  });

  test('in the old way fails loudly', () => {
    const AttributeUpdates = { n: { Action: 'PUT', Value: { N: '1' } } };
    expect(() => call(ledger(), 'UpdateItem', { TableName: 'Ledger', Key: key('a'), AttributeUpdates })).toThrow(
      'knows no AttributeUpdates={"n":{"Action":"PUT","Value":{"N":"1"}}} of DynamoDB\'s UpdateItem',
    );
  });
});

describe('a projection', () => {
  const projected = (ProjectionExpression: string) =>
    (call(filled(), 'GetItem', { TableName: 'Ledger', Key: key('a'), ProjectionExpression }) as { Item: Fields }).Item;

  test.each([
    ['n', { n: { N: '10' } }],
    [
      'n, deep.x, parts[2], parts[0]',
      { n: { N: '10' }, deep: { M: { x: { S: 'y' } } }, parts: { L: [{ N: '1' }, { N: '3' }] } },
    ],
    ['gone, deep.gone, note[0]', {}],
  ])('%s gives %j', (expression, expected) => {
    expect(projected(expression)).toEqual(expected);
  });

  test('of one place twice is refused', () => {
    expect(() => projected('deep, deep.x')).toThrow(saying('Invalid ProjectionExpression: Two document paths overlap'));
  });
});

describe('a deletion', () => {
  const remove = (to: Ledger, over: Fields = {}) =>
    call(to, 'DeleteItem', { TableName: 'Ledger', Key: key('a'), ...over });

  test('answers what was there, when asked', () => {
    const to = filled();
    expect(remove(to, { ReturnValues: 'ALL_OLD' })).toEqual({ Attributes: stored });
    expect(remove(to, { ReturnValues: 'ALL_OLD' })).toEqual({});
    expect(get(to, 'a')).toEqual({});
  });

  test('may depend on a condition', () => {
    const to = filled();
    expect(() => remove(to, { ConditionExpression: 'attribute_not_exists(n)' })).toThrow(
      coded('ConditionalCheckFailedException'),
    );
    expect(() => remove(to, { ReturnValues: 'ALL_NEW' })).toThrow(saying('ReturnValues can only be ALL_OLD or NONE'));
    expect(get(to, 'a')).toEqual({ Item: stored });
  });
});

describe('several at once', () => {
  const batch = (to: Ledger, writes: readonly unknown[]) =>
    call(to, 'BatchWriteItem', { RequestItems: { Ledger: writes } });
  const putting = (sk: string) => ({ PutRequest: { Item: key(sk) } });
  const removing = (sk: string) => ({ DeleteRequest: { Key: key(sk) } });

  test('may be written and deleted', () => {
    const to = filled();
    expect(batch(to, [putting('b'), removing('a'), removing('never')])).toEqual({ UnprocessedItems: {} });
    expect(to.items('Ledger')).toEqual([key('b')]);
    expect(needsOf(to, 'BatchWriteItem', { RequestItems: { Ledger: [putting('b'), removing('a')] } })).toHaveLength(2);
  });

  test.each([
    ['one item twice', [putting('a'), removing('a')], 'Provided list of item keys contains duplicates'],
    [
      'more than 25',
      Array.from({ length: 26 }, (_, index) => putting(`${index}`)),
      'Too many items requested for the BatchWriteItem call',
    ],
    ['something that is neither', [{}], 'must contain exactly one of the supported datatypes'],
    ['no key', [{ PutRequest: { Item: { pk: { S: 'e' } } } }], 'Missing the key sk in the item'],
  ])('but not %s', (_, writes, message) => {
    const to = ledger();
    expect(() => batch(to, writes)).toThrow(saying(message));
    expect(to.items('Ledger')).toEqual([]);
  });

  test('may be read in one transaction', () => {
    const reading = (sk: string, over: Fields = {}) => ({ Get: { TableName: 'Ledger', Key: key(sk), ...over } });
    const TransactItems = [reading('a', { ProjectionExpression: 'n' }), reading('none')];
    expect(call(filled(), 'TransactGetItems', { TransactItems })).toEqual({
      Responses: [{ Item: { n: { N: '10' } } }, {}],
    });
    expect(() => call(filled(), 'TransactGetItems', { TransactItems: [reading('a'), reading('a')] })).toThrow(
      saying('multiple operations on one item'),
    );
  });

  test('are all written in one transaction, or none', () => {
    const to = filled();
    const Update = (UpdateExpression: string, ExpressionAttributeValues: Fields) => ({
      Update: { TableName: 'Ledger', Key: key('a'), UpdateExpression, ExpressionAttributeValues },
    });
    const Delete = { Delete: { TableName: 'Ledger', Key: key('b'), ConditionExpression: 'attribute_exists(pk)' } };
    const transact = (...TransactItems: readonly unknown[]) => call(to, 'TransactWriteItems', { TransactItems });
    expect(() => transact(Update('ADD n :n', { ':n': { N: '1' } }), Delete)).toThrow('[None, ConditionalCheckFailed]');
    expect(() => transact(Update('ADD note :n', { ':n': { N: '1' } }))).toThrow(
      expect.objectContaining({
        members: {
          CancellationReasons: [
            { Code: 'ValidationError', Message: 'An operand in the update expression has an incorrect data type' },
          ],
        },
      }) as Error,
    );
    expect(get(to, 'a')).toEqual({ Item: stored });
    put(to, key('b'));
    transact(Update('ADD n :n', { ':n': { N: '1' } }), Delete);
    expect(to.items('Ledger')).toEqual([{ ...stored, n: { N: '11' } }]);
    expect(needsOf(to, 'TransactWriteItems', { TransactItems: [Update('ADD n :n', {}), Delete] })).toMatchObject([
      { action: 'dynamodb:UpdateItem' },
      { action: 'dynamodb:DeleteItem' },
    ]);
  });
});
