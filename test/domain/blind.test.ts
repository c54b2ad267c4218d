import { describe, expect, test } from 'vitest';
import { blindIn, type Hours, hoursBack, type Sight, serving, sightsOf } from '../../lambdas/domain/blind.ts';
import type { Fleet } from '../../lambdas/domain/model.ts';
import type { Guard } from '../../lambdas/domain/policy.ts';
import {
  at,
  driftGuard,
  existingGuard,
  fleet,
  guard,
  judgeGuard,
  latencyGuard,
  metricGuard,
  policy,
  variant,
  variantName,
  weighing,
} from '../builders.ts';

const UNTIL = at(0);
const [STABLE, CANARY] = [variantName('stable'), variantName('canary')];
const hoursAgo = (hours: number): number => at(-60 * hours);
/** So many in each of these hours, each by how long ago it began. */
const inHours = (...hours: readonly number[]): Hours => new Map(hours.map((ago) => [hoursAgo(ago), 40]));
const ALL_DAY = inHours(...Array.from({ length: 24 }, (_, index) => index + 1));

const sights = (guards: readonly Guard[], variants = [STABLE, CANARY]): readonly Sight[] =>
  sightsOf('rb', policy({ guards }), variants);
const named = (found: readonly Sight[]): readonly string[] =>
  found.map(({ guards, metric, variant, hours }) => `${guards.join('+')} ${metric.name} ${variant} ${hours}h`);

type Seen = {
  readonly stable?: Hours;
  readonly canary?: Hours;
  readonly samples?: Hours;
  readonly of?: Partial<Fleet>;
};

/** What is said where all that these guards watch has the same samples. */
const blind = (
  guards: readonly Guard[],
  { stable = ALL_DAY, canary = ALL_DAY, samples = inHours(), of }: Seen = {},
) => {
  const those = sights(guards, [CANARY]);
  const requests = new Map([
    [STABLE, stable],
    [CANARY, canary],
  ]);
  const counted = { until: UNTIL, requests, samples: new Map(those.map((one) => [one, samples])) };
  return blindIn(those, { endpoint: 'fraud', fleet: fleet({ lastModifiedAt: hoursAgo(48), ...of }), counted });
};
const told = (...args: Parameters<typeof blind>): readonly string[] => blind(...args).map(({ what }) => what);

describe('what should have data while requests come', () => {
  test('is every metric that an alarm of ours reads, but the requests themselves', () => {
    expect(named(sights([guard()]))).toEqual([
      'errors-5xx Invocation5XXErrors stable 3h',
      'errors-5xx Invocation5XXErrors canary 3h',
    ]);
  });
  test('is asked for once, however many guards watch it', () => {
    const two = [latencyGuard(), latencyGuard({ id: 'latency-p99-gross', gross: true })];
    expect(named(sights(two, [CANARY]))).toEqual(['latency-p99+latency-p99-gross ModelLatency canary 3h']);
  });
  test('a guard that asks for samples reads the same metric twice, and is named once', () => {
    expect(named(sights([metricGuard()], [CANARY]))).toEqual(['orders OrderPlaced canary 3h']);
  });
  test('metrics of one name are told apart by namespace and dimensions', () => {
    const here = metricGuard({ id: 'here' });
    const { metric } = here;
    if (metric === undefined) throw new Error('no metric');
    const there = metricGuard({ id: 'there', metric: { ...metric, namespace: 'Else' } });
    const other = metricGuard({ id: 'other', metric: { ...metric, dimensions: { Endpoint: 'churn' } } });
    expect(sights([here, there, other], [CANARY])).toHaveLength(3);
  });
  test('one that names no variant is the endpoint’s', () => {
    expect(named(sights([driftGuard()]))).toEqual([
      expect.stringMatching(/^drift-age feature_baseline_drift_age undefined/),
    ]);
  });
  test.each([
    ['the judge’s evidence comes only where it compares', judgeGuard()],
    ['the alarm of somebody else is his', existingGuard('theirs', 'canary')],
    ['where no data is a breach, silence goes off', metricGuard({ missing: 'breaching' })],
  ])('nothing else: %s', (_, one) => {
    expect(sights([one])).toEqual([]);
  });
  test('a guard that ignores missing data is as silent as one that takes it for good', () => {
    expect(sights([metricGuard({ missing: 'ignore' })], [CANARY])).toHaveLength(1);
  });
  test('takes as long as its guard waits, and a period more, and as long as its data lags', () => {
    const daily = { breachingPeriods: 1, outOfPeriods: 1, periodSeconds: 86_400 };
    const { metric } = driftGuard();
    if (metric === undefined) throw new Error('no metric');
    const lagging = driftGuard({ ...daily, metric: { ...metric, lagSeconds: 26 * 3_600 } });
    const prompt = driftGuard({ ...daily, metric: { ...metric, lagSeconds: 0 } });
    expect([lagging, prompt].map((one) => sights([one])[0]?.hours)).toEqual([74, 48]);
    expect(hoursBack(sights([lagging]))).toBe(74);
    expect(hoursBack(sights([guard()]))).toBe(24);
  });
});

