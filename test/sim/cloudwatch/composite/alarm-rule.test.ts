import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAlarmRule } from '../../../../sim/services/cloudwatch/composite/alarm-rule.ts';
import type { AlarmState } from '../../../../sim/types.ts';

const STATES: Readonly<Record<string, AlarmState>> = {
  red: 'ALARM',
  hot: 'ALARM',
  green: 'OK',
  blue: 'OK',
  grey: 'INSUFFICIENT_DATA',
  'a b': 'ALARM',
  'a,(b)': 'ALARM',
  'say "hi"': 'ALARM',
  'back\\slash': 'ALARM',
  'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:red': 'ALARM',
};
const evaluate = (rule: string) => parseAlarmRule(rule).evaluate((name) => STATES[name]);

describe('a rule', () => {
  test.each([
    ['ALARM(red)', true],
    ['ALARM("red")', true],
    ['ALARM ( "red" )', true],
    ['ALARM(green)', false],
    ['ALARM(arn:aws:cloudwatch:eu-west-1:111122223333:alarm:red)', true],
    ['OK(green)', true],
    ['OK(red)', false],
    ['INSUFFICIENT_DATA(grey)', true],
    ['INSUFFICIENT_DATA(red)', false],
    ['TRUE', true],
    ['FALSE', false],
    ['False', false],
    ['false', false],
    ['true', true],
    ['NOT TRUE', false],
    ['NOT NOT ALARM(red)', true],
    ['NOT (ALARM(green))', true],
    ['ALARM(red) AND NOT ALARM(green)', true],
    ['ALARM(red) AND ALARM(green)', false],
    ['ALARM(red)\n OR\tALARM(green)', true],
    // AND before OR, NOT before AND.
    ['TRUE OR FALSE AND FALSE', true],
    ['(TRUE OR FALSE) AND FALSE', false],
    ['NOT FALSE AND FALSE', false],
    ['NOT (FALSE AND FALSE)', true],
    ['(ALARM(green) OR ALARM(red)) AND OK(blue)', true],
    ['(ALARM(red)AND(OK(green)))', true],
    // Names that need quotes.
    ['ALARM("a b")', true],
    ['ALARM("a,(b)")', true],
    [String.raw`ALARM("say \"hi\"")`, true],
    [String.raw`ALARM("back\slash")`, true],
    [String.raw`ALARM("back\\slash")`, true],
    // An alarm that is not there is in no state.
    ['ALARM(gone)', false],
    ['NOT ALARM(gone)', true],
    // At least so many.
    ['AT_LEAST(2, ALARM, (red, hot, green))', true],
    ['AT_LEAST(3, ALARM, (red, hot, green))', false],
    ['AT_LEAST(1,ALARM,("red"))', true],
    ['AT_LEAST(50%, OK, (green, blue, red, hot))', true],
    ['AT_LEAST(51%, OK, (green, blue, red, hot))', false],
    ['AT_LEAST(34%, OK, (green, red, hot))', false],
    ['AT_LEAST(33%, OK, (green, red, hot))', true],
    ['AT_LEAST(100%, NOT OK, (red, hot, grey))', true],
    ['AT_LEAST(2, NOT ALARM, (red, green, grey))', true],
    ['AT_LEAST(1, INSUFFICIENT_DATA, (red, green, grey))', true],
    ['AT_LEAST(2, ALARM, (red, hot, green)) AND NOT ALARM(blue)', true],
    // As the CDK writes it.
    [
      '(((ALARM("red") OR OK("green")) AND (NOT (INSUFFICIENT_DATA("blue"))) AND AT_LEAST(60%, NOT OK, ("red", "hot", "grey"))) OR FALSE)',
      true,
    ],
  ])('%s is %s', (rule, expected) => {
    expect(evaluate(rule)).toBe(expected);
  });

  test('counts percents without rounding', () => {
    const names = Array.from({ length: 100 }, (_, index) => `a${index}`);
    const { evaluate: holds } = parseAlarmRule(`AT_LEAST(7%, ALARM, (${names.join(', ')}))`);
    expect(holds((name) => (Number(name.slice(1)) < 7 ? 'ALARM' : 'OK'))).toBe(true);
    expect(holds((name) => (Number(name.slice(1)) < 6 ? 'ALARM' : 'OK'))).toBe(false);
  });

  test('tells its children, each once, as it writes them', () => {
    const rule = 'ALARM(b) OR OK("a b") AND AT_LEAST(1, ALARM, (b, c)) OR TRUE';
    expect(parseAlarmRule(rule).children).toEqual(['b', 'a b', 'c']);
  });
});

