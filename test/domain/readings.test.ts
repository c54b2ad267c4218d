import { describe, expect, test } from 'vitest';
import { decide } from '../../lambdas/domain/decide.ts';
import { kindOf } from '../../lambdas/domain/guards/index.ts';
import type { Alarm } from '../../lambdas/domain/model.ts';
import type { Guard, Policy } from '../../lambdas/domain/policy.ts';
import type { Reading, Readings, Situation } from '../../lambdas/domain/situation.ts';
import { breachWords } from '../../lambdas/domain/words/incident-letter.ts';
import {
  alarm,
  alarmName,
  at,
  BREACH_AT,
  breaching,
  fleet,
  guard,
  guardAlarms,
  incident,
  metricGuard,
  NOW,
  policy,
  situation,
  variantName,
} from '../builders.ts';

/** Orders of the canary went from 3 to 1 of a hundred visits; its guard asks for three such minutes of five. */
const NAME = alarmName('canary', 'orders');
const STABLE = alarmName('stable', 'orders');
const LOW = { datapoints: [0.01, 0.01, 0.01], threshold: 0.02, from: at(6) };

const points = (values: readonly (number | undefined)[], from = 5, every = 1): readonly Reading[] =>
  values.flatMap((value, place) => (value === undefined ? [] : [{ start: at(from + place * every), value }]));
const read = (values: readonly (number | undefined)[]): Readings => ({ until: NOW, points: points(values) });
const BAD = read([0.03, 0.01, 0.01, 0.01, 0.01]);

type Seen = {
  readonly guard?: Partial<Guard>;
  readonly evidence?: Partial<Alarm>;
  readonly readings?: Readonly<Record<string, Readings>> | 'unreadable';
};

const orders = ({ guard: over = {}, evidence = {}, readings = { [NAME]: BAD } }: Seen = {}): Partial<Situation> => {
  const of: Policy = policy({ guards: [guard(), metricGuard(over)] });
  const quiet = { [alarmName('canary')]: alarm(alarmName('canary')) };
  const alarms = guardAlarms(of, { ...quiet, [NAME]: breaching(NAME, { evidence: LOW, ...evidence }) });
  return { policy: of, alarms, ...(readings !== 'unreadable' && { readings }) };
};

const verdict = (seen: Seen = {}, over: Partial<Situation> = {}) =>
  decide(situation({ ...orders(seen), ...over }), NOW);
const held = (kind: string) => ({ kind: 'hold', reason: { kind } });

