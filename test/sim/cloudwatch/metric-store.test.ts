import { describe, expect, test } from 'vitest';
import { makeMetricStore, type Span } from '../../../sim/services/cloudwatch/metric-store.ts';
import { parseStat, sampleCount, statistic } from '../../../sim/services/cloudwatch/statistics.ts';
import type { MetricSample } from '../../../sim/types.ts';

const SECOND = 1_000;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const metric = { namespace: 'Test', name: 'Latency', dimensions: { Endpoint: 'Fraud', Variant: 'canary' } };

const stored = (now = 0) => {
  let time = now;
  const store = makeMetricStore(() => time);
  const put = (over: Partial<MetricSample>) => store.put({ ...metric, at: time, values: [], ...over });
  const wait = (ms: number) => {
    time += ms;
  };
  const seen = (name: string, span: Span = { from: 0, to: MINUTE }, unit?: string) => {
    const [tally, stat] = [store.tally(metric, span, unit), parseStat(name)];
    if (stat === undefined) throw new Error(name);
    return tally && statistic(tally, stat);
  };
  return { store, put, wait, seen };
};
/** A store in which this was put at 0, and can be seen. */
const holding = (...samples: readonly Partial<MetricSample>[]) => {
  const world = stored();
  for (const sample of samples) world.put(sample);
  world.wait(10 * MINUTE);
  return world;
};
const minutes = (from: number, to: number): Span => ({ from: from * MINUTE, to: to * MINUTE });

describe('what is seen of a metric', () => {
  test('comes five seconds after its minute ended', () => {
    const { store, put, wait, seen } = stored();
    put({ at: 30_000, values: [[7, 2]] });
    wait(MINUTE + 4_999);
    expect([seen('Sum'), store.tallySoFar(metric, minutes(0, 1))?.sum]).toEqual([undefined, 14]);
    wait(1);
    expect(seen('Sum')).toBe(14);
  });

  test('is told apart by dimensions, case by case, in any order', () => {
    const { store } = holding({ values: [[7, 1]] });
    const under = (dimensions: Record<string, string>) => store.tally({ ...metric, dimensions }, minutes(0, 1))?.sum;
    expect(under({ Variant: 'canary', Endpoint: 'Fraud' })).toBe(7);
    expect(under({ Variant: 'canary', Endpoint: 'fraud' })).toBeUndefined();
    expect(under({ Variant: 'canary' })).toBeUndefined();
    expect(store.dimensionsOf('Test', 'Latency')).toEqual([metric.dimensions]);
  });

  test('of several minutes is all of it together', () => {
    const { seen } = holding(
      { values: [[1, 3]] },
      { at: 2 * MINUTE, values: [[9, 1]] },
      { at: 4 * MINUTE, values: [[5, 1]] },
    );
    expect(['Sum', 'Maximum', 'SampleCount', 'p50', 'p75'].map((name) => seen(name, minutes(0, 3)))).toEqual([
      12, 9, 4, 1, 1,
    ]);
    expect(seen('p100', minutes(0, 5))).toBe(9);
  });

  test('goes on growing after it was read', () => {
    const { put, seen } = holding({
      values: [
        [1, 1],
        [3, 1],
      ],
    });
    expect(seen('p100')).toBe(3);
    put({
      at: 0,
      values: [
        [3, 1],
        [2, 1],
      ],
    });
    expect(['p50', 'p100', 'SampleCount', 'Sum'].map((name) => seen(name))).toEqual([2, 3, 4, 9]);
  });

  test('is read by name, as alarms see it', () => {
    const { store } = holding({ values: [[4, 2]] });
    expect(store.read({ ...metric, stat: 'Average', ...minutes(0, 1) })).toBe(4);
    expect(store.read({ ...metric, stat: 'Average', ...minutes(1, 2) })).toBeUndefined();
    expect(() => store.read({ ...metric, stat: 'Mode', ...minutes(0, 1) })).toThrow(/"Mode" is no statistic/);
  });
});