const ELEMENT = "must be: '(', 'NOT', AT_LEAST, TRUE or FALSE, ALARM, OK, or INSUFFICIENT_DATA";
const SPACES = 'AlarmRule must not contain leading or trailing whitespace or be null';
const many = (count: number, of: (index: number) => string, by = ' OR ') =>
  Array.from({ length: count }, (_, index) => of(index)).join(by);

describe('a rule is refused', () => {
  test.each([
    // The first two are recorded, the first of them without what it must be.
    ['()', `Error in AlarmRule [Unsupported token ')' at char 1, ${ELEMENT}]`],
    [
      '(ALARM(SampleQueue Oldest Age Alarm))',
      "Error in AlarmRule [Unsupported token 'Oldest' at char 19, must be: ')']",
    ],
    ['', SPACES],
    [' TRUE', SPACES],
    ['TRUE\n', SPACES],
    ['red', `Error in AlarmRule [Unsupported token 'red' at char 0, ${ELEMENT}]`],
    ['alarm(red)', `Error in AlarmRule [Unsupported token 'alarm' at char 0, ${ELEMENT}]`],
    ['tRUE', `Error in AlarmRule [Unsupported token 'tRUE' at char 0, ${ELEMENT}]`],
    ['"TRUE"', `Error in AlarmRule [Unsupported token 'TRUE' at char 0, ${ELEMENT}]`],
    ['TRUE AND', `Error in AlarmRule [Unsupported token '<EOF>' at char 8, ${ELEMENT}]`],
    ['TRUE and TRUE', "Error in AlarmRule [Unsupported token 'and' at char 5, must be: AND, OR]"],
    ['TRUE FALSE', "Error in AlarmRule [Unsupported token 'FALSE' at char 5, must be: AND, OR]"],
    ['TRUE)', "Error in AlarmRule [Unsupported token ')' at char 4, must be: AND, OR]"],
    ['(TRUE', "Error in AlarmRule [Unsupported token '<EOF>' at char 5, must be: ')']"],
    ['ALARM', "Error in AlarmRule [Unsupported token '<EOF>' at char 5, must be: '(']"],
    ['ALARM()', "Error in AlarmRule [Unsupported token ')' at char 6, must be: an alarm name or ARN]"],
    ['ALARM("")', "Error in AlarmRule [Unsupported token '' at char 6, must be: an alarm name or ARN]"],
    ['ALARM(a, b)', "Error in AlarmRule [Unsupported token ',' at char 7, must be: ')']"],
    ['ALARM(a"b")', "Error in AlarmRule [Unsupported token 'b' at char 7, must be: ')']"],
    ['ALARM("a)', 'Error in AlarmRule [Unterminated quote at char 6]'],
    [
      'AT_LEAST(ALARM, (a))',
      "Error in AlarmRule [Unsupported token 'ALARM' at char 9, must be: a number or a percentage]",
    ],
    [
      'AT_LEAST("1", ALARM, (a))',
      "Error in AlarmRule [Unsupported token '1' at char 9, must be: a number or a percentage]",
    ],
    [
      'AT_LEAST(1, RED, (a))',
      "Error in AlarmRule [Unsupported token 'RED' at char 12, must be: ALARM, OK, or INSUFFICIENT_DATA]",
    ],
    ['AT_LEAST(1, ALARM, a)', "Error in AlarmRule [Unsupported token 'a' at char 19, must be: '(']"],
    ['AT_LEAST(1, ALARM, ())', "Error in AlarmRule [Unsupported token ')' at char 20, must be: an alarm name or ARN]"],
    ['AT_LEAST(0, ALARM, (a))', 'Error in AlarmRule [AT_LEAST needs 1 to 1, not 0]'],
    ['AT_LEAST(3, ALARM, (a, b))', 'Error in AlarmRule [AT_LEAST needs 1 to 2, not 3]'],
    ['AT_LEAST(101%, ALARM, (a, b))', 'Error in AlarmRule [AT_LEAST needs 1 to 100, not 101]'],
    [many(101, (index) => `ALARM(a${index})`), 'AlarmRule must not refer to more than 100 alarms'],
    [many(501, () => 'TRUE'), 'AlarmRule must not have more than 500 elements'],
    [many(251, () => '(TRUE)'), 'AlarmRule must not have more than 500 elements'],
  ])('%s', (rule, message) => {
    expect(() => parseAlarmRule(rule)).toThrow(expect.objectContaining({ name: 'ValidationError', message }));
  });

  test('only beyond 100 children and 500 elements', () => {
    expect(parseAlarmRule(many(100, (index) => `ALARM(a${index})`)).children).toHaveLength(100);
    expect(parseAlarmRule(many(250, () => '(TRUE)')).evaluate(() => undefined)).toBe(true);
  });
});

