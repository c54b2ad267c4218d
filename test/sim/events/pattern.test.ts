import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compilePattern, compileText, explainMismatch, matches } from '../../../sim/services/events/pattern.ts';

/** A pattern on the field `x`, and what `x` is in an event; nothing: there is no such field. */
type Case = readonly [sentence: string, wanted: readonly unknown[], value?: unknown];

const eventOf = (value: unknown) => (value === undefined ? { other: 1 } : { x: value });

describe('one field is let in by', () => {
  const cases: readonly Case[] = [
    ['the same string', ['a'], 'a'],
    ['one of several strings', ['a', 'b'], 'b'],
    ['an empty string, for an empty string', [''], ''],
    ['null, for null', [null], null],
    ['true, for true', [true], true],
    ['false, for false', [false], false],
    ['the same number', [5], 5],
    ['the same number in another notation', [3.018e2], 301.8],
    ['a number beyond what numeric takes', [6e9], 6_000_000_000],
    ['a string of any alphabet', ['grüß dich 🚀 '], 'grüß dich 🚀 '],
    ['an address, however it is written', ['2001:db8::1'], '2001:0db8:0000:0000:0000:0000:0000:0001'],
    ['what looks like an address and is none', ['10.0.0.256'], '10.0.0.256'],
    ['one of the values of an array', ['b'], ['a', 'b']],
    ['null in an array', [null], ['a', null]],
    ['a value of an array within an array', ['b'], [['a'], ['b']]],
    ['exactly', [{ exactly: 'a' }], 'a'],

    ['prefix', [{ prefix: 'aws.' }], 'aws.ec2'],
    ['a prefix that is the whole', [{ prefix: 'aws' }], 'aws'],
    ['an empty prefix, for any string', [{ prefix: '' }], 'a'],
    ['prefix of any case', [{ prefix: { 'equals-ignore-case': 'EventB' } }], 'EVENTBRIDGE'],
    ['suffix', [{ suffix: '.png' }], 'cat.png'],
    ['an empty suffix, for any string', [{ suffix: '' }], 'a'],
    ['suffix of any case', [{ suffix: { 'equals-ignore-case': '.png' } }], 'cat.PNG'],
    ['equals-ignore-case', [{ 'equals-ignore-case': 'alice' }], 'ALICE'],
    ['equals-ignore-case on an empty string', [{ 'equals-ignore-case': '' }], ''],

    ['wildcard', [{ wildcard: 'dir/*.png' }], 'dir/cat.png'],
    ['a wildcard that stands for nothing', [{ wildcard: 'a*b' }], 'ab'],
    ['a wildcard across line breaks', [{ wildcard: 'a*b' }], 'a\nb'],
    ['a wildcard of dots, which are nothing special', [{ wildcard: '*.x' }], 'a.x'],
    ['a lone wildcard, for any string', [{ wildcard: '*' }], ''],
    ['two wildcards', [{ wildcard: '*/init/*' }], 'dir/init/file'],
    ['a star that is meant', [{ wildcard: 'a\\*b' }], 'a*b'],
    ['a backslash that is meant', [{ wildcard: 'a\\\\b' }], 'a\\b'],
    [
      'a wildcard before what comes again and again',
      [{ wildcard: '/Users/*/dir/dir/doc.txt' }],
      '/Users/me/dir/dir/doc.txt',
    ],

    ['anything-but another string', [{ 'anything-but': 'a' }], 'b'],
    ['anything-but a string, for a number', [{ 'anything-but': '5' }], 5],
    ['anything-but a string, for null', [{ 'anything-but': 'a' }], null],
    ['anything-but a string, for false', [{ 'anything-but': 'false' }], false],
    ['anything-but a list of strings', [{ 'anything-but': ['a', 'b'] }], 'c'],
    ['anything-but a number', [{ 'anything-but': 5 }], 6],
    ['anything-but zero', [{ 'anything-but': 0 }], 789],
    ['anything-but a number, for the string of it', [{ 'anything-but': 5 }], '5'],
    ['anything-but a list of numbers', [{ 'anything-but': [100, 200] }], 300],
    ['anything-but a prefix', [{ 'anything-but': { prefix: 'init' } }], 'post-init'],
    ['anything-but a prefix, for a number', [{ 'anything-but': { prefix: 'init' } }], 12],
    ['anything-but a list of prefixes', [{ 'anything-but': { prefix: ['a', 'b'] } }], 'c'],
    ['anything-but a prefix, for null', [{ 'anything-but': { prefix: 'a' } }], null],
    ['anything-but a suffix', [{ 'anything-but': { suffix: '.txt' } }], 'a.txt.bak'],
    ['anything-but a list of suffixes', [{ 'anything-but': { suffix: ['.txt', '.jpg'] } }], 'a.png'],
    ['anything-but a string of any case', [{ 'anything-but': { 'equals-ignore-case': 'init' } }], 'pending'],
    ['anything-but a list of strings of any case', [{ 'anything-but': { 'equals-ignore-case': ['a', 'b'] } }], 'C'],
    ['anything-but a wildcard', [{ 'anything-but': { wildcard: '*/lib/*' } }], '/bin/ls'],
    ['anything-but a list of wildcards', [{ 'anything-but': { wildcard: ['*.jar', '*.class'] } }], 'a.ts'],
    ['anything-but an empty wildcard', [{ 'anything-but': { wildcard: '' } }], 'a'],
    ['anything-but, where another value of the array will do', [{ 'anything-but': 'a' }], ['a', 'b']],

    ['numeric =', [{ numeric: ['=', 301.8] }], 3.018e2],
    ['numeric <', [{ numeric: ['<', 10] }], 9.999999],
    ['numeric <= at its bound', [{ numeric: ['<=', 10] }], 10],
    ['numeric >', [{ numeric: ['>', -1] }], 0],
    ['numeric >= at its bound', [{ numeric: ['>=', 200] }], 200],
    ['a range', [{ numeric: ['>', 0, '<=', 5] }], 5],
    ['a range with a closed bottom', [{ numeric: ['>=', 0, '<', 5] }], 0],
    ['a range between negative numbers', [{ numeric: ['>', -5, '<', -1] }], -3],
    ['the largest bound that there is', [{ numeric: ['<=', 5e9] }], 5_000_000_000],
    ['the smallest bound that there is', [{ numeric: ['>=', -5e9] }], -5_000_000_000],
    ['numeric, for one number of an array', [{ numeric: ['>', 10] }], [1, 11]],

    ['exists', [{ exists: true }], 'a'],
    ['exists, for null', [{ exists: true }], null],
    ['exists, for an empty string', [{ exists: true }], ''],
    ['exists false, for nothing', [{ exists: false }]],
    ['exists false, for an empty array', [{ exists: false }], []],
    ['exists false, for an object, which is no leaf', [{ exists: false }], { deeper: 1 }],

    ['cidr', [{ cidr: '10.0.0.0/24' }], '10.0.0.255'],
    ['a cidr that begins anywhere in its range', [{ cidr: '10.0.0.77/24' }], '10.0.0.1'],
    ['cidr of all addresses', [{ cidr: '0.0.0.0/0' }], '255.255.255.255'],
    ['cidr of IPv6', [{ cidr: '2001:db8:1234:1a00::/64' }], '2001:0db8:1234:1a00:0000:0000:0000:ffff'],
    ['cidr with the sign of its mask', [{ cidr: '10.0.0.0/+8' }], '10.255.0.1'],

    ['one of several operators', [{ prefix: 'a' }, { suffix: 'z' }], 'xyz'],
    ['an operator or a literal', [{ prefix: 'a' }, 5], 5],
    ['nothing, or anything but', [{ 'anything-but': 'roses' }, { exists: false }]],
  ];
  test.each(cases)('%s', (_, wanted, value) => expect(matches({ x: wanted }, eventOf(value))).toBe(true));
});

