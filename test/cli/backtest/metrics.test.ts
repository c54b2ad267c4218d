import { describe, expect, test } from 'vitest';
import { type Plan, playPolicy } from '../../../cli/backtest/play.ts';
import type { Row } from '../../../cli/backtest/row.ts';
import { suggestionsOf } from '../../../cli/backtest/suggest.ts';
import { unplayedOf, withoutData } from '../../../cli/backtest/unplayed.ts';
import { wantedBy } from '../../../cli/backtest/watches.ts';
import { nameOf } from '../../../cli/replay/wanted.ts';
import type { Guard, MetricWatched, Policy, VariantName } from '../../../lambdas/domain/policy.ts';
import { at, errors5xx, history, policyOf, WELL } from './histories.ts';

const lenient: Guard = { ...errors5xx, above: 0.5 };

/** Orders per visit, each minute, of each variant. */
const orders = (over: Partial<Guard> = {}, watched: Partial<MetricWatched> = {}): Guard => {
  const metric = {
    namespace: 'Shop',
    name: 'OrderPlaced',
    stat: 'Average',
    dimensions: {},
    variantDimension: 'Variant',
  };
  return {
    id: 'orders',
    signal: 'metric',
    gross: false,
    below: 0.02,
    metric: { ...metric, ...watched },
    because: 'Visitors order less',
    minRequests: 1,
    breachingPeriods: 2,
    outOfPeriods: 3,
    ...over,
  };
};

/** Of the endpoint, once an hour. */
const drift = (over: Partial<Guard> = {}): Guard => {
  const { below: _below, ...rest } = orders();
  const metric = { namespace: 'Monitor', name: 'drift_age', stat: 'Maximum', dimensions: {} };
  return {
    ...rest,
    id: 'drift-age',
    above: 0.2,
    metric,
    breachingPeriods: 1,
    outOfPeriods: 1,
    periodSeconds: 3_600,
    ...over,
  };
};

/** Minutes in which both serve well, with what else was measured. */
function* measuring(minutes: number, measured: (minute: number) => Readonly<Record<string, number>>): Generator<Row> {
  let minute = 0;
  for (const { start, values } of history(minutes, () => WELL)) {
    yield { start, values: new Map([...values, ...Object.entries(measured(minute))]) };
    minute += 1;
  }
}

type Measured = Parameters<typeof measuring>[1];

const playing = (
  guards: readonly Guard[],
  minutes: number,
  measured: Measured,
  plan: Partial<Plan> & { over?: Partial<Policy> } = {},
) => playPolicy(policyOf({ guards: [lenient, ...guards], ...plan.over }), measuring(minutes, measured), plan);

const HOUR = 60;

describe('a guard with a metric of its own', () => {
  const sold = (canary: number, from: number) => (minute: number) => ({
    'stable orders Average': 0.03,
    'canary orders Average': minute >= from ? canary : 0.03,
  });
  test('rolls back as it would have: once as many periods are bad as it asks for', async () => {
    const { episodes } = await playing([orders()], 60, sold(0.01, 30));
    expect(episodes.told).toMatchObject([
      { rolledBackAt: at(32), guards: [{ id: 'orders', variant: 'canary', badSince: at(30) }] },
    ]);
  });
  test('holds where stable breaks it, too', async () => {
    const both = (minute: number) =>
      minute < 30 ? sold(1, 99)(minute) : { 'stable orders Average': 0.01, 'canary orders Average': 0.01 };
    const { episodes } = await playing([orders()], 60, both);
    expect(episodes.told).toMatchObject([{ rolledBackAt: undefined, held: expect.stringContaining('stable') }]);
  });
  test('holds where its newest figure keeps the promise again, once stable is well', async () => {
    const bad = (minute: number, ...those: readonly number[]) => (those.includes(minute) ? 0.01 : 0.03);
    const { episodes } = await playing([orders()], 60, (minute) => ({
      'stable orders Average': bad(minute, 29, 30),
      'canary orders Average': bad(minute, 30, 31),
    }));
    expect(episodes.told).toMatchObject([
      { rolledBackAt: undefined, held: expect.stringContaining('break no guard any more') },
    ]);
  });
  test('breaks nothing by a period with too few samples, and has none where nobody counted them', async () => {
    const guard = orders({}, { minSamples: 30 });
    const counted = (samples: number) => (minute: number) => ({
      ...sold(0.01, 30)(minute),
      'canary orders SampleCount': samples,
    });
    const played = await Promise.all([29, 30].map((samples) => playing([guard], 60, counted(samples))));
    expect(played.map(({ episodes }) => episodes.rolledBack)).toEqual([0, 1]);
    const uncounted = await playing([guard], 60, sold(0.01, 30));
    expect(withoutData(uncounted)).toContainEqual({
      guard: 'canary orders',
      why: 'no data of canary orders Average and canary orders SampleCount',
    });
  });
  test('is tried at other thresholds, on either side of zero', async () => {
    const loss = orders({ below: -5 });
    const played = await playing([loss], 2 * 1_440, (minute) => ({
      'canary orders Average': minute % 600 === 0 ? -20 : 3,
    }));
    const [suggestion] = suggestionsOf(played, { alarms: 1, days: 30 }, []).filter(({ id }) => id === 'orders');
    const thresholds = suggestion?.choices.map(({ threshold }) => threshold) ?? [];
    expect(thresholds).toContain(-5);
    expect(Math.max(...thresholds)).toBeLessThan(0);
    expect(suggestion?.now.detects).toBeUndefined();
  });
  test('is asked of CloudWatch by its own name, and called by the guard in a file', () => {
    const wanted = wantedBy(policyOf({ guards: [lenient, orders({}, { minSamples: 30 })] }));
    expect(
      wanted.filter(({ namespace }) => namespace === 'Shop').map((one) => [nameOf(one), one.metric, one.dimensions]),
    ).toEqual([
      ['stable orders Average', 'OrderPlaced', { Variant: 'stable' }],
      ['stable orders SampleCount', 'OrderPlaced', { Variant: 'stable' }],
      ['canary orders Average', 'OrderPlaced', { Variant: 'canary' }],
      ['canary orders SampleCount', 'OrderPlaced', { Variant: 'canary' }],
    ]);
  });
});

