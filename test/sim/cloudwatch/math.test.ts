import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compile, type Scope } from '../../../sim/services/cloudwatch/math/compile.ts';
import { FUNCTIONS } from '../../../sim/services/cloudwatch/math/functions.ts';
import { parseMath } from '../../../sim/services/cloudwatch/math/parse.ts';
import type { Frame, Points } from '../../../sim/services/cloudwatch/math/value.ts';

const _ = undefined;
const SERIES: Readonly<Record<string, Points>> = {
  // The values of the user guide's examples.
  metric1: [30, 20, 0, 0],
  metric2: [20, _, 20, _],
  if1: [1, 1, 0, 0, _],
  if2: [30, _, 0, 0, 30],
  if3: [0, 0, 20, _, 20],
  // Our own.
  gap: [_, 2, _, _, 8, _],
  m1: [1, 2, 3],
  m2: [4, _, 6],
  m3: [-2.5, _, 0.25],
  zero: [0, 1, _],
  none: [_, _, _],
};
/** What METRICS() finds: the metrics of a request with ids m1, m2, errors4xx and errors5xx. */
const METRICS = { m1: 60, m2: 60, errors4xx: 60, errors5xx: 60 } as const;
const ERRORS = { errors4xx: [1, _, 2], errors5xx: [10, 20, _] };
const MINUTE = 60_000;
/** Sunday. */
const START = Date.UTC(2026, 1, 1, 23, 58);

/** Of m1; nothing is expected in the second minute. */
const EXPECTED = [
  { mean: 10, deviation: 2, neverNegative: true },
  _,
  { mean: 3, deviation: 2, neverNegative: true },
] as const;

const frame: Frame = {
  starts: Array.from({ length: 3 }, (_unused, index) => START + index * MINUTE),
  series: (id) => ({ ...SERIES, ...ERRORS })[id] ?? [],
  array: (id) => (id === 'all' ? [{ id: 'm1', points: SERIES['m1'] ?? [] }] : []),
  expected: (id) => (id === 'm1' ? EXPECTED : []),
};
const scope: Scope = {
  shapeOf: (id) => (id === 'all' ? 'array' : id in SERIES || id in ERRORS ? 'series' : undefined),
  metrics: new Map(Object.entries(METRICS)),
};
const long: Frame = { ...frame, starts: Array.from({ length: 6 }, (_unused, index) => START + index * MINUTE) };

const value = (text: string, over: Frame = frame): unknown => {
  const { shape, run } = compile(parseMath(text), scope);
  const made = run(over);
  return shape === 'array' && typeof made === 'object'
    ? made.map((one) => (typeof one === 'object' ? one.points : one))
    : made;
};

describe('numbers:', () => {
  test.each([
    ['2 + 3 * 4', 14],
    ['(2 + 3) * 4', 20],
    ['10 - 4 - 3', 3],
    ['-2 ^ 2', -4],
    ['2 ^ 3 ^ 2', 512],
    ['1 + 1 == 2 AND 3 > 2', 1],
    ['1 > 2 || 2 >= 2', 1],
    ['0 && 1 || 1', 1],
    ['1e3 / 4', 250],
    ['2 != 2', 0],
    ['1 / 0', _],
    ['--3', 3],
  ])('%s is %d', (text, expected) => {
    expect(value(text)).toBe(expected);
  });
});

describe('the user guide works these examples out:', () => {
  test.each([
    ['metric1 < metric2', [0, 0, 1, 0]],
    ['metric1 >= 30', [1, 0, 0, 0]],
    ['metric1 > 15 AND metric2 > 15', [1, 0, 0, 0]],
    ['IF(if1, if2, if3)', [30, 0, 20, _, _]],
    ['IF(if1, 5, if3)', [5, 5, 20, _, _]],
    ['IF(if1, if2, 5)', [30, 0, 5, 5, _]],
    ['IF(metric1 < 25, metric1)', [_, 20, 0, 0]],
    ['IF(metric1 < 25, 10, 2)', [2, 10, 10, 10]],
  ])('%s', (text, expected) => {
    expect(value(text)).toEqual(expected);
  });
});

