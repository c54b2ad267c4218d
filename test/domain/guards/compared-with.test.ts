import { describe, expect, test } from 'vitest';
import { decide } from '../../../lambdas/domain/decide.ts';
import { partsOf } from '../../../lambdas/domain/guards/metric.ts';
import { guardsOn } from '../../../lambdas/domain/guards/on.ts';
import { pointOf } from '../../../lambdas/domain/guards/point.ts';
import { lintConfig } from '../../../lambdas/domain/lint/config.ts';
import { figureOf } from '../../../lambdas/domain/lint/math.ts';
import { watchOf } from '../../../lambdas/domain/lint/watch.ts';
import type { Guard, MetricWatched, Policy } from '../../../lambdas/domain/policy.ts';
import { promisedDefinition } from '../../../lambdas/domain/promised-alarm.ts';
import type { Reading, Readings } from '../../../lambdas/domain/situation.ts';
import { boundWords } from '../../../lambdas/domain/words/figures.ts';
import { breachWords } from '../../../lambdas/domain/words/incident-letter.ts';
import {
  alarm,
  alarmName,
  at,
  breaching,
  deployment,
  guard,
  guardAlarms,
  incident,
  metricGuard,
  NOW,
  policy,
  situation,
  variantName,
} from '../../builders.ts';

const OF = { deployment: 'rb', endpoint: 'fraud', variant: 'canary' };
const { minSamples: _none, ...ANY_MANY } = metricGuard().metric as MetricWatched;

/** Complaints of the canary: at most twice as many as of stable. */
const { below: _below, ...UNBOUND } = metricGuard();
const twice = (over: Partial<Guard> = {}): Guard => ({
  ...UNBOUND,
  id: 'complaints',
  above: 2,
  timesOf: variantName('stable'),
  metric: ANY_MANY,
  ...over,
});
const counted = twice({ metric: { ...ANY_MANY, minSamples: 30 } });
const expressionOf = (of: Guard): string => promisedDefinition(OF, of)?.computes ?? '';

