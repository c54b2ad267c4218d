import { describe, expect, test } from 'vitest';
import { readDecision } from '../../../lambdas/aws/ledger-decision.ts';
import { decide } from '../../../lambdas/domain/decide.ts';
import { toRecorded } from '../../../lambdas/domain/decision.ts';
import { guardsOn } from '../../../lambdas/domain/guards/on.ts';
import { pointOf, readsOf } from '../../../lambdas/domain/guards/point.ts';
import { lintConfig } from '../../../lambdas/domain/lint/config.ts';
import type { Alarm, Evidence } from '../../../lambdas/domain/model.ts';
import type { Guard } from '../../../lambdas/domain/policy.ts';
import { changesOf, promisedDefinition } from '../../../lambdas/domain/promised-alarm.ts';
import type { Reading, Readings } from '../../../lambdas/domain/situation.ts';
import { breachWords } from '../../../lambdas/domain/words/incident-letter.ts';
import {
  alarm,
  at,
  breaching,
  deployment,
  driftGuard,
  guard,
  guardAlarms,
  incident,
  metricGuard,
  NOW,
  policy,
  situation,
} from '../../builders.ts';

/** Conversions of the whole shop, by the minute: in three of five minutes fewer than usual at such a time. */
const conversions = (over: Partial<Guard> = {}): Guard => ({
  ...metricGuard(),
  id: 'conversions',
  below: 3,
  anomalyBand: true,
  metric: { namespace: 'Shop', name: 'Conversions', stat: 'Sum', dimensions: { Endpoint: 'fraud' } },
  because: 'Visitors buy less',
  ...over,
});
const { below: _below, ...UNBOUND } = conversions();
const tooMany: Guard = { ...UNBOUND, above: 2.5 };

const OF = { deployment: 'rb', endpoint: 'fraud' };
const NAME = 'rb/guard/fraud/conversions';

describe('the alarm of a guard against what is usual', () => {
  test('watches the metric, with its band in the place of a threshold', () => {
    expect(promisedDefinition(OF, conversions())).toEqual({
      threshold: 'LessThanLowerThreshold band',
      periods: '3 of 5',
      'missing data': 'notBreaching',
      computes: 'ANOMALY_DETECTION_BAND(m, 3)',
      metrics: 'm: Sum of Shop Conversions (Endpoint=fraud) each 60 s',
    });
    expect(promisedDefinition(OF, tooMany)).toMatchObject({
      threshold: 'GreaterThanUpperThreshold band',
      computes: 'ANOMALY_DETECTION_BAND(m, 2.5)',
    });
  });
  test('is another one with a wider band, or on its other side', () => {
    const [promised, wider] = [conversions(), conversions({ below: 30 })].map((of) => promisedDefinition(OF, of));
    if (promised === undefined || wider === undefined) throw new Error('it is not ours');
    expect(changesOf(wider, promised)).toEqual([
      'computes: ANOMALY_DETECTION_BAND(m, 30), and not ANOMALY_DETECTION_BAND(m, 3)',
    ]);
    expect(changesOf({ ...promised, threshold: 'GreaterThanUpperThreshold band' }, promised)).toEqual([
      'threshold: GreaterThanUpperThreshold band, and not LessThanLowerThreshold band',
    ]);
  });
  test('is one for the endpoint: a canary that is minutes old has no usual figure', () => {
    const of = policy({ guards: [guard(), conversions()] });
    expect(guardsOn(of, 'canary').map(({ id }) => id)).toEqual(['errors-5xx']);
    expect(guardsOn(of, undefined).map(({ id }) => id)).toEqual(['conversions']);
  });
  test('has nothing that lint would say of a threshold', () => {
    expect(lintConfig(deployment(policy({ guards: [guard(), conversions(), tooMany] })))).toEqual([]);
  });
});

describe('a look asks of such a guard', () => {
  const linesOf = (of: Guard) => Object.values(readsOf(of, undefined)).map(({ name, line }) => [name, line]);

  test('its metric, and the line of the band that it must not cross', () => {
    expect(linesOf(conversions())).toEqual([
      ['Conversions', undefined],
      ['Conversions', { side: 'lower', deviations: 3 }],
    ]);
    expect(linesOf(tooMany)).toEqual([
      ['Conversions', undefined],
      ['Conversions', { side: 'upper', deviations: 2.5 }],
    ]);
  });
  test.each([
    ['is against no band', driftGuard()],
    ['does not say how wide the band is', UNBOUND],
  ])('the metric alone where it %s', (_, of) => {
    expect(linesOf(of)).toHaveLength(1);
  });
  test('nothing where it watches nothing of its own', () => {
    const { metric: _metric, ...unwatched } = conversions();
    expect(linesOf(unwatched)).toEqual([]);
  });
  test.each([
    ['both are there', { m: 12, b: 31 }, [{ start: at(5), value: 12, beside: 31 }]],
    ['CloudWatch has no band yet', { m: 12 }, [{ start: at(5), value: 12 }]],
    ['the metric is silent', { b: 31 }, []],
  ] as const)('and has of one period, where %s', (_, read, points) => {
    const values: Readonly<Record<string, number>> = read;
    expect(pointOf(conversions(), at(5), (part) => values[part])).toEqual(points);
  });
});

const LOW: Evidence = { datapoints: [14, 13, 12], bounds: [33, 32, 31], from: at(6) };

type Seen = { readonly of?: Guard; readonly evidence?: Partial<Alarm>; readonly points?: readonly Reading[] };

/** The figure of each minute, from 10:05 on, beside the line that it was held against. */
const points = (...figures: readonly (readonly [value: number, beside?: number])[]): readonly Reading[] =>
  figures.map(([value, beside], place) => ({ start: at(5 + place), value, ...(beside !== undefined && { beside }) }));