describe('one field is kept out by', () => {
  const cases: readonly Case[] = [
    ['another string', ['a'], 'b'],
    ['the same string in another case', ['a'], 'A'],
    ['a string, for the number in it', ['5'], 5],
    ['a number, for the string of it', [5], '5'],
    ['null, for the string of it', [null], 'null'],
    ['null, for nothing', [null]],
    ['null, for an empty array', [null], []],
    ['true, for the string of it', [true], 'true'],
    ['an empty string, for another', [''], 'a'],
    ['a string, for an object with it in', ['a'], { y: 'a' }],
    ['what looks like an address, for another', ['10.0.0.1'], '10.0.0.2'],

    ['prefix in another case', [{ prefix: 'AWS' }], 'aws'],
    ['prefix, for a number', [{ prefix: '1' }], 12],
    ['an empty prefix, for a number', [{ prefix: '' }], 12],
    ['prefix of any case, elsewhere', [{ prefix: { 'equals-ignore-case': 'b' } }], 'AB'],
    ['suffix in another case', [{ suffix: '.PNG' }], 'cat.png'],
    ['suffix of any case, elsewhere', [{ suffix: { 'equals-ignore-case': '.png' } }], 'cat.jpg'],
    ['equals-ignore-case, for more', [{ 'equals-ignore-case': 'a' }], 'ab'],
    ['equals-ignore-case of nothing, for something', [{ 'equals-ignore-case': '' }], 'a'],

    ['wildcard, for what ends otherwise', [{ wildcard: 'a*b' }], 'abc'],
    ['wildcard, for a number', [{ wildcard: '*' }], 5],
    ['an empty wildcard', [{ wildcard: '' }], 'a'],
    ['a star that is meant, for another character', [{ wildcard: 'a\\*b' }], 'axb'],
    ['a wildcard of dots, for other characters', [{ wildcard: 'a.*' }], 'abc'],

    ['anything-but the same string', [{ 'anything-but': 'a' }], 'a'],
    ['anything-but one of the list', [{ 'anything-but': ['a', 'b'] }], 'b'],
    ['anything-but the same number', [{ 'anything-but': 123 }], 123.0],
    ['anything-but, for nothing', [{ 'anything-but': 'a' }]],
    ['anything-but a prefix, for nothing', [{ 'anything-but': { prefix: 'a' } }]],
    ['anything-but the prefix that it has', [{ 'anything-but': { prefix: 'init' } }], 'init-prefix'],
    ['anything-but one of its prefixes', [{ 'anything-but': { prefix: ['init', 'post'] } }], 'post-init'],
    ['anything-but the suffix that it has', [{ 'anything-but': { suffix: '.txt' } }], 'a.txt'],
    ['anything-but one of its suffixes', [{ 'anything-but': { suffix: ['.txt', '.jpg'] } }], 'a.jpg'],
    ['anything-but the same in another case', [{ 'anything-but': { 'equals-ignore-case': 'init' } }], 'INIT'],
    ['anything-but the wildcard that it fits', [{ 'anything-but': { wildcard: '*/init/*' } }], 'dir/init/file'],
    ['anything-but one of the wildcards', [{ 'anything-but': { wildcard: ['*/a/*', '*/b/*'] } }], '1/b/2'],

    ['numeric, for a string', [{ numeric: ['>', 100] }], '300'],
    ['numeric, for null', [{ numeric: ['>', -1] }], null],
    ['numeric, for true', [{ numeric: ['>', 0] }], true],
    ['numeric < at its bound', [{ numeric: ['<', 10] }], 10],
    ['a range below its bottom', [{ numeric: ['>', 0, '<=', 5] }], 0],
    ['a range above its top', [{ numeric: ['>', 0, '<=', 5] }], 42],

    ['exists, for nothing', [{ exists: true }]],
    ['exists, for an empty array', [{ exists: true }], []],
    ['exists, for an object, which is no leaf', [{ exists: true }], { deeper: 1 }],
    ['exists false, for null', [{ exists: false }], null],

    ['cidr, for another network', [{ cidr: '10.0.0.0/24' }], '10.0.1.0'],
    ['cidr, for what is no address', [{ cidr: '10.0.0.0/24' }], '10.0.0.256'],
    ['cidr, for a number', [{ cidr: '10.0.0.0/24' }], 123],
    ['cidr of IPv6, for another network', [{ cidr: '2001:db8:1234:1a00::/64' }], '2001:0db8:123f:1a01::'],
    ['cidr of IPv6, for IPv4', [{ cidr: '2001:db8::/32' }], '10.0.0.1'],
  ];
  test.each(cases)('%s', (_, wanted, value) => expect(matches({ x: wanted }, eventOf(value))).toBe(false));
});

