import { describe, expect, test } from 'vitest';
import { type Fields, get, key, ledger, put, saying } from './ledger.ts';

describe('a condition', () => {
  const stored = { ...key('a'), status: { S: 'open' }, n: { N: '10' }, deep: { M: { x: { S: 'y' } } } };
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
  ] as const) {
    test(`${expression} is ${expected}`, () => expect(holds(expression, names, values)).toBe(expected));
  }

  for (const [name, expression, names, values, message] of [
    ['a reserved word', 'status = :s', {}, { ':s': { S: 'x' } }, 'reserved keyword: status'],
    ['a value that nobody gave', 'n = :n', {}, {}, 'attribute value: :n'],
    ['a name that nobody gave', '#n = n', {}, {}, 'attribute name: #n'],
    ['not all of its values', 'attribute_exists(pk)', {}, { ':x': { S: 'x' } }, 'unused in expressions: keys: {:x}'],
    ['not all of its names', 'attribute_exists(pk)', { '#x': 'x' }, {}, 'unused in expressions: keys: {#x}'],
    ['an unknown function', 'contains(pk, :x)', {}, { ':x': { S: 'x' } }, 'Invalid function name; function: contains'],
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
