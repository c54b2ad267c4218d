import { describe, expect, test } from 'vitest';
import { type Endpoint, matchColumns } from '../../../cli/replay/columns.ts';
import type { Recording, Series } from '../../../cli/replay/read/recording.ts';
import { nameOf, type Wanted } from '../../../cli/replay/wanted.ts';

const wanted = (variant: string, metric: string, stat: string): Wanted => ({
  variant,
  namespace: 'AWS/SageMaker',
  metric,
  stat,
  dimensions: { EndpointName: 'fraud', VariantName: variant },
});
const FRAUD: Endpoint = {
  name: 'fraud',
  variants: ['stable', 'canary'],
  variant: 'canary',
  others: ['fraud-eu'],
  wanted: ['stable', 'canary'].flatMap((variant) => [
    wanted(variant, 'Invocations', 'Sum'),
    wanted(variant, 'Invocation5XXErrors', 'Sum'),
    wanted(variant, 'ModelLatency', 'p99'),
    wanted(variant, 'ModelLatency', 'p50'),
  ]),
};
const series = (label: string, more: Partial<Series> = {}): Series => ({
  label,
  times: [0],
  values: [1],
  line: () => 3,
  lineOfTime: () => 3,
  lineOfValue: () => 4,
  ...more,
});
const recording = (...all: readonly Series[]): Recording => ({
  file: 'f.csv',
  series: all,
  from: 0,
  to: 60_000,
  remarks: [],
});
const matched = (...all: readonly Series[]): readonly string[] =>
  matchColumns(recording(...all), FRAUD).columns.map(({ wanted: one, factor }) => `${nameOf(one)} x${factor}`);

describe('a column is known by its label:', () => {
  test.each([
    ['canary Invocations Sum', 'canary Invocations Sum x1'],
    ['Invocations', 'canary Invocations Sum x1'],
    ['Invocation5XXErrors', 'canary Invocation5XXErrors Sum x1'],
    ['stable Invocations', 'stable Invocations Sum x1'],
    ['Sum of nothing', undefined],
    ['fraud stable invocations SUM', 'stable Invocations Sum x1'],
    ['AWS/SageMaker fraud canary ModelLatency P99', 'canary ModelLatency p99 x1'],
    ['ModelLatency p99 (ms)', 'canary ModelLatency p99 x1000'],
    ['stable ModelLatency p50 [Seconds]', 'stable ModelLatency p50 x1000000'],
    ['stable ModelLatency p50 (Microseconds)', 'stable ModelLatency p50 x1'],
    ['Invocations (Count)', 'canary Invocations Sum x1'],
    ['canary: Invocations, Sum', 'canary Invocations Sum x1'],
    ['canary Invocations Average', undefined],
    ['CPUUtilization', undefined],
    ['fraud-eu canary Invocations', undefined],
  ])('%s is %s', (label, expected) => {
    const known = series('stable Invocation5XXErrors Sum');
    expect(matched(known, series(label)).slice(1)).toEqual(expected === undefined ? [] : [expected]);
  });
  test('or, when that says nothing, by its id', () => {
    expect(matched(series('errors', { id: 'stable_Invocation5XXErrors_Sum' }))).toEqual([
      'stable Invocation5XXErrors Sum x1',
    ]);
  });
  test('with the unit that its cells bear', () => {
    expect(matched(series('ModelLatency p99', { unit: 'ms' }))).toEqual(['canary ModelLatency p99 x1000']);
  });
  test('one that no guard watches is left out, with a remark', () => {
    const { remarks } = matchColumns(recording(series('Invocations'), series('CPUUtilization')), FRAUD);
    expect(remarks).toEqual(['no guard of fraud watches "CPUUtilization": not used']);
  });
});

describe('a column that cannot be told is refused:', () => {
  test.each([
    [
      'a variant that is not there',
      ['canray Invocations Sum'],
      'f.csv line 3: "canray Invocations Sum": "canray" is no variant of fraud (stable, canary) and no statistic such as Sum or p99',
    ],
    [
      'a statistic that could be two',
      ['canary ModelLatency'],
      'f.csv line 3: "canary ModelLatency": which statistic is it: p99 or p50?',
    ],
    [
      'a unit that does not fit',
      ['canary Invocations (ms)'],
      'f.csv line 3: "canary Invocations (ms)": Invocations cannot be in ms; export it as CloudWatch has it',
    ],
    [
      'the same twice',
      ['Invocations', 'canary Invocations Sum'],
      'f.csv line 3: "canary Invocations Sum" and "Invocations" (line 3) are both canary Invocations Sum; keep one of them',
    ],
    [
      'a share where errors are counted',
      ['canary Invocation5XXErrors (%)'],
      'f.csv line 3: "canary Invocation5XXErrors (%)": Invocation5XXErrors cannot be in %; export it as CloudWatch has it',
    ],
  ])('%s', (_, labels, sentence) => {
    expect(() => matched(...labels.map((label) => series(label)))).toThrow(sentence);
  });
  test('one that names no variant, where there are several canaries', () => {
    const several = { ...FRAUD, variant: undefined };
    expect(() => matchColumns(recording(series('Invocations')), several)).toThrow(
      'f.csv line 3: "Invocations": whose is it? Name the variant in it, or give --variant (stable, canary)',
    );
    expect(matchColumns(recording(series('canary Invocations')), several).columns).toHaveLength(1);
  });
  test('a negative count; but what no guard watches may be what it likes', () => {
    expect(() => matched(series('Invocations', { values: [-5] }))).toThrow(
      'f.csv line 4: -5 in "Invocations" is negative, which no count or latency can be',
    );
    expect(matched(series('Invocations'), series('Temperature', { values: [-5] }))).toHaveLength(1);
  });
  test('none that any guard watches', () => {
    expect(() => matched(series('CPUUtilization'))).toThrow(
      'f.csv: no guard of fraud watches any of "CPUUtilization"; they watch stable Invocations Sum, stable Invocation5XXErrors Sum,',
    );
  });
});