describe('several fields', () => {
  const list = {
    list: [
      { a: 1, b: 2 },
      { a: 3, b: 4 },
    ],
  };
  const threes = { outer: [{ id: 1, inner: [{ a: 1 }, { b: 2 }] }] };
  type Several = readonly [sentence: string, pattern: object, event: object, expected: boolean];
  const cases: readonly Several[] = [
    ['must all be met', { a: [1], b: [2] }, { a: 1, b: 2 }, true],
    ['are not met when one is not', { a: [1], b: [2] }, { a: 1, b: 3 }, false],
    ['of the event that no pattern names do not matter', { a: [1] }, { a: 1, z: 9 }, true],
    ['are found within others', { a: { b: { c: [1] } } }, { a: { b: { c: 1 } } }, true],
    ['have names in one case only', { A: [1] }, { a: 1 }, false],
    ['are found under a name with a dot in the event', { a: { b: [1] } }, { 'a.b': 1 }, true],
    ['are found under a name with a dot in the pattern', { 'a.b': [1] }, { a: { b: 1 } }, true],
    ['with a dot are not found one level deeper', { 'a.b': { b: [1] } }, { a: { b: 1 } }, false],
    ['within a string of JSON are not found', { a: { b: [1] } }, { a: '{"b":1}' }, false],
    ['are absent under an absent one', { a: { b: { c: [{ exists: false }] } } }, { a: {} }, true],
    ['are not absent where they are', { a: { b: [{ exists: false }] } }, { a: { b: 0 } }, false],

    ['of an element are found', { list: { a: [1] } }, list, true],
    ['of one element are met together', { list: { a: [3], b: [4] } }, list, true],
    ['of two elements are not met together', { list: { a: [1], b: [4] } }, list, false],
    ['of an array within an array are met within one element', { outer: { inner: { a: [1] }, id: [1] } }, threes, true],
    ['of two elements of the inner array are not', { outer: { inner: { a: [1], b: [2] } } }, threes, false],
    ['of an element that has none of them are absent', { list: { a: [1], c: [{ exists: false }] } }, list, true],
    [
      'of two arrays are chosen apart',
      { p: { a: [1] }, q: { a: [2] } },
      { p: [{ a: 0 }, { a: 1 }], q: [{ a: 2 }] },
      true,
    ],

    ['of which one will do: the first', { $or: [{ a: [1] }, { b: [2] }] }, { a: 1 }, true],
    ['of which one will do: the second', { $or: [{ a: [1] }, { b: [2] }] }, { b: 2 }, true],
    ['of which one would do: neither', { $or: [{ a: [1] }, { b: [2] }] }, { a: 2, b: 1 }, false],
    ['beside $or must be met, too', { c: [1], $or: [{ a: [1] }, { b: [2] }] }, { a: 1, c: 2 }, false],
    ['after $or must be met, too', { $or: [{ a: [1] }, { b: [2] }], c: [1] }, { b: 2, c: 1 }, true],
    ['within one branch belong together', { $or: [{ a: [1], b: [1] }, { c: [1] }] }, { a: 1, b: 2 }, false],
    ['in a $or deeper down', { d: { $or: [{ a: [1] }, { b: [2] }] } }, { d: { b: 2 } }, true],
    ['in a $or of a $or', { $or: [{ a: [1], $or: [{ b: [1] }, { c: [1] }] }, { z: [1] }] }, { a: 1, c: 1 }, true],
    [
      'in two $or, both of which must be met',
      { p: { $or: [{ a: [1] }, { b: [1] }] }, $or: [{ q: [1] }, { r: [1] }] },
      { p: { b: 1 } },
      false,
    ],
    ['named in $or replace what was named before', { a: [1], $or: [{ a: [2] }, { b: [1] }] }, { a: 2 }, true],
    [
      'that are reserved within $or are not outside',
      { prefix: ['a'], numeric: [1] },
      { prefix: 'a', numeric: 1 },
      true,
    ],
  ];
  test.each(cases)('%s', (_, pattern, event, expected) => expect(matches(pattern, event)).toBe(expected));

  test('named twice are what they are named last', () => {
    const text = '{"a": [{"prefix": "us-"}], "a": [{"anything-but": "us-east"}]}';
    expect(compileText(text, Error).matches({ a: 'eu-central-1' })).toBe(true);
  });
  test('of what is no object are none', () => expect(matches({ a: [{ exists: false }] }, ['a'])).toBe(false));
});