describe('units', () => {
  const both = () =>
    holding(
      { unit: 'Seconds', values: [[60, 1]] },
      { unit: 'Milliseconds', values: [[60_000, 1]] },
      { values: [[5, 1]], at: MINUTE },
    );

  test('are kept apart, and a query with a unit sees only that one', () => {
    const { seen } = both();
    expect(seen('Sum', minutes(0, 1), 'Seconds')).toBe(60);
    expect(seen('Sum', minutes(0, 1), 'Bytes')).toBeUndefined();
    expect(seen('Sum', minutes(1, 2), 'None')).toBe(5);
  });

  test('do not add up: without one, the first that has data is taken', () => {
    const { store, seen } = both();
    expect(seen('Sum')).toBe(60_000);
    expect(seen('Sum', minutes(1, 2))).toBe(5);
    expect(store.unitsIn(metric, minutes(0, 1))).toEqual(['Milliseconds', 'Seconds']);
  });
});

describe('high resolution', () => {
  const fine = () => {
    const world = stored();
    for (const second of [0, 9, 10, 25]) {
      world.put({ at: second * SECOND, values: [[second, 1]], resolutionSeconds: 1 });
    }
    world.wait(40 * SECOND);
    return world;
  };

  test('is seen by the second, five seconds after it ended', () => {
    const { seen } = fine();
    const tens = [0, 10, 20, 30].map((from) => seen('SampleCount', { from: from * SECOND, to: (from + 10) * SECOND }));
    expect(tens).toEqual([2, 1, 1, undefined]);
    expect(seen('Sum', minutes(0, 1))).toBeUndefined();
  });

  test('makes minutes too, and is forgotten by the second after three hours', () => {
    const { put, wait, seen } = fine();
    wait(181 * MINUTE);
    put({ at: 181 * MINUTE, values: [[1, 1]], resolutionSeconds: 1 });
    expect([seen('Sum', minutes(0, 1)), seen('Sum', { from: 0, to: 10 * SECOND })]).toEqual([44, undefined]);
  });

  test('shows a sample of standard resolution in the first second of its minute', () => {
    const standard = holding({ at: 42 * SECOND, values: [[7, 1]] });
    expect(standard.seen('Sum', { from: 0, to: 30 * SECOND })).toBe(7);
    expect(standard.seen('Sum', { from: 30 * SECOND, to: MINUTE })).toBeUndefined();
    const { put, seen } = fine();
    put({ at: 42 * SECOND, values: [[7, 1]] });
    expect(seen('SampleCount', { from: 0, to: 10 * SECOND })).toBe(3);
  });
});

describe('a statistic set', () => {
  const set = { sampleCount: 3, sum: 11, minimum: 2, maximum: 5 };

  test('adds to what is summed, and hides the percentiles of its period', () => {
    const { seen } = holding({ values: [[1, 1]] }, { set }, { values: [[9, 1]] }, { at: MINUTE, values: [[4, 1]] });
    const names = ['SampleCount', 'Sum', 'Minimum', 'Maximum', 'Average', 'p50', 'tm90', 'PR(:3)'];
    expect(names.map((name) => seen(name))).toEqual([5, 21, 1, 9, 4.2, undefined, undefined, undefined]);
    expect([seen('p50', minutes(1, 2)), seen('p50', minutes(0, 2))]).toEqual([4, undefined]);
  });

  test.each([
    ['of one sample', { sampleCount: 1, sum: 4, minimum: 4, maximum: 4 }],
    ['of equal samples', { sampleCount: 5, sum: 20, minimum: 4, maximum: 4 }],
  ])('%s tells percentiles', (_, equal) => {
    expect(holding({ set: equal }).seen('p99')).toBe(4);
  });

  test('whose sum is not that of equal samples tells none', () => {
    expect(holding({ set: { sampleCount: 5, sum: 21, minimum: 4, maximum: 4 } }).seen('p99')).toBeUndefined();
  });
});