describe('a guard on a metric of its own', () => {
  test('leads to a shift once its readings say the same as its alarm', () => {
    const found = verdict();
    expect(found).toMatchObject({
      kind: 'roll-back',
      incident: { breach: { variant: 'canary', guard: 'orders', threshold: 0.02, value: 0.01 } },
    });
  });
  test('is believed by its own datapoint where the metric could not be read', () => {
    expect(verdict({ readings: 'unreadable' })).toMatchObject({
      kind: 'roll-back',
      incident: { breach: { value: 0.01 } },
    });
  });
  test('is not, where its alarm names no datapoint beyond its limit', () => {
    const evidence = { evidence: { ...LOW, datapoints: [0.02, 0.5] } };
    expect(verdict({ evidence })).toMatchObject(held('no-breaching-datapoint'));
    const without = guardAlarms(orders().policy, {
      [NAME]: alarm(NAME, { state: 'ALARM', transitionedAt: BREACH_AT }),
    });
    const own = without.filter((one) => one.alarm.name !== alarmName('canary'));
    expect(decide(situation({ ...orders(), alarms: own }), NOW)).toMatchObject(held('no-breaching-datapoint'));
  });
  test('is contradicted by readings without a bad period in its time', () => {
    expect(verdict({ readings: { [NAME]: read([0.03, 0.03, 0.03, 0.03, 0.03]) } })).toMatchObject(
      held('metrics-disagree'),
    );
    // A bad period that was over when the alarm's own time began.
    expect(verdict({ readings: { [NAME]: read([0.01, 0.03]) } })).toMatchObject(held('metrics-disagree'));
  });
  test('is better by now where the newest period keeps it', () => {
    expect(verdict({ readings: { [NAME]: read([0.03, 0.01, 0.01, 0.01, 0.02]) } })).toMatchObject(held('better-since'));
  });
  test('has to break anew once another hand changed the endpoint', () => {
    const changed = fleet({ lastModifiedAt: at(6.5) });
    expect(verdict({}, { fleet: changed })).toMatchObject({ kind: 'roll-back' });
    expect(
      verdict({ readings: { [NAME]: read([0.01, 0.01, 0.01, undefined, 0.01]) } }, { fleet: changed }),
    ).toMatchObject(held('weights-moved-since'));
  });
  test('speaks of what was before, by as much as its metric lags behind', () => {
    const lagging = metricGuard().metric && { ...metricGuard().metric, lagSeconds: 60 };
    const late = { guard: { ...(lagging && { metric: lagging }) } as Partial<Guard> };
    const changed = fleet({ lastModifiedAt: at(6.5) });
    expect(verdict(late, { fleet: changed })).toMatchObject(held('weights-moved-since'));
  });
  test('counts no period with too few samples, and none that is not told of', () => {
    const enough = (samples: number): Readings => ({
      until: NOW,
      points: points([0.01, 0.01, 0.01, 0.01, 0.01]).map((point) => ({ ...point, samples })),
    });
    expect(verdict({ readings: { [NAME]: enough(30) } })).toMatchObject({ kind: 'roll-back' });
    expect(verdict({ readings: { [NAME]: enough(29) } })).toMatchObject(held('metrics-disagree'));
    const { minSamples: _any, ...anyMany } = metricGuard().metric ?? { minSamples: 0 };
    const asksForNone = { metric: anyMany } as Partial<Guard>;
    expect(verdict({ guard: asksForNone, readings: { [NAME]: enough(1) } })).toMatchObject({ kind: 'roll-back' });
  });
  test('of stable breaks the promise for stable, too: there is nowhere to go', () => {
    const both = { [NAME]: BAD, [STABLE]: BAD };
    expect(verdict({ readings: both })).toMatchObject({
      kind: 'hold',
      reason: { kind: 'stable-worsening', guards: ['orders'] },
    });
  });
  test('is no proof of a canary that is worse than stable in a storm', () => {
    expect(verdict({}, { storm: { endpoints: 12, of: 40 } })).toMatchObject(held('storm'));
  });
  test('is compared with stable in none', async () => {
    const { worseThanStable } = await import('../../lambdas/domain/storm.ts');
    const [own] = (orders().alarms ?? []).filter((one) => one.alarm.name === NAME);
    if (own === undefined) throw new Error('there is no alarm');
    const { variant: _none, ...unnamed } = own;
    expect([own, unnamed].map((one) => worseThanStable(situation(orders()), one, NOW))).toEqual([false, false]);
  });
  test('weighs nothing against a stable that is too small', () => {
    const of: Policy = { ...(orders().policy as Policy), stableMaxRequestsPerInstance: 100 };
    const strategy = { kind: 'scale-then-shift', maxInstances: 2, withinMinutes: 10 } as const;
    expect(verdict({}, { policy: { ...of, strategy } })).toMatchObject(held('stable-too-small'));
  });
  test('is drilled only where its readings do not break it', () => {
    const evidence = { drill: 'drill-20260101T100930', evidence: LOW };
    expect(verdict({ evidence, readings: 'unreadable' })).toMatchObject(held('drill'));
    expect(verdict({ evidence })).toMatchObject({ kind: 'roll-back' });
    expect(verdict({ evidence, readings: { [NAME]: read([0.03, 0.03, 0.03]) } })).toMatchObject(held('drill'));
  });
  test('is told with its figure, its limit and what it means', () => {
    const of = orders().policy as Policy;
    const found = verdict();
    if (found.kind !== 'roll-back' || found.incident.breach === undefined) throw new Error('it is not shifted');
    expect(breachWords(found.incident.breach, of)).toBe(
      'canary: OrderPlaced (Average) 0.01, at least 0.02 promised (Visitors order less)',
    );
  });
});