describe('a pattern is refused', () => {
  type Refused = readonly [sentence: string, text: string, reason: string];
  const cases: readonly Refused[] = [
    ['that is a list', '["x"]', 'Filter is not an object'],
    ['that is empty', '{}', 'Empty objects are not allowed'],
    ['with an empty object within', '{"a": {}}', 'Empty objects are not allowed'],
    ['with an empty list', '{"a": []}', 'Empty arrays are not allowed'],
    ['with a bare string', '{"a": "x"}', '"a" must be an object or an array'],
    ['with a bare number', '{"a": {"b": 42}}', '"b" must be an object or an array'],
    ['with an operator outside of a list', '{"a": {"prefix": "x"}}', '"prefix" must be an object or an array'],
    ['with a list within a list', '{"a": [["x"]]}', 'Match value must be String, number, true, false, or null'],
    ['with an empty match expression', '{"a": [{}]}', 'Match expression name not found'],
    ['with an operator of its own invention', '{"a": [{"startsWith": "x"}]}', 'Unrecognized match type startsWith'],
    ['with an operator in capitals', '{"a": [{"EXISTS": true}]}', 'Unrecognized match type EXISTS'],
    [
      'with two operators in one object',
      '{"a": [{"prefix": "a", "suffix": "b"}]}',
      'Only one key allowed in match expression',
    ],
    ['with a prefix that is a number', '{"a": [{"prefix": 1}]}', 'prefix match pattern must be a string'],
    ['with a list of prefixes', '{"a": [{"prefix": ["x"]}]}', 'prefix match pattern must be a string'],
    ['with a suffix that is null', '{"a": [{"suffix": null}]}', 'suffix match pattern must be a string'],
    [
      'with a prefix of another operator',
      '{"a": [{"prefix": {"wildcard": "x"}}]}',
      'Unsupported prefix pattern: wildcard',
    ],
    ['with a suffix of nothing', '{"a": [{"suffix": {}}]}', 'Suffix expression name not found'],
    [
      'with a folded prefix that is a list',
      '{"a": [{"prefix": {"equals-ignore-case": ["x"]}}]}',
      'equals-ignore-case match pattern must be a string',
    ],
    [
      'with equals-ignore-case of a list',
      '{"a": [{"equals-ignore-case": ["x"]}]}',
      'equals-ignore-case match pattern must be a string',
    ],
    ['with exactly of a number', '{"a": [{"exactly": 1}]}', 'exact match pattern must be a string'],
    ['with exists of a string', '{"a": [{"exists": "true"}]}', 'exists match pattern must be either true or false.'],
    ['with a wildcard that is a number', '{"a": [{"wildcard": 1}]}', 'wildcard match pattern must be a string'],
    ['with two stars in a row', '{"a": [{"wildcard": "a**b"}]}', 'Consecutive wildcard characters at pos 2'],
    [
      'with two stars after an umlaut, which is two bytes',
      '{"a": [{"wildcard": "ä**"}]}',
      'Consecutive wildcard characters at pos 3',
    ],
    ['with a backslash before a letter', '{"a": [{"wildcard": "a\\\\b"}]}', 'Invalid escape character at pos 2'],
    ['with a backslash at the end', '{"a": [{"wildcard": "a\\\\"}]}', 'Invalid escape character at pos 2'],
    [
      'with wildcards that fit one text in too many ways',
      '{"a": [{"wildcard": "*:*:*:*:*:event-bus/*"}]}',
      'Rule is too complex',
    ],
    [
      'with wildcards that do so together',
      '{"a": [{"wildcard": "*a*a*a"}, {"wildcard": "*aa*aa"}]}',
      'Rule is too complex',
    ],
    [
      'with what comes again and again after a wildcard',
      '{"a": [{"wildcard": "*aaaaaaaaaaaa"}]}',
      'Rule is too complex',
    ],

    [
      'with anything-but null',
      '{"a": [{"anything-but": null}]}',
      'Value of anything-but must be an array or single string/number value.',
    ],
    [
      'with anything-but of an empty list',
      '{"a": [{"anything-but": []}]}',
      'Inside anything but list, either all values are number or string, mixed type is not supported',
    ],
    [
      'with anything-but of strings and numbers',
      '{"a": [{"anything-but": ["x", 1]}]}',
      'Inside anything but list, either all values are number or string, mixed type is not supported',
    ],
    [
      'with null in the list of anything-but',
      '{"a": [{"anything-but": ["x", null]}]}',
      'Inside anything but list, start|null|boolean is not supported.',
    ],
    ['with anything-but of nothing', '{"a": [{"anything-but": {}}]}', 'Anything-But expression name not found'],
    [
      'with anything-but exists',
      '{"a": [{"anything-but": {"exists": true}}]}',
      'Unsupported anything-but pattern: exists',
    ],
    [
      'with anything-but an empty prefix',
      '{"a": [{"anything-but": {"prefix": ""}}]}',
      'Null prefix/suffix not allowed',
    ],
    [
      'with anything-but a prefix that is a number',
      '{"a": [{"anything-but": {"prefix": 1}}]}',
      'prefix/suffix match pattern must be a string',
    ],
    [
      'with anything-but a folded prefix',
      '{"a": [{"anything-but": {"prefix": {"equals-ignore-case": "x"}}}]}',
      'Value of anything-but must be an array or single string/number value.',
    ],
    [
      'with anything-but a number of any case',
      '{"a": [{"anything-but": {"equals-ignore-case": 1}}]}',
      'Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.',
    ],
    [
      'with a number among the wildcards of anything-but',
      '{"a": [{"anything-but": {"wildcard": [1, "*x"]}}]}',
      'wildcard match pattern must be a string',
    ],
    [
      'with two operators in anything-but',
      '{"a": [{"anything-but": {"prefix": "x", "suffix": "y"}}]}',
      'Too many elements in numeric expression',
    ],

    ['with numeric of a number', '{"a": [{"numeric": 10}]}', 'Value of numeric must be an array.'],
    ['with numeric of nothing', '{"a": [{"numeric": []}]}', 'Invalid member in numeric match: ]'],
    ['with numeric that begins with a number', '{"a": [{"numeric": [1, "<="]}]}', 'Invalid member in numeric match: 1'],
    [
      'with a comparison of its own invention',
      '{"a": [{"numeric": ["!=", 1]}]}',
      'Unrecognized numeric range operator: !=',
    ],
    ['with a string to compare with', '{"a": [{"numeric": ["=", "1"]}]}', 'Value of equals must be numeric'],
    ['with nothing to compare with', '{"a": [{"numeric": [">="]}]}', 'Value of >= must be numeric'],
    ['with more after a <', '{"a": [{"numeric": ["<", 100, ">", 10]}]}', 'Too many elements in numeric expression'],
    ['with two bottoms', '{"a": [{"numeric": [">", 0, ">", 1]}]}', 'Bad numeric range operator: >'],
    [
      'with a number for the second comparison',
      '{"a": [{"numeric": [">", 20, 30]}]}',
      'Bad value in numeric range: 30',
    ],
    ['with a range without a top', '{"a": [{"numeric": [">", 0, "<"]}]}', 'Value of < must be numeric'],
    ['with a range that is turned around', '{"a": [{"numeric": [">", 3, "<", 1]}]}', 'Bottom must be less than top'],
    ['with a range of one number', '{"a": [{"numeric": [">=", 3, "<=", 3]}]}', 'Bottom must be less than top'],
    [
      'with three comparisons',
      '{"a": [{"numeric": [">", 20, "<", 30, "<", 50]}]}',
      'Too many terms in numeric range expression',
    ],
    [
      'with a bound beyond five billion',
      '{"a": [{"numeric": ["<", 5000000001]}]}',
      'Value must be between -5.0E9 and 5.0E9, inclusive',
    ],
    [
      'with a bound of seven decimals',
      '{"a": [{"numeric": ["<", 0.1234567]}]}',
      'Only values upto 6 decimals are supported',
    ],
    [
      'with anything-but a number beyond five billion',
      '{"a": [{"anything-but": -6e9}]}',
      'Value must be between -5.0E9 and 5.0E9, inclusive',
    ],

    ['with cidr of a list', '{"a": [{"cidr": ["10.0.0.0/8"]}]}', 'prefix match pattern must be a string'],
    ['with cidr without a mask', '{"a": [{"cidr": "10.0.0.0"}]}', "Malformed CIDR, one '/' required"],
    ['with cidr of two masks', '{"a": [{"cidr": "10.0.0.0/8/8"}]}', "Malformed CIDR, one '/' required"],
    [
      'with a mask that is no number',
      '{"a": [{"cidr": "10.0.0.0/x"}]}',
      'Malformed CIDR, mask bits must be an integer',
    ],
    ['with a negative mask', '{"a": [{"cidr": "10.0.0.0/-1"}]}', 'Malformed CIDR, mask bits must not be negative'],
    ['with a mask of one address', '{"a": [{"cidr": "10.0.0.0/32"}]}', 'IPv4 mask bits must be < 32'],
    ['with a mask of one IPv6 address', '{"a": [{"cidr": "2001:db8::/128"}]}', 'IPv6 mask bits must be < 128'],
    ['with cidr of what is no address', '{"a": [{"cidr": "xx.11.xx/8"}]}', 'Nonstandard IP address: xx.11.xx'],
    [
      'with cidr of what only looks like an address',
      '{"a": [{"cidr": "10.0.0.256/8"}]}',
      'Invalid IP address: 10.0.0.256',
    ],

    ['with $or of an object', '{"$or": {"a": [1]}}', 'It must be an Array followed with $or.'],
    ['with a lonely branch in $or', '{"$or": [{"a": [1]}]}', 'There must have at least 2 Objects in $or relationship.'],
    [
      'with a branch that is no object',
      '{"$or": [{"a": [1]}, ["b"]]}',
      'Only JSON object is allowed in array of $or relationship.',
    ],
    [
      'with a reserved name within $or',
      '{"$or": [{"numeric": [1]}, {"a": [1]}]}',
      'numeric is Ruler reserved fieldName which cannot be used inside $or.',
    ],
    [
      'with a comparison for a name within $or',
      '{"$or": [{"a": {"<=": [1]}}, {"b": [1]}]}',
      '<= is Ruler reserved fieldName which cannot be used inside $or.',
    ],

    ['that is no JSON', 'not json', "Unrecognized token 'not'"],
    [
      'with single quotes',
      "{'a': 1}",
      "Unexpected character (''' (code 39)): was expecting double-quote to start field name",
    ],
    ['that ends too early', '{"a": [1]', 'Unexpected end-of-input'],
    ['with a comment', '{"a": [1]} // x', "Unexpected character ('/' (code 47))"],
  ];
  test.each(cases)('%s', (_, text, reason) =>
    expect(() => compileText(text, (why) => new Error(`Reason: ${why}`))).toThrow(`Reason: ${reason}`),
  );

  test.each([
    ['a token that it is not', '{"resources": []}', 1, 17],
    ['the value after an unknown name', '{"my_key": [{"EXISTS": true}]}', 1, 28],
    ['a string that was not read', '{"string": "my-value"}', 1, 13],
    ['a string that was', '{"detail": {"c-count": [{"numeric": [">", 0, ">", 0]}]}}', 1, 49],
    ['a later line', '{\n  "a": 5\n}', 2, 9],
  ])('with the place of %s', (_, text, line, column) => {
    const place = `at [Source: (String)"${text}"; line: ${line}, column: ${column}]`;
    expect(() => compileText(text, Error)).toThrow(place);
  });
  test('with its first five hundred characters, if it is longer', () => {
    expect(() => compileText(`{"${'a'.repeat(600)}": 1}`, Error)).toThrow(
      '"[truncated 107 chars]; line: 1, column: 607]',
    );
  });
  test('as CloudFormation tells it', () => {
    expect(() => compilePattern({ a: 'x' })).toThrow(
      'Event pattern is not valid. Reason: "a" must be an object or an array\n at [Source: (String)"{"a":"x"}"; line: 1, column: 7]',
    );
  });
});