describe('a guard that is compared with stable', () => {
  test('has an alarm on both variants’ figures of the same period', () => {
    expect(promisedDefinition(OF, twice())).toMatchObject({
      threshold: 'GreaterThanThreshold 2',
      computes: 'IF(s > 0, m / s, 2)',
      metrics:
        'm: Average of Shop OrderPlaced (Endpoint=fraud, Variant=canary) each 60 s; s: Average of Shop OrderPlaced (Endpoint=fraud, Variant=stable) each 60 s',
    });
    expect(expressionOf(counted)).toBe('IF((n >= 30) AND (k >= 30) AND (s > 0), m / s, 2)');
    expect(
      Object.entries(partsOf(counted, 'canary')).map(([id, { stat, dimensions }]) => [
        id,
        stat,
        dimensions?.['Variant'],
      ]),
    ).toEqual([
      ['m', 'Average', 'canary'],
      ['n', 'SampleCount', 'canary'],
      ['s', 'Average', 'stable'],
      ['k', 'SampleCount', 'stable'],
    ]);
  });
  test('is on the canaries alone', () => {
    const of = policy({ guards: [guard(), twice()] });
    const ids = (variant: string) => guardsOn(of, variant).map(({ id }) => id);
    expect([ids('stable'), ids('canary')]).toEqual([['errors-5xx'], ['errors-5xx', 'complaints']]);
  });

  const BESIDE: readonly (readonly [string, Readonly<Record<string, number>>, number | undefined])[] = [
    ['more than twice as much', { m: 0.031, s: 0.015, n: 40, k: 400 }, 0.031 / 0.015],
    ['less', { m: 0.03, s: 0.02, n: 40, k: 400 }, 1.5],
    ['of a stable without any', { m: 0.03, s: 0, n: 40, k: 400 }, undefined],
    ['of a stable that is negative', { m: 0.03, s: -1, n: 40, k: 400 }, undefined],
    ['of a stable without a datapoint', { m: 0.03, n: 40 }, undefined],
    ['of a canary without a datapoint', { s: 0.03, k: 40 }, undefined],
    ['of few samples', { m: 0.9, s: 0.1, n: 29, k: 400 }, undefined],
    ['of few samples of stable', { m: 0.9, s: 0.1, n: 400, k: 29 }, undefined],
    ['of samples that nobody counted', { m: 0.9, s: 0.1 }, undefined],
  ];
  test.each(BESIDE)('a look computes as its alarm does: %s', (_, values, ratio) => {
    const isOver = (figure: number | undefined): boolean => figure !== undefined && figure > 2;
    const [point] = pointOf(counted, at(5), (part) => values[part]);
    const telling = point && (point.samples ?? 0) >= 30 ? point.value : undefined;
    expect(telling).toBe(ratio);
    expect(isOver(figureOf(expressionOf(counted))?.(values))).toBe(isOver(ratio));
  });
  test('says of what it is a multiple, and counts no samples where nobody asks', () => {
    const values: Readonly<Record<string, number>> = { m: 3, s: 1.5 };
    expect(pointOf(twice(), at(5), (part) => values[part])).toEqual([{ start: at(5), value: 2, beside: 1.5 }]);
  });

  const NAME = alarmName('canary', 'complaints');
  const OF_TWO: Policy = policy({ guards: [guard(), twice({ because: 'People complain' })] });
  const points = (ratios: readonly number[]): readonly Reading[] =>
    ratios.map((value, place) => ({ start: at(5 + place), value, beside: 0.015 }));
  const seen = (read: Readings) =>
    situation({
      policy: OF_TWO,
      alarms: guardAlarms(OF_TWO, {
        [alarmName('canary')]: alarm(alarmName('canary')),
        [NAME]: breaching(NAME, { evidence: { datapoints: [2.1, 2.1, 2.1], threshold: 2, from: at(6) } }),
      }),
      readings: { [NAME]: read },
    });

  test('leads to a shift, and is told with both figures', () => {
    const found = decide(seen({ until: NOW, points: points([1, 2.5, 2.2, 2.1, 2.1]) }), NOW);
    if (found.kind !== 'roll-back' || found.incident.breach === undefined) throw new Error('it is not shifted');
    expect(found.incident.breach).toMatchObject({ value: 2.1, threshold: 2, against: { value: 0.015, since: at(6) } });
    expect(breachWords(found.incident.breach, OF_TWO)).toBe(
      "canary: OrderPlaced (Average) 0.0315, 2.1 times stable's 0.015, allowed 2 times stable's (People complain)",
    );
  });
  test('moves nothing where stable is as bad', () => {
    const found = decide(seen({ until: NOW, points: points([1, 1.1, 1.2, 1.1, 1]) }), NOW);
    expect(found).toMatchObject({ kind: 'hold', reason: { kind: 'metrics-disagree' } });
  });
  test('is told by its alarm’s word where neither could be read', () => {
    const { readings: _none, ...unread } = seen({ until: NOW, points: [] });
    const found = decide(situation(unread), NOW);
    if (found.kind !== 'roll-back' || found.incident.breach === undefined) throw new Error('it is not shifted');
    expect(breachWords(found.incident.breach, OF_TWO)).toBe(
      "canary: OrderPlaced (Average) 2.1 times stable's, allowed 2 times stable's (People complain)",
    );
    expect(boundWords({ ...UNBOUND, below: 0.5, timesOf: variantName('stable') }, 0.5)).toBe(
      "at least 0.5 times stable's promised",
    );
  });
  test('is told by its own figure where its guard is no longer compared', () => {
    const breach = { ...incident().breach, guard: 'orders', value: 0.01, against: { value: 0.02, since: at(5) } };
    const { requests: _requests, ...plain } = breach;
    expect(breachWords(plain, policy({ guards: [metricGuard()] }))).toMatch(
      /^canary: OrderPlaced \(Average\) 0\.01, at least/,
    );
  });
  test('is linted as the alarm of a canary, and as stable’s where there is none', () => {
    expect(lintConfig(deployment(OF_TWO))).toEqual([]);
    expect(watchOf({ name: 'rb' }, policy(), { variant: 'canary', guard: twice() })?.metrics).toHaveLength(2);
    expect(lintConfig(deployment({ ...OF_TWO, canaries: [] }))).toEqual([]);
  });
});

describe('a guard that is compared with the figure at training', () => {
  const made = metricGuard({ below: 0.279, atTraining: 0.31 });

  test('has a threshold of its own, and no more metrics', () => {
    expect(promisedDefinition(OF, made)).toMatchObject({
      threshold: 'LessThanThreshold 0.279',
      computes: 'IF(n >= 30, m, 0.279)',
    });
  });
  test('is told with what was recorded then', () => {
    const { requests: _requests, ...breach } = { ...incident().breach, guard: 'orders', threshold: 0.279, value: 0.21 };
    expect(breachWords(breach, policy({ guards: [made] }))).toBe(
      'canary: OrderPlaced (Average) 0.21 against 0.31 at training, at least 0.279 promised (Visitors order less)',
    );
  });
});