test('those that the weights send requests to, of those that are guarded, are asked', () => {
  const of = policy();
  expect(serving(of, weighing({ stable: 90, canary: 10, stranger: 1 }))).toEqual([STABLE, CANARY]);
  expect(serving(of, weighing({ stable: 90, canary: 0 }))).toEqual([STABLE]);
  const halves = [variant('canary', 0, { desiredWeight: 10 }), variant('canary', 10, { desiredWeight: 0 })];
  for (const half of halves) expect(serving(of, fleet({ variants: [variant('stable', 90), half] }))).toEqual([STABLE]);
});

describe('a guard is blind', () => {
  test('that has had no datapoint in its window, though its variant has had requests all along', () => {
    expect(told([metricGuard()])).toEqual(['orders has seen no data of canary for 3 hours, though requests came']);
    expect(blind([metricGuard()])[0]?.mend).toBe(
      'see who publishes Shop OrderPlaced (Endpoint=fraud, Variant=canary), or correct the guard in rollback.config.ts and deploy',
    );
  });
  test('with others that watch the same', () => {
    expect(told([latencyGuard(), latencyGuard({ id: 'gross' })])).toEqual([
      'latency-p99 and gross have seen no data of canary for 3 hours, though requests came',
    ]);
  });
  test('that names no variant, where any has had requests', () => {
    expect(told([driftGuard()], { stable: inHours() })[0]).toMatch(/^drift-age has seen no data for \d+ hours/);
  });
  test.each([
    ['one datapoint came', { samples: inHours(3) }],
    ['its variant had none in the window’s first hour: it may just have begun', { canary: inHours(1, 2, 4) }],
    ['its variant had no requests, though another had', { canary: inHours() }],
  ])('and not where %s', (_, seen) => {
    expect(told([metricGuard()], seen)).toEqual([]);
  });
  test('though data came before its window', () => {
    expect(told([metricGuard()], { samples: inHours(4) })).toHaveLength(1);
  });
});

test('what was counted of nobody is nothing', () => {
  const those = [...sights([metricGuard()], [CANARY]), ...sights([driftGuard()], [])];
  const counted = { until: UNTIL, requests: new Map([[STABLE, ALL_DAY]]), samples: new Map<Sight, Hours>() };
  const found = blindIn(those, { endpoint: 'fraud', fleet: fleet({ lastModifiedAt: hoursAgo(48) }), counted });
  expect(found.map(({ what }) => what)).toEqual([expect.stringMatching(/^drift-age has seen no data/)]);
});

describe('an endpoint on which no request was counted for a day', () => {
  const none = { stable: inHours(), canary: inHours() };
  test('is told of once, and not guard by guard', () => {
    expect(told([metricGuard(), guard()], none)).toEqual(['no request was counted for a day, on any variant']);
    expect(blind([guard()], none)[0]?.mend).toMatch(/^if fraud is called, its metrics do not arrive/);
  });
  test('is not, where one came within the day, or where it was changed within it', () => {
    expect(told([guard()], { ...none, canary: inHours(24) })).toEqual([]);
    expect(told([guard()], { ...none, of: { lastModifiedAt: hoursAgo(24) + 1 } })).toEqual([]);
    expect(told([guard()], { ...none, of: { lastModifiedAt: hoursAgo(24) } })).toHaveLength(1);
  });
  test('is, though some came the day before', () => {
    expect(told([guard()], { ...none, canary: inHours(25) })).toHaveLength(1);
  });
});