test('an alarm without a state is in none, and not out of one either', () => {
  const gone = (text: string) => parseAlarmRule(text).evaluate(() => undefined);
  expect([gone('AT_LEAST(1, ALARM, (a))'), gone('AT_LEAST(1, NOT ALARM, (a))')]).toEqual([false, false]);
});

// ---- any rule says what its parts say -------------------------------------------------------------------------------

type Tree =
  | { kind: 'constant'; value: boolean }
  | { kind: 'state'; state: AlarmState; name: string }
  | { kind: 'not'; of: Tree }
  | { kind: 'join'; by: 'AND' | 'OR'; of: Tree[] }
  | { kind: 'least'; needed: number; percent: boolean; not: boolean; state: AlarmState; names: string[] };

const state = fc.constantFrom<AlarmState>('ALARM', 'OK', 'INSUFFICIENT_DATA');
const name = fc.constantFrom('plain', 'with space', 'qu"ote', 'com,ma', 'bra(cket)', 'arn:aws:x:alarm:y', 'OK', 'NOT');
const leaf: fc.Arbitrary<Tree> = fc.oneof(
  fc.record({ kind: fc.constant('constant' as const), value: fc.boolean() }),
  fc.record({ kind: fc.constant('state' as const), state, name }),
  fc
    .record({
      names: fc.array(name, { minLength: 1, maxLength: 4 }),
      part: fc.double({ min: 0, max: 1, noNaN: true }),
      percent: fc.boolean(),
      not: fc.boolean(),
      state,
    })
    .map(({ names, part, ...rest }) => {
      const most = rest.percent ? 100 : names.length;
      return { kind: 'least' as const, needed: Math.max(1, Math.ceil(part * most)), names, ...rest };
    }),
);
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    fc.record({ kind: fc.constant('not' as const), of: tie('tree') }),
    fc.record({
      kind: fc.constant('join' as const),
      by: fc.constantFrom('AND' as const, 'OR' as const),
      of: fc.array(tie('tree'), { minLength: 2, maxLength: 3 }),
    }),
  ),
}));

const quoted = (text: string) => (/[\s(),"]/.test(text) ? `"${text.replaceAll('"', '\\"')}"` : text);

const written = (rule: Tree): string => {
  switch (rule.kind) {
    case 'constant':
      return rule.value ? 'TRUE' : 'FALSE';
    case 'state':
      return `${rule.state}(${quoted(rule.name)})`;
    case 'not':
      return `NOT (${written(rule.of)})`;
    case 'join':
      return rule.of.map((part) => `(${written(part)})`).join(` ${rule.by} `);
    case 'least':
      return `AT_LEAST(${rule.needed}${rule.percent ? '%' : ''}, ${rule.not ? 'NOT ' : ''}${rule.state}, (${rule.names.map(quoted).join(', ')}))`;
  }
};

const naive = (rule: Tree, states: Readonly<Record<string, AlarmState>>): boolean => {
  switch (rule.kind) {
    case 'constant':
      return rule.value;
    case 'state':
      return states[rule.name] === rule.state;
    case 'not':
      return !naive(rule.of, states);
    case 'join':
      return rule.by === 'AND'
        ? rule.of.every((part) => naive(part, states))
        : rule.of.some((part) => naive(part, states));
    case 'least': {
      const holding = rule.names.filter((child) => (states[child] === rule.state) !== rule.not).length;
      return rule.percent ? (100 * holding) / rule.names.length >= rule.needed : holding >= rule.needed;
    }
  }
};

test('any rule says what its parts say', () => {
  const states = fc.record(
    Object.fromEntries(
      ['plain', 'with space', 'qu"ote', 'com,ma', 'bra(cket)', 'arn:aws:x:alarm:y', 'OK', 'NOT'].map((key) => [
        key,
        state,
      ]),
    ),
  );
  fc.assert(
    fc.property(tree, states, (rule, given) => {
      expect(parseAlarmRule(written(rule)).evaluate((child) => given[child])).toBe(naive(rule, given));
    }),
    { numRuns: 500 },
  );
});