describe('arithmetic, comparison and logic:', () => {
  test.each([
    ['m1 + m2', [5, 2, 9], 'a missing value counts as 0 beside a present one'],
    ['m1 * m2', [4, 0, 18], 'in a product too'],
    ['m2 * 2', [8, _, 12], 'a timestamp without any value stays without'],
    ['2 - m2', [-2, _, -4], 'a number may stand on the left'],
    ['m1 / zero', [_, 2, _], 'a division by zero, or by what is missing, drops the datapoint'],
    ['-m2', [-4, _, -6], 'unary minus'],
    ['m1 ^ 2', [1, 4, 9], 'powers'],
    ['m3 ^ 0.5', [_, _, 0.5], 'a root of a negative number is no datapoint'],
    ['m1 == m2 - 3', [1, 0, 1], 'equality, on what is computed'],
    ['m1 OR zero', [1, 1, 1], 'OR of series'],
    ['m1 && zero', [0, 1, 0], 'AND takes a missing value as false'],
    ['m2 > 4', [0, _, 1], 'a comparison with a number keeps the gaps'],
  ])('%s is %j: %s', (text, expected) => {
    expect(value(text)).toEqual(expected);
  });
});

describe('functions of one series:', () => {
  test.each([
    ['ABS(m3)', [2.5, _, 0.25]],
    ['CEIL(m3)', [-2, _, 1]],
    ['FLOOR(m3)', [-3, _, 0]],
    ['LOG(m1)', [0, Math.log(2), Math.log(3)]],
    ['LOG10(m1 * 10)', [1, Math.log10(20), Math.log10(30)]],
    ['LOG(zero)', [_, 0, _]],
    ['RUNNING_SUM(m2)', [4, _, 10]],
    ['DIFF(m1)', [_, 1, 1]],
    ['DIFF(m2)', [_, _, 2]],
    ['DIFF_TIME(m2)', [_, _, 120]],
    ['RATE(m1)', [_, 1 / 60, 1 / 60]],
    ['RATE(m2)', [_, _, 2 / 120]],
    ['m1 - AVG(m1)', [-1, 0, 1]],
    ['m1 * SUM(m2)', [10, 20, 30]],
    ['m1 + AVG(m2)', [1 + 10 / 3, 2 + 10 / 3, 3 + 10 / 3]],
    ['m1 - MIN(m2)', [-3, -2, -1]],
    ['m1 / MAX(m2)', [1 / 6, 2 / 6, 3 / 6]],
    ['m1 * STDDEV(m2)', [1, 2, 3]],
    ['m1 / DATAPOINT_COUNT(m2)', [0.5, 1, 1.5]],
    ['m1 + SUM(none)', [_, _, _]],
    ['m1 + DATAPOINT_COUNT(none)', [1, 2, 3]],
    ['TIME_SERIES(MAX(m1))', [3, 3, 3]],
    ['m1 / PERIOD(m1)', [1 / 60, 2 / 60, 3 / 60]],
  ])('%s', (text, expected) => {
    expect(value(text)).toEqual(expected);
  });

  test.each([
    ['FILL(gap, 0)', [0, 2, 0, 0, 8, 0]],
    ['FILL(gap, MIN(gap))', [2, 2, 2, 2, 8, 2]],
    ['FILL(gap, REPEAT)', [_, 2, 2, 2, 8, 8]],
    ['FILL(gap, LINEAR)', [_, 2, 4, 6, 8, _]],
  ])('%s', (text, expected) => {
    expect(value(text, long)).toEqual(expected);
  });

  test.each([
    ['MINUTE(none)', [58, 59, 0]],
    ['HOUR(none)', [23, 23, 0]],
    ['DAY(none)', [7, 7, 1]],
    ['DATE(none)', [1, 1, 2]],
    ['MONTH(none)', [2, 2, 2]],
    ['YEAR(none)', [2026, 2026, 2026]],
    ['EPOCH(none)', [START, START + MINUTE, START + 2 * MINUTE].map((time) => time / 1000)],
    ['IF(DAY(m1) < 6, m1)', [_, _, 3]],
  ])('%s has a value at each timestamp, in UTC', (text, expected) => {
    expect(value(text)).toEqual(expected);
  });
});

