import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expectedAt, modelOf } from '../../../sim/services/cloudwatch/anomalies/model.ts';
import { makePast } from '../../../sim/services/cloudwatch/anomalies/past.ts';
import { deviationOf, spreadOf, together } from '../../../sim/services/cloudwatch/anomalies/spread.ts';
import { type MetricStore, makeMetricStore } from '../../../sim/services/cloudwatch/metric-store.ts';
import { type MetricQuery, parseQueries } from '../../../sim/services/cloudwatch/queries.ts';
import { MINUTE, START } from './world.ts';

const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const METRIC = { namespace: 'Test', name: 'Latency', dimensions: {} };

const query = (periodSeconds = 60, Stat = 'Average'): MetricQuery => {
  const [parsed] = parseQueries([
    { Id: 'm', MetricStat: { Metric: { Namespace: 'Test', MetricName: 'Latency' }, Period: periodSeconds, Stat } },
  ]);
  if (parsed?.kind !== 'metric') throw new Error('no metric');
  return parsed;
};

/** A store whose clock stands still, and what it lets one expect. */
const past = (now = START) => {
  const store = makeMetricStore(() => now);
  const fill = (from: number, to: number, valueAt: (at: number) => number) => {
    for (let at = from; at < to; at += MINUTE) store.put({ ...METRIC, at, values: [[valueAt(at), 1]] });
  };
  return { store, fill, expects: makePast(store, () => now) };
};

const hours = (...counts: readonly number[]) =>
  new Map(counts.map((count, hour) => [START + hour * HOUR, spreadOf(Array.from({ length: count }, () => 5))]));

describe('the spread of values', () => {
  const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 30 });

  test('is that of all of them, however they are put together', () => {
    fc.assert(
      fc.property(values, values, (some, others) => {
        const all = [...some, ...others];
        const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
        const deviation = Math.sqrt(all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / all.length);
        const spread = together([spreadOf(some), spreadOf([]), spreadOf(others)]);
        expect(spread).toMatchObject({ count: all.length, least: Math.min(...all) });
        expect(spread.mean).toBeCloseTo(mean, 5);
        expect(deviationOf(spread)).toBeCloseTo(deviation, 3);
      }),
    );
  });

  test('of large values close to each other is not lost', () => {
    expect(deviationOf(spreadOf([1e9, 1e9 + 2]))).toBeCloseTo(1, 6);
  });
});

describe('there is no model of', () => {
  test.each([
    ['nothing', hours(), 60],
    ['179 minutes', hours(60, 60, 59), 60],
    ['two datapoints, of however many hours', hours(1, 1), 86_400],
  ])('%s', (_, spreads, periodSeconds) => {
    expect(modelOf(spreads, periodSeconds)).toBeUndefined();
  });

  test.each([
    ['three hours of minutes', hours(60, 60, 60), 60],
    ['three hours of five minutes', hours(12, 12, 12), 300],
    ['three days', hours(1, 1, 1), 86_400],
  ])('less, but there is of %s', (_, spreads, periodSeconds) => {
    expect(modelOf(spreads, periodSeconds)).toBeDefined();
  });
});

describe('a model knows the hours of the day', () => {
  /** So many days, in which noon has 100 and all other hours 1. */
  const days = (count: number) =>
    modelOf(
      new Map(
        Array.from({ length: count * 24 }, (_, hour) => [hour * HOUR, spreadOf([hour % 24 === 12 ? 100 : 1])] as const),
      ),
      3600,
    );
  const noon = (count: number) => {
    const model = days(count);
    return model && expectedAt(model, START + 2 * HOUR + 17 * MINUTE);
  };

  test('from the third day on', () => {
    expect(noon(3)).toEqual({ mean: 100, deviation: 0, neverNegative: true });
    expect(noon(2)?.mean).toBeCloseTo((23 + 100) / 24, 9);
  });

  test('and says what a metric never was', () => {
    const model = modelOf(new Map([[START, spreadOf([1, 2, -0.5])]]), 3600);
    expect(model && expectedAt(model, START).neverNegative).toBe(false);
  });
});

describe('what a period may be judged by', () => {
  test('ends an hour before the hour that it starts in, so that neither it nor the hour before is learnt', () => {
    const { fill, expects } = past(START + HOUR);
    fill(START - 6 * HOUR, START - HOUR, () => 10);
    fill(START - HOUR, START + HOUR, () => 1000);
    expect(expects(query(), START)?.mean).toBe(10);
    expect(expects(query(), START + 59 * MINUTE)?.mean).toBe(10);
    expect(expects(query(), START + HOUR)?.mean).toBeGreaterThan(10);
  });

  test('is two weeks at the most', () => {
    const { fill, expects } = past();
    fill(START - 14 * DAY - 12 * HOUR, START - 14 * DAY, () => 1000);
    fill(START - 6 * HOUR, START - HOUR, () => 10);
    expect(expects(query(), START)?.mean).toBe(10);
  });

  test('is of the statistic and the period that are asked for', () => {
    const { fill, expects } = past();
    fill(START - 8 * HOUR, START - HOUR, () => 10);
    expect(expects(query(300, 'Sum'), START)?.mean).toBe(50);
    expect(expects(query(60, 'SampleCount'), START)?.mean).toBe(1);
  });

  test('keeps clear of the last hour also where periods do not divide hours', () => {
    const { fill, expects } = past();
    fill(START - 2 * DAY, START - HOUR, () => 10);
    fill(START - HOUR, START, () => 1000);
    for (const period of [420, 5400, 7200]) expect(expects(query(period), START)?.mean).toBe(10);
  });

  test('is not settled by who asks before its time', () => {
    let now = START;
    const store = makeMetricStore(() => now);
    const expects = makePast(store, () => now);
    const asked = query();
    const live = (until: number, value: number) => {
      for (; now < until; now += MINUTE) store.put({ ...METRIC, at: now, values: [[value, 1]] });
    };
    live(START + 5 * HOUR, 10);
    const later = now + 3 * HOUR;
    expect(expects(asked, later)?.mean).toBe(10);
    live(later, 30);
    expect(expects(asked, later)?.mean).toBeGreaterThan(10);
  });

  test('takes in what comes late', () => {
    const { fill, expects } = past();
    fill(START - 5 * HOUR, START - HOUR, () => 10);
    const asked = query();
    expect(expects(asked, START)?.mean).toBe(10);
    fill(START - 9 * HOUR, START - 5 * HOUR, () => 20);
    expect(expects(asked, START)?.mean).toBeCloseTo(15, 9);
    expect(expects(query(), START)?.mean).toBeCloseTo(15, 9);
  });

  test('is added up once for an hour, whoever asks', () => {
    const { store, fill } = past();
    fill(START - 5 * HOUR, START - HOUR, () => 10);
    let reads = 0;
    const counting: MetricStore = {
      ...store,
      tally: (...of) => {
        reads += 1;
        return store.tally(...of);
      },
    };
    const expects = makePast(counting, () => START + 5 * HOUR);
    const asked = query();
    for (let minute = 0; minute < 60; minute += 1) expects(asked, START + minute * MINUTE);
    expects(query(), START);
    const first = reads;
    expects(asked, START + HOUR);
    expect([first, reads - first]).toEqual([(14 * 24 - 1) * 60, 60]);
  });
});
