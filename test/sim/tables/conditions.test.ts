import { describe, expect, test } from 'vitest';
import { type Fields, get, key, ledger, put, saying } from './ledger.ts';

describe('a condition', () => {
  const stored = {
    ...key('a'),
    status: { S: 'open' },
    n: { N: '10' },
    deep: { M: { x: { S: 'y' } } },
    tags: { SS: ['red', 'blue'] },
    parts: { L: [{ N: '1' }, { N: '2' }, { N: '3' }] },
  };
  const holds = (ConditionExpression: string, names: Fields = {}, values: Fields = {}): boolean => {
    const to = ledger();
    put(to, stored);
    const over = {
      ConditionExpression,
      ...(Object.keys(names).length > 0 && { ExpressionAttributeNames: names }),
      ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
    };
    try {
      put(to, stored, over);
      return true;
    } catch (error) {
      if ((error as Error).name === 'ConditionalCheckFailedException') return false;
      throw error;
    }
  };

  for (const [expression, expected, names, values] of [
    ['attribute_exists(pk)', true, {}, {}],
    ['attribute_not_exists(pk)', false, {}, {}],
    ['attribute_not_exists(gone)', true, {}, {}],
    ['#s = :s', true, { '#s': 'status' }, { ':s': { S: 'open' } }],
    ['#s <> :s', false, { '#s': 'status' }, { ':s': { S: 'open' } }],
    ['gone <> :s', true, {}, { ':s': { S: 'open' } }],
    ['gone = :s', false, {}, { ':s': { S: 'open' } }],
    ['n > :n', true, {}, { ':n': { N: '9' } }],
    ['n < :n', false, {}, { ':n': { N: '9' } }],
    ['n = :n', true, {}, { ':n': { N: '10.0' } }],
    ['n > :n', false, {}, { ':n': { S: '9' } }],
    ['n BETWEEN :a AND :b', true, {}, { ':a': { N: '9' }, ':b': { N: '11' } }],
    ['deep.x = :y', true, {}, { ':y': { S: 'y' } }],
    ['attribute_exists(pk) AND NOT (n >= :n OR attribute_exists(gone))', true, {}, { ':n': { N: '11' } }],
    ['attribute_exists(pk) OR attribute_exists(gone) AND attribute_exists(gone)', true, {}, {}],
    ['begins_with(sk, :p) and attribute_exists(pk)', true, {}, { ':p': { S: 'a' } }],
    ['n IN (:a, :b)', true, {}, { ':a': { N: '9' }, ':b': { N: '1e1' } }],
    ['n IN (:a)', false, {}, { ':a': { S: '10' } }],
    ['contains(#s, :p)', true, { '#s': 'status' }, { ':p': { S: 'pe' } }],
    ['contains(tags, :p)', true, {}, { ':p': { S: 'red' } }],
    ['contains(tags, :p)', false, {}, { ':p': { S: 're' } }],
    ['contains(parts, :p)', true, {}, { ':p': { N: '2.0' } }],
    ['contains(gone, :p)', false, {}, { ':p': { S: 're' } }],
    ['size(#s) = :n', true, { '#s': 'status' }, { ':n': { N: '4' } }],
    ['size(parts) > size(tags)', true, {}, {}],
    ['size(deep) < :n', true, {}, { ':n': { N: '2' } }],
    ['size(n) > :n', false, {}, { ':n': { N: '0' } }],
    ['attribute_type(tags, :t)', true, {}, { ':t': { S: 'SS' } }],
    ['attribute_type(gone, :t)', false, {}, { ':t': { S: 'NULL' } }],
    ['parts[1] = :n', true, {}, { ':n': { N: '2' } }],
    ['parts[7] = :n', false, {}, { ':n': { N: '2' } }],
    ['tags = :t', true, {}, { ':t': { SS: ['blue', 'red'] } }],
    ['(n > :n)', true, {}, { ':n': { N: '9.999999999999999999999999999999999999' } }],
    ['NOT n IN (:n)', true, {}, { ':n': { N: '11' } }],
    ['pk = sk', false, {}, {}],
  ] as const) {
    test(`${expression} is ${expected}`, () => expect(holds(expression, names, values)).toBe(expected));
  }

  for (const [name, expression, names, values, message] of [
    ['a reserved word', 'status = :s', {}, { ':s': { S: 'x' } }, 'reserved keyword: status'],
    ['a value that nobody gave', 'n = :n', {}, {}, 'attribute value: :n'],
    ['a name that nobody gave', '#n = n', {}, {}, 'attribute name: #n'],
    ['not all of its values', 'attribute_exists(pk)', {}, { ':x': { S: 'x' } }, 'unused in expressions: keys: {:x}'],
    ['not all of its names', 'attribute_exists(pk)', { '#x': 'x' }, {}, 'unused in expressions: keys: {#x}'],
    ['an unknown function', 'includes(pk, :x)', {}, { ':x': { S: 'x' } }, 'Invalid function name; function: includes'],
    [
      'a function as an operand',
      'n = contains(pk, :x)',
      {},
      { ':x': { S: 'x' } },
      'not allowed to be used this way in an expression; function: contains',
    ],
    ['size as a condition', 'size(pk)', {}, {}, 'not allowed to be used this way in an expression; function: size'],
    ['two parentheses where one would do', '((attribute_exists(pk)))', {}, {}, 'redundant parentheses'],
    [
      'an attribute compared with itself',
      'n = n',
      {},
      {},
      'must be distinct from the remaining operands for this operator or function; operator: =, first operand: [n]',
    ],
    [
      'bounds the wrong way round',
      'n BETWEEN :b AND :a',
      {},
      { ':a': { N: '9' }, ':b': { N: '11' } },
      'requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {N:11}',
    ],
    [
      'bounds of two types',
      'n BETWEEN :a AND :b',
      {},
      { ':a': { N: '9' }, ':b': { S: '11' } },
      'requires same data type for lower and upper bounds',
    ],
    [
      'a type that does not exist',
      'attribute_type(n, :t)',
      {},
      { ':t': { S: 'X' } },
      'Invalid attribute type name found; type: X',
    ],
    [
      'the type of an attribute as a type',
      'attribute_type(n, pk)',
      {},
      {},
      'Incorrect operand type for operator or function; operator or function: attribute_type',
    ],
    ['the size of a number', 'size(:n) = n', {}, { ':n': { N: '1' } }, 'operator or function: size, operand type: N'],
    [
      'the existence of a value',
      'attribute_exists(:n)',
      {},
      { ':n': { N: '1' } },
      'requires a document path; operator or function: attribute_exists',
    ],
    [
      'too few operands',
      'begins_with(pk)',
      {},
      {},
      'Incorrect number of operands for operator or function; operator or function: begins_with, number of operands: 1',
    ],
    [
      'the beginning of a number',
      'begins_with(n, :n)',
      {},
      { ':n': { N: '1' } },
      'operator or function: begins_with, operand type: N',
    ],
    ['nothing at all', '', {}, {}, 'The expression can not be empty'],
    [
      'more than 4,096 bytes',
      `attribute_exists(${'x'.repeat(4_096)})`,
      {},
      {},
      'Expression size has exceeded the maximum allowed size; expression size: 4114',
    ],
    ['a value whose name is no name', 'n = :n', {}, { n: { N: '1' } }, 'contains invalid key: Syntax error; key: "n"'],
    [
      'more than 100 values in IN',
      `n IN (${Array.from({ length: 101 }, () => ':n').join(', ')})`,
      {},
      { ':n': { N: '1' } },
      'too many operands; number of operands: 101',
    ],
    ['a broken clause', 'attribute_exists(pk', {}, {}, 'Syntax error'],
    ['an order among truth values', 'n < :x', {}, { ':x': { BOOL: true } }, 'Incorrect operand type'],
  ] as const) {
    test(`that uses ${name} is refused`, () => expect(() => holds(expression, names, values)).toThrow(saying(message)));
  }

  test('that fails leaves the item, and shows it when asked to', () => {
    const to = ledger();
    put(to, stored);
    const ConditionExpression = 'attribute_not_exists(pk)';
    const failing =
      (over: Fields = {}) =>
      () =>
        put(to, { ...key('a'), n: { N: '11' } }, { ConditionExpression, ...over });
    expect(failing()).toThrow(
      expect.objectContaining({ code: 'ConditionalCheckFailedException', members: {} }) as Error,
    );
    expect(failing({ ReturnValuesOnConditionCheckFailure: 'ALL_OLD' })).toThrow(
      expect.objectContaining({ members: { Item: stored } }) as Error,
    );
    expect(get(to, 'a')).toEqual({ Item: stored });
  });
});
