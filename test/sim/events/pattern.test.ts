import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compilePattern, explainMismatch, matches } from '../../../sim/services/events/pattern.ts';

const event = {
  source: 'aws.cloudwatch',
  account: '111122223333',
  resources: ['arn:aws:cloudwatch:eu-west-1:111122223333:alarm:shop/guard/fraud'],
  detail: {
    state: { value: 'ALARM' },
    count: 5,
    flag: true,
    nothing: null,
    list: [
      { a: 1, b: 2 },
      { a: 3, b: 4 },
    ],
    none: [],
  },
};

describe('an event is let in by', () => {
  for (const [pattern, expected] of [
    [{ source: ['aws.cloudwatch'] }, true],
    [{ source: ['AWS.cloudwatch'] }, false],
    [{ source: ['aws.sagemaker', 'aws.cloudwatch'], detail: { state: { value: ['ALARM'] } } }, true],
    [{ resources: [{ prefix: 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:shop/guard/' }] }, true],
    [{ resources: [{ prefix: 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:other/' }] }, false],
    [{ resources: [{ suffix: '/fraud' }] }, true],
    [{ source: [{ prefix: { 'equals-ignore-case': 'AWS.' } }] }, true],
    [{ source: [{ 'equals-ignore-case': 'AWS.CloudWatch' }] }, true],
    [{ source: [{ wildcard: 'aws.*watch' }] }, true],
    [{ source: [{ wildcard: 'aws.*x' }] }, false],
    [{ source: [{ wildcard: 'aws\\*watch' }] }, false],
    [{ source: [{ 'anything-but': 'aws.sagemaker' }] }, true],
    [{ source: [{ 'anything-but': ['aws.cloudwatch', 'x'] }] }, false],
    [{ source: [{ 'anything-but': { prefix: 'aws.' } }] }, false],
    [{ source: [{ 'anything-but': { suffix: ['.x', '.y'] } }] }, true],
    [{ source: [{ 'anything-but': { wildcard: '*cloud*' } }] }, false],
    [{ missing: [{ 'anything-but': 'x' }] }, false],
    [{ detail: { count: [5] } }, true],
    [{ detail: { count: ['5'] } }, false],
    [{ detail: { count: [{ numeric: ['>', 0, '<=', 5] }] } }, true],
    [{ detail: { count: [{ numeric: ['=', 4] }] } }, false],
    [{ account: [{ numeric: ['>', 0] }] }, false],
    [{ detail: { flag: [true], nothing: [null] } }, true],
    [{ detail: { nothing: [{ exists: true }] } }, true],
    [{ detail: { none: [{ exists: false }] } }, true],
    [{ detail: { state: [{ exists: true }] } }, false],
    [{ detail: { gone: { deeper: [{ exists: false }] } } }, true],
    [{ $or: [{ source: ['x'] }, { detail: { count: [5] } }] }, true],
    [{ source: ['aws.cloudwatch'], $or: [{ account: ['x'] }, { region: ['y'] }] }, false],
    [{ detail: { list: { a: [1], b: [2] } } }, true],
    [{ detail: { list: { a: [3], b: [4] } } }, true],
    [{ detail: { list: { a: [1], b: [4] } } }, false],
  ] as const) {
    test(`${JSON.stringify(pattern)}: ${expected}`, () => expect(matches(pattern, event)).toBe(expected));
  }
});

describe('a pattern is invalid when it', () => {
  for (const [name, pattern] of [
    ['is no object', ['x']],
    ['is empty', {}],
    ['holds a bare value', { source: 'aws.cloudwatch' }],
    ['holds an empty list', { source: [] }],
    ['uses an unknown operator', { source: [{ startsWith: 'x' }] }],
    ['uses cidr, which is not supported', { ip: [{ cidr: '10.0.0.0/24' }] }],
    ['uses two operators in one object', { source: [{ prefix: 'a', suffix: 'b' }] }],
    ['gives prefix a number', { source: [{ prefix: 1 }] }],
    ['puts an operator outside of a list', { source: { prefix: 'x' } }],
    ['mixes types in anything-but', { source: [{ 'anything-but': ['a', 1] }] }],
    ['turns a range around', { x: [{ numeric: ['>', 5, '<', 1] }] }],
    ['has two stars in a row', { x: [{ wildcard: 'a**b' }] }],
    ['has a lonely branch in $or', { $or: [{ source: ['x'] }] }],
    ['gives exists a string', { x: [{ exists: 'true' }] }],
    ['is longer than 2,048 characters', { x: ['a'.repeat(2_048)] }],
  ] as const) {
    test(name, () => expect(() => compilePattern(pattern)).toThrow('Event pattern is not valid'));
  }
});

describe('what keeps an event out', () => {
  test('is said field by field', () => {
    const pattern = { source: ['aws.cloudwatch'], detail: { state: { value: ['OK'] }, gone: ['x'] } };
    expect(explainMismatch(pattern, event)).toEqual([
      'detail.state.value is ["ALARM"], not ["OK"]',
      'detail.gone is absent, not ["x"]',
    ]);
  });

  test('is nothing exactly when it matches', () => {
    const leaf = fc.constantFrom('a', 'b', 1, true, null);
    const node = fc.dictionary(fc.constantFrom('x', 'y'), fc.oneof(leaf, fc.array(leaf), fc.record({ x: leaf })));
    const pattern = fc.dictionary(fc.constantFrom('x', 'y'), fc.array(leaf, { minLength: 1 }), { minKeys: 1 });
    fc.assert(
      fc.property(pattern, node, (wanted, given) => {
        const literally = Object.entries(wanted).every(([key, values]) =>
          [given[key]].flat().some((value) => values.some((one) => one === value)),
        );
        expect(matches(wanted, given)).toBe(literally);
        expect(explainMismatch(wanted, given).length === 0).toBe(literally);
      }),
    );
  });
});