describe('what keeps an event out', () => {
  test('is said field by field', () => {
    const pattern = { source: ['aws.cloudwatch'], detail: { state: { value: ['OK'] }, gone: ['x'] } };
    expect(explainMismatch(pattern, { source: 'aws.cloudwatch', detail: { state: { value: 'ALARM' } } })).toEqual([
      'detail.state.value is ["ALARM"], not ["OK"]',
      'detail.gone is absent, not ["x"]',
    ]);
  });
  test('is told of arrays whose elements meet it in part only', () => {
    const event = { list: [{ a: 1 }, { b: 2 }] };
    expect(explainMismatch({ list: { a: [1], b: [2] } }, event)).toEqual([
      'no element of an array meets all of list.a, list.b',
    ]);
  });

  const leaf = fc.constantFrom('a', 'b', 1, true, null);
  const node = fc.dictionary(fc.constantFrom('x', 'y'), fc.oneof(leaf, fc.array(leaf), fc.record({ x: leaf })));
  const literals = fc.dictionary(fc.constantFrom('x', 'y'), fc.array(leaf, { minLength: 1 }), { minKeys: 1 });

  test('is nothing exactly when it matches, for literals as one would expect', () => {
    fc.assert(
      fc.property(literals, node, (wanted, given) => {
        const literally = Object.entries(wanted).every(([key, values]) =>
          [given[key]].flat().some((value) => values.some((one) => one === value)),
        );
        expect(matches(wanted, given)).toBe(literally);
        expect(explainMismatch(wanted, given).length === 0).toBe(literally);
      }),
    );
  });
  test('is the same for $or as for its branches one by one', () => {
    fc.assert(
      fc.property(literals, literals, node, (one, other, given) => {
        expect(matches({ $or: [one, other] }, given)).toBe(matches(one, given) || matches(other, given));
      }),
    );
  });
});