describe('a guard that takes silence for bad', () => {
  const silent = { guard: { missing: 'breaching', above: 5, below: undefined } as unknown as Partial<Guard> };
  const none = { until: NOW, points: [] };
  const nothingSaid: Partial<Alarm> = { evidence: { datapoints: [], threshold: 5, from: at(6) } };
  const quiet = (readings: Readings) => verdict({ ...silent, evidence: nothingSaid, readings: { [NAME]: readings } });

  test('is broken by periods without a datapoint', () => {
    expect(quiet(none)).toMatchObject({ kind: 'roll-back', incident: { breach: { guard: 'orders' } } });
  });
  test('is not by the newest one alone, which may only not be there yet', () => {
    expect(quiet(read([1, 1, 1, 1, undefined]))).toMatchObject(held('no-breaching-datapoint'));
  });
  test('has no time of its own to be contradicted in', () => {
    const bare = orders({ ...silent, readings: { [NAME]: none } });
    const alarms = (bare.alarms ?? []).map(({ alarm: { evidence: _none, ...one }, ...rest }) => ({
      ...rest,
      alarm: one,
    }));
    expect(decide(situation({ ...bare, alarms }), NOW)).toMatchObject({ kind: 'roll-back' });
  });
  test('needs the metric to be read, for the alarm itself names nothing', () => {
    expect(verdict({ ...silent, evidence: nothingSaid, readings: 'unreadable' })).toMatchObject(
      held('no-breaching-datapoint'),
    );
  });
  test('is broken by silence after a good period', () => {
    expect(quiet(read([1, undefined, undefined, undefined, undefined]))).toMatchObject({ kind: 'roll-back' });
  });
});

describe('what such a guard asks of its alarm', () => {
  const of = { deployment: 'rb', endpoint: 'fraud', variant: 'canary' };
  const { metric } = metricGuard();

  test('is its metric alone, with the variant as the dimension that it names', () => {
    const plain = { ...metricGuard(), metric: { ...metric, minSamples: undefined } } as unknown as Guard;
    expect(kindOf(plain).measured(plain, of)).toEqual({
      expression: 'm',
      metrics: {
        m: {
          name: 'OrderPlaced',
          stat: 'Average',
          namespace: 'Shop',
          dimensions: { Endpoint: 'fraud', Variant: 'canary' },
          isWhole: true,
        },
      },
    });
  });
  test('reads as its limit where there are too few samples, which breaks nothing', () => {
    expect(kindOf(metricGuard()).measured(metricGuard(), of)).toMatchObject({
      expression: 'IF(n >= 30, m, 0.02)',
      metrics: { n: { stat: 'SampleCount' }, m: { stat: 'Average' } },
    });
  });
  test('is nothing without a metric', () => {
    const { metric: _none, ...without } = metricGuard();
    expect(kindOf(without).measured(without, of)).toBeUndefined();
  });
  test('fails no requests, and is broken by what lasts a whole period', () => {
    const kind = kindOf(metricGuard());
    expect([kind.reading(metricGuard()), kind.countsFailures(metricGuard())]).toEqual([undefined, false]);
    expect([kind.neededShare(metricGuard()), kind.figure(3, { requests: 1 }, metricGuard())]).toEqual([1, 3]);
  });
});

test('an incident of such a guard counts requests from when its alarm went off', async () => {
  const { exposed } = await import('../../lambdas/domain/exposure.ts');
  const seen = situation(orders());
  const open = incident({
    breach: { variant: variantName('canary'), alarm: NAME, guard: 'orders', at: at(7.5), threshold: 0.02 },
  });
  expect(exposed(open, seen).exposure).toEqual({ variant: 'canary', from: at(7), until: at(9), requests: 200 });
});