describe('a guard whose metric names no variant', () => {
  const drifts = (minute: number): Record<string, number> =>
    minute % HOUR === 0 ? { 'drift-age Maximum': minute >= 3 * HOUR ? 0.4 : 0.1 } : {};
  test('counts against the only canary, once the period is over that it judges', async () => {
    const { episodes } = await playing([drift()], 6 * HOUR, drifts);
    expect(episodes.told[0]).toMatchObject({
      rolledBackAt: at(4 * HOUR),
      guards: [{ id: 'drift-age', variant: undefined, badSince: at(3 * HOUR) }],
    });
  });
  test('is held where either of two canaries may be meant', async () => {
    const canaries = ['canary', 'second'] as VariantName[];
    const second = (minute: number) => ({ ...drifts(minute), 'second Invocations Sum': 100 });
    const { episodes } = await playing([drift()], 6 * HOUR, second, { over: { canaries } });
    expect(episodes.told[0]).toMatchObject({
      rolledBackAt: undefined,
      held: expect.stringContaining('names no variant'),
    });
  });
  test('belongs to an incident of whatever variant', async () => {
    const incidents = [{ from: at(3 * HOUR), until: at(5 * HOUR), variant: 'canary' }];
    const { episodes } = await playing([drift()], 6 * HOUR, drifts, { incidents });
    expect([...episodes.found]).toEqual([[0, HOUR]]);
  });
  test('takes silence for bad only where it says so, and only for whole periods of it', async () => {
    const silent = (minute: number): Record<string, number> => (minute < 2 * HOUR ? drifts(minute) : {});
    const alarms = await Promise.all(
      [drift(), drift({ missing: 'breaching' })].map(async (guard) => {
        const { alarms: all } = await playing([guard], 8 * HOUR, silent);
        return all.filter(({ watch }) => watch.id === 'drift-age').map((run) => [run.state, run.since, run.judged]);
      }),
    );
    // An alarm looks back over five periods for a datapoint before it takes silence for one.
    expect(alarms).toEqual([[['OK', at(HOUR), 2]], [['ALARM', at(7 * HOUR), 2]]]);
  });
  test('is not judged before its first whole period, where the history begins within one', async () => {
    const { alarms } = await playing([drift({ missing: 'breaching' })], 30, () => ({}));
    expect(alarms.find(({ watch }) => watch.id === 'drift-age')).toMatchObject({ alarms: 0, judged: 0 });
  });
});

describe('what is not played is named, with the reason:', () => {
  const theirs: Guard = { ...drift(), id: 'alarm-checkout', signal: 'alarm', existing: { name: 'checkout-failures' } };
  const { above: _above, metric: _metric, ...alarm } = theirs;
  test.each<readonly [string, Guard, RegExp]>([
    ['an alarm that there is already', alarm, /^checkout-failures is not ours: .* alarm history/],
    ['what was usual then', orders({ anomalyBand: true }), /^what was usual then is not known/],
    ['a period of seconds', orders({ periodSeconds: 10 }), /^it judges seconds/],
    ['errors by the second', { ...errors5xx, id: 'often', periodSeconds: 10 }, /^it judges seconds/],
  ])('%s', (_, guard, why) => {
    const policy = policyOf({ guards: [lenient, guard] });
    expect(unplayedOf(policy)).toEqual([{ guard: guard.id, why: expect.stringMatching(why) }]);
  });
  test('nothing of a policy all of whose guards are', () => {
    expect(unplayedOf(policyOf({ guards: [lenient, orders(), drift()] }))).toEqual([]);
  });
});