describe('arrays:', () => {
  test.each([
    ['SUM([m1, m2])', [5, 2, 9]],
    ['AVG([m1, m2])', [2.5, 1, 4.5]],
    ['MIN([m1, m2])', [1, 2, 3]],
    ['MAX([m1, m2] * 10)', [40, 20, 60]],
    ['STDDEV([m1, m2])', [1.5, 0, 1.5]],
    ['DATAPOINT_COUNT([m1, m2, none])', [2, 1, 2]],
    ['SUM([none, none])', [_, _, _]],
    ['SUM(100/[m1, m2])', [125, 50, 100 / 3 + 100 / 6]],
    ['SUM(-[m1, m2])', [-5, -2, -9]],
    ['SUM([m1, m2] / m1)', [5, 1, 3]],
    ['SUM(METRICS())', [16, 22, 11]],
    ['SUM(METRICS("errors"))', [11, 20, 2]],
    ["SUM([METRICS('4xx'), METRICS('5xx')])", [11, 20, 2]],
    ['SUM(METRICS("nothing"))', [_, _, _]],
    ['SUM(METRICS("errors")) / SUM(METRICS()) * 100', [1100 / 16, 2000 / 22, 200 / 11]],
    ['m1 / METRIC_COUNT(METRICS())', [0.25, 0.5, 0.75]],
    ['FIRST(METRICS())', [1, 2, 3]],
    ['LAST(METRICS())', [10, 20, _]],
    ['FIRST(METRICS("nothing"))', [_, _, _]],
    ['FIRST(SORT(METRICS(), AVG, DESC))', [10, 20, _]],
    ['IF(FIRST(SORT(METRICS(), MAX, ASC)) > 1, 1, 0)', [0, _, 1]],
    ['ABS([m3, m1])', [SERIES['m3']?.map((one) => one && Math.abs(one)), [1, 2, 3]]],
    [
      'RUNNING_SUM([m1, m2])',
      [
        [1, 3, 6],
        [4, _, 10],
      ],
    ],
    [
      'FILL([m2, none], 7)',
      [
        [4, 7, 6],
        [7, 7, 7],
      ],
    ],
    [
      'FILL([m2, none], m1)',
      [
        [4, 2, 6],
        [1, 2, 3],
      ],
    ],
    ['REMOVE_EMPTY([none, m1, none])', [[1, 2, 3]]],
    ['SLICE(METRICS(), 3)', [[10, 20, _]]],
    ['SLICE(METRICS(), 0, 1)', [[1, 2, 3]]],
    ['SORT(METRICS(), SUM, DESC, 1)', [[10, 20, _]]],
    [
      'SORT([none, m2, m1], MIN, ASC)',
      [
        [1, 2, 3],
        [4, _, 6],
        [_, _, _],
      ],
    ],
    ['SUM(all)', [1, 2, 3]],
  ])('%s', (text, expected) => {
    expect(value(text)).toEqual(expected);
  });
});

describe('IF of a number takes a whole series:', () => {
  test.each([
    ['IF(1 > 0, m2, m1)', [4, _, 6]],
    ['IF(1 < 0, m2, m1)', [1, 2, 3]],
    ['IF(1 < 0, m2)', [_, _, _]],
    ['IF(SUM(none), m1, m2)', [_, _, _]],
  ])('%s', (text, expected) => {
    expect(value(text)).toEqual(expected);
  });
});

describe('refused, in the words of CloudWatch:', () => {
  test.each([
    'm1 +',
    '(m1',
    'm1 m2',
    'm1 constructor m2',
    'm1 % 2',
    '',
    'REPEAT',
    '"m1"',
    'SUM([m1, m2)',
    'm1)',
    'm1 = 2',
    '[m1',
  ])('%j', (text) => {
    expect(() => value(text)).toThrow(/^Invalid syntax$/);
  });

  test.each(['sum', 'SQRT', 'ANOMALY_DETECTOR', 'Sum'])('%s(m1)', (name) => {
    expect(() => value(`${name}(m1)`)).toThrow(`Function '${name}' not found`);
  });
});

describe('refused, in words of our own:', () => {
  test.each([
    ['unknown * 2', /'unknown'/],
    ['[m1, m2] + [m1, m2]', /operand type\(s\) for \+: '\[TimeSeries\[\], TimeSeries\[\]\]'/],
    ['[m1, m2] > 2', /operand type\(s\) for >/],
    ['m1 AND [m1, m2]', /operand type\(s\) for AND/],
  ])('%s', (text, problem) => {
    expect(() => value(text)).toThrow(problem);
  });

  test.each([
    'IF(m1)',
    'IF(m1, m2, m3, m1)',
    'IF([m1, m2], m1)',
    'IF(1, 2, m1)',
    '[m1, 2]',
    'SUM(3)',
    'SUM(m1, m2)',
    'SUM()',
    'ABS(-3)',
    'FILL(m1)',
    'FILL(2, 0)',
    'FILL(m1, m2)',
    'PERIOD(m1 + m2)',
    'PERIOD(zero)',
    'METRICS(m1)',
    'METRIC_COUNT(m1)',
    'FIRST(m1)',
    'HOUR([m1, m2])',
    'TIME_SERIES(m1)',
    'SLICE(m1, 0)',
    'SLICE([m1, m2])',
    'SORT([m1, m2], STDDEV, ASC)',
    'SORT([m1, m2], AVG, DSC)',
    'SORT([m1, m2], AVG)',
  ])('the arguments in %s', (text) => {
    expect(() => value(text)).toThrow(/^Invalid arguments for function/);
  });
});