describe('properties of operators', () => {
  const text = fc.string({ maxLength: 8 });
  const value = fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null));

  test('anything-but is the opposite of what it negates, for whatever is there', () => {
    const operators = [
      ...['prefix', 'suffix', 'equals-ignore-case'].map((name) =>
        fc.record({ [name]: fc.string({ minLength: 1, maxLength: 3 }) }),
      ),
      fc.string({ maxLength: 3 }),
    ];
    fc.assert(
      fc.property(fc.oneof(...operators), value, (operator, given) => {
        const positive = matches({ x: [operator] }, { x: given });
        expect(matches({ x: [{ 'anything-but': operator }] }, { x: given })).toBe(!positive);
      }),
    );
  });
  test('a wildcard is the same as a prefix or a suffix where it stands at an end', () => {
    const plain = text.filter((one) => !/[*\\]/.test(one));
    // What repeats itself after a star is too complex.
    const unlike = plain.filter((one) => new Set(one).size === one.length);
    fc.assert(
      fc.property(plain, unlike, text, (begin, end, given) => {
        expect(matches({ x: [{ wildcard: `${begin}*` }] }, { x: given })).toBe(given.startsWith(begin));
        expect(matches({ x: [{ wildcard: `*${end}` }] }, { x: given })).toBe(given.endsWith(end));
      }),
    );
  });
  test('two ranges that meet cover every number once', () => {
    const bound = fc.integer({ min: -1_000, max: 1_000 });
    fc.assert(
      fc.property(bound, fc.integer({ min: -2_000, max: 2_000 }), (limit, given) => {
        const [below, above] = [
          ['<', limit],
          ['>=', limit],
        ].map((numeric) => matches({ x: [{ numeric }] }, { x: given }));
        expect(below).toBe(!above);
      }),
    );
  });
});