describe('recorded statistics', () => {
  const recorded = { Sum: 40, SampleCount: 10, 'p99.9': 8, Maximum: 9 };

  test('are what they are, and what follows from them; nothing else is known', () => {
    const { store, seen } = holding({ recorded });
    const names = ['Sum', 'SampleCount', 'p99.9', 'Maximum', 'Average', 'Minimum', 'p50'];
    expect(names.map((name) => seen(name))).toEqual([40, 10, 8, 9, 4, undefined, undefined]);
    const tally = store.tally(metric, minutes(0, 1));
    expect(tally && sampleCount(tally)).toBe(10);
  });

  test('of several periods make sums and extremes together, but no percentile', () => {
    const { seen } = holding({ recorded }, { at: MINUTE, recorded: { ...recorded, Sum: 20, Maximum: 12 } });
    const names = ['Sum', 'SampleCount', 'Maximum', 'Average', 'p99.9'];
    expect(names.map((name) => seen(name, minutes(0, 5)))).toEqual([60, 20, 12, 3, undefined]);
  });

  test('of averages make an average only where it is known of how many samples', () => {
    const alone = holding({ recorded: { Average: 4 } }, { at: MINUTE, recorded: { Average: 8 } });
    expect([alone.seen('Average'), alone.seen('Average', minutes(0, 2))]).toEqual([4, undefined]);
    const counted = holding(
      { recorded: { Average: 4, SampleCount: 1 } },
      { at: MINUTE, recorded: { Average: 8, SampleCount: 3 } },
    );
    expect(counted.seen('Average', minutes(0, 2))).toBe(7);
  });

  test('that lack in one period are not known of a longer one', () => {
    const { seen } = holding({ recorded: { Sum: 1 } }, { at: MINUTE, recorded: { Maximum: 2 } });
    expect([seen('Sum', minutes(0, 2)), seen('Maximum', minutes(0, 2))]).toEqual([undefined, undefined]);
  });

  test('may come one by one, each of them once', () => {
    const { put, seen } = holding({ recorded: { Sum: 1 } }, { recorded: { p99: 2 } });
    expect([seen('Sum'), seen('p99')]).toEqual([1, 2]);
    expect(() => put({ at: 0, recorded: { p99: 3 } })).toThrow(/recorded twice/);
  });

  test.each([
    [{ recorded: { Sum: 1 }, values: [[1, 1]] }],
    [{ recorded: { Sum: Number.NaN } }],
    [{ values: [[Number.NaN, 1]] }],
    [{ values: [[1, 0]] }],
  ] as readonly (readonly [Partial<MetricSample>])[])('and %j is refused', (sample) => {
    expect(() => stored().put(sample)).toThrow(/^metric Test Latency/);
  });

  test('do not mix with samples of the same period, whichever came first', () => {
    expect(() => holding({ values: [[1, 1]] }, { recorded })).toThrow(/cannot add measured samples/);
    expect(() => holding({ recorded }, { values: [[1, 1]] })).toThrow(/cannot add measured samples/);
    const { seen } = holding({ recorded }, { at: MINUTE, values: [[1, 1]] });
    expect(() => seen('Sum', minutes(0, 2))).toThrow(/cannot add measured samples/);
  });
});

describe('old data', () => {
  const after = (days: number) => {
    const world = stored();
    for (const minute of [0, 1, 6]) world.put({ at: minute * MINUTE, values: [[minute + 1, 1]] });
    world.wait(days * DAY);
    world.put({ values: [[100, 1]] });
    world.wait(10 * MINUTE);
    return world;
  };

  test.each([
    [14, { minute: 1, fiveMinutes: 3, hour: 10, p100: 2 }],
    [16, { minute: undefined, fiveMinutes: 3, hour: 10, p100: 2 }],
    [64, { minute: undefined, fiveMinutes: undefined, hour: 10, p100: undefined }],
    [456, { minute: undefined, fiveMinutes: undefined, hour: undefined, p100: undefined }],
  ])('of %d days ago is there by longer periods only', (days, expected) => {
    // Data moves on to the next tier when the next sample comes, one tier at a time.
    const world = after(days);
    for (const _ of [1, 2]) world.put({ values: [[100, 1]] });
    const { seen } = world;
    expect({
      minute: seen('Sum', minutes(0, 1)),
      fiveMinutes: seen('Sum', minutes(0, 5)),
      hour: seen('Sum', minutes(0, 60)),
      p100: seen('p100', minutes(0, 5)),
    }).toEqual(expected);
    expect(seen('Sum', minutes(days * 1440, days * 1440 + 1))).toBe(100);
  });
});

test('lists what was ever seen, with the first and the newest time', () => {
  const { store, put, wait } = stored();
  expect(store.everSeen(metric)).toBe(false);
  put({ values: [] });
  expect(store.everSeen(metric)).toBe(false);
  put({ at: MINUTE, values: [[1, 1]] });
  wait(5 * MINUTE);
  put({ at: 0, values: [[1, 1]] });
  expect(store.all()).toEqual([{ ...metric, firstPut: 0, newest: MINUTE }]);
});