test.each([
  "SEARCH('{AWS/SageMaker} Errors', 'Sum', 300)",
  "INSIGHT_RULE_METRIC('rule', 'MaxContributorValue')",
  'SERVICE_QUOTA(m1)',
  "LAMBDA('connector')",
  "DB_PERF_INSIGHTS('RDS', 'db-1', 'os.cpu')",
])('%s is beyond the small AWS, and it says so', (text) => {
  expect(() => value(text)).toThrow(/the small AWS has no function/);
});

describe('a band', () => {
  test.each([
    ['ANOMALY_DETECTION_BAND(m1)', [14, _, 7], [6, _, 0]],
    ['ANOMALY_DETECTION_BAND(m1, 3)', [16, _, 9], [4, _, 0]],
    ['ANOMALY_DETECTION_BAND(m1, 0.5)', [11, _, 4], [9, _, 2]],
  ])('%s is its upper bound and its lower one, not below 0', (text, upper, lower) => {
    expect(value(text)).toEqual([upper, lower]);
  });

  test('goes below 0 where the metric did', () => {
    const cold = { ...frame, expected: () => [{ mean: 1, deviation: 2, neverNegative: false }, _, _] };
    expect(value('ANOMALY_DETECTION_BAND(m1)', cold)).toEqual([
      [5, _, _],
      [-3, _, _],
    ]);
  });

  test('is an array as any other', () => {
    expect(value('LAST(ANOMALY_DETECTION_BAND(m1))')).toEqual([6, _, 0]);
  });

  test('has no value where nobody learns', () => {
    const { expected: _expected, ...ignorant } = frame;
    expect(value('ANOMALY_DETECTION_BAND(m1)', ignorant)).toEqual([
      [_, _, _],
      [_, _, _],
    ]);
  });

  test.each([
    ['ANOMALY_DETECTION_BAND()', /^Invalid arguments for function 'ANOMALY_DETECTION_BAND'$/],
    ['ANOMALY_DETECTION_BAND(m1, 2, 3)', /^Invalid arguments for function/],
    ['ANOMALY_DETECTION_BAND(3)', /^Invalid arguments for function/],
    ['ANOMALY_DETECTION_BAND(nobody)', /^Undefined identifier 'nobody'$/],
    [
      'ANOMALY_DETECTION_BAND([m1, m2], 2)',
      /^Unsupported operand type\(s\) for ANOMALY_DETECTION_BAND: '\[Array\[TimeSeries\], Scalar\]'$/,
    ],
    ['ANOMALY_DETECTION_BAND([m1, m2])', /: '\[Array\[TimeSeries\]\]'$/],
    ['ANOMALY_DETECTION_BAND(m1 + m2)', /the small AWS has the ANOMALY_DETECTION_BAND of a metric only/],
    ['ANOMALY_DETECTION_BAND(gap)', /the small AWS has the ANOMALY_DETECTION_BAND of a metric only/],
    ['ANOMALY_DETECTION_BAND(m1, 1 + 1)', /the small AWS takes plain numbers/],
  ])('%s is refused', (text, problem) => {
    expect(() => value(text)).toThrow(problem);
  });
});

const points = fc.array(fc.option(fc.integer({ min: -50, max: 50 }), { nil: undefined }), {
  minLength: 3,
  maxLength: 3,
});
const over = (a: Points, b: Points): Frame => ({ ...frame, series: (id) => (id === 'm1' ? a : b) });

test('an array of two adds up as + does', () => {
  fc.assert(
    fc.property(points, points, (a, b) => {
      expect(value('SUM([m1, m2])', over(a, b))).toEqual(value('m1 + m2', over(a, b)));
    }),
  );
});

test('whatever a series lacks, a function of it has a value for each period or none', () => {
  const texts = FUNCTIONS.flatMap((name) => [`${name}(m1)`, `${name}([m1, m2])`, `${name}(m1, m2)`]).filter((text) => {
    try {
      value(text);
      return true;
    } catch {
      return false;
    }
  });
  expect(texts.length).toBeGreaterThan(30);
  fc.assert(
    fc.property(points, points, fc.constantFrom(...texts), (a, b, text) => {
      const made = value(text, over(a, b));
      const rows = Array.isArray(made) ? (Array.isArray(made[0]) ? made : [made]) : [];
      for (const row of rows as Points[]) {
        expect(row).toHaveLength(3);
        expect(row.every((one) => one === undefined || Number.isFinite(one))).toBe(true);
      }
    }),
  );
});