const BAD = points([40, 34], [14, 33], [13, 32], [12, 31], [12, 31]);

const seen = ({ of = conversions(), evidence = { evidence: LOW }, points: read }: Seen) => {
  const own = policy({ guards: [guard(), of] });
  const readings: Readonly<Record<string, Readings>> | undefined = read && { [NAME]: { until: NOW, points: read } };
  const quiet = { canary: { state: 'OK' } } as const;
  const alarms = guardAlarms(own, { ...quiet, [NAME]: breaching(NAME, evidence) });
  return situation({ policy: own, alarms, ...(readings && { readings }) });
};
const verdict = (one: Seen) => decide(seen(one), NOW);
const held = (kind: string) => ({ kind: 'hold', reason: { kind } });
const told = (one: Seen): string => {
  const found = verdict(one);
  if (found.kind !== 'roll-back' || found.incident.breach === undefined) throw new Error('it is not shifted');
  return breachWords(found.incident.breach, policy({ guards: [one.of ?? conversions()] }));
};
const WHO = 'no variant is named, canary has traffic: Conversions (Sum)';

describe('a guard against what is usual', () => {
  test('leads to a shift, and is told with the figure and the line in the metric’s own unit', () => {
    const found = verdict({ points: BAD });
    expect(found).toMatchObject({
      kind: 'roll-back',
      incident: { breach: { threshold: 3, value: 12, against: { value: 31, since: at(6) } } },
    });
    expect(told({ points: BAD })).toBe(`${WHO} 12, usually at least 31 (Visitors buy less)`);
  });
  test('is told so where too much is bad', () => {
    const of = { ...tooMany, metric: { ...UNBOUND.metric, unit: 'EUR' } } as Guard;
    const evidence = { evidence: { datapoints: [90, 91, 92], bounds: [50, 50, 50], from: at(6) } };
    const read = points([40, 50], [90, 50], [91, 50], [92, 50.25], [92, 50.25]);
    expect(told({ of, evidence, points: read })).toBe(`${WHO} 92 EUR, usually at most 50.25 EUR (Visitors buy less)`);
  });
  test('is believed by its alarm’s own datapoints, each against its own line, where nothing could be read', () => {
    expect(told({})).toBe(`${WHO} 12, usually at least 31 (Visitors buy less)`);
    const falling = { evidence: { ...LOW, datapoints: [34, 33, 12], bounds: [10, 11, 31] } };
    expect(verdict({ evidence: falling })).toMatchObject({ kind: 'roll-back' });
    const within = { evidence: { ...LOW, datapoints: [34, 33, 31], bounds: [33, 32, 31] } };
    expect(verdict({ evidence: within })).toMatchObject(held('no-breaching-datapoint'));
  });
  test('is not believed by datapoints without a line: its own limit is a width, and no figure', () => {
    const { bounds: _bounds, ...bare } = LOW;
    expect(verdict({ evidence: { evidence: { ...bare, datapoints: [1, 1, 1] } } })).toMatchObject(
      held('no-breaching-datapoint'),
    );
  });
  test('is contradicted where the figures were within the band, or where there was none', () => {
    const within = points([40, 34], [34, 33], [33, 32], [31, 31], [35, 31]);
    expect(verdict({ points: within })).toMatchObject(held('metrics-disagree'));
    const untrained = points([40], [14], [13], [12], [1]);
    expect(verdict({ points: untrained })).toMatchObject(held('metrics-disagree'));
  });
  test('is better by now where the newest figure that can be judged is usual again', () => {
    expect(verdict({ points: points([40, 34], [14, 33], [13, 32], [12, 31], [31, 31]) })).toMatchObject(
      held('better-since'),
    );
    const unjudged = points([14, 33], [13, 32], [12, 31], [12, 31], [31]);
    expect(verdict({ points: unjudged })).toMatchObject({ kind: 'roll-back' });
  });
  test('takes no period for silent that CloudWatch had no band for', () => {
    const of = conversions({ missing: 'breaching' });
    const evidence = { drill: 'drill-20260101T100930' };
    expect(verdict({ of, evidence, points: points([40, 34]) })).toMatchObject({ kind: 'roll-back' });
    const untrained = points([40, 34], [40], [40], [40], [40]);
    expect(verdict({ of, evidence, points: untrained })).toMatchObject(held('no-breaching-datapoint'));
  });
  test('is told without a line where none is recorded', () => {
    const breach = { ...incident().breach, guard: 'conversions', threshold: 3, value: 12 };
    const { requests: _requests, ...bare } = breach;
    expect(breachWords(bare, policy({ guards: [conversions()] }))).toBe(
      'canary: Conversions (Sum) 12, below what is usual (Visitors buy less)',
    );
    expect(breachWords(bare, policy({ guards: [{ ...tooMany }] }))).toBe(
      'canary: Conversions (Sum) 12, above what is usual (Visitors buy less)',
    );
  });
  test('is recorded so that the same can be asked again', () => {
    const found = verdict({ points: BAD });
    const recorded = toRecorded({ code: '1.0.0', now: NOW, situation: seen({ points: BAD }), verdict: found });
    const again = readDecision(JSON.stringify(recorded));
    if (again === undefined) throw new Error('it cannot be read');
    expect(decide(again.situation, again.now)).toEqual(found);
  });
  test('is well while its alarm is', () => {
    const of = policy({ guards: [guard(), conversions()] });
    const alarms = guardAlarms(of, { canary: { state: 'OK' }, [NAME]: alarm(NAME) });
    expect(decide(situation({ policy: of, alarms }), NOW).kind).not.toBe('roll-back');
  });
});
