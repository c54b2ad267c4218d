import { describe, expect, test } from 'vitest';
import { decide } from '../../../lambdas/domain/decide.ts';
import { timeToDetect } from '../../../lambdas/domain/detection.ts';
import { kindOf } from '../../../lambdas/domain/guards/index.ts';
import { namesNoVariant } from '../../../lambdas/domain/guards/on.ts';
import { totalOf } from '../../../lambdas/domain/guards/traffic.ts';
import { lintConfig } from '../../../lambdas/domain/lint/config.ts';
import { MINUTE, type Minute, type Traffic } from '../../../lambdas/domain/model.ts';
import type { Guard } from '../../../lambdas/domain/policy.ts';
import { promisedDefinition } from '../../../lambdas/domain/promised-alarm.ts';
import { breachWords } from '../../../lambdas/domain/words/incident-letter.ts';
import {
  alarm,
  alarmName,
  at,
  breaching,
  deployment,
  fleet,
  guard,
  guardAlarms,
  minutes,
  NOW,
  policy,
  situation,
  variantName,
} from '../../builders.ts';

const trafficGuard = (...variants: readonly string[]): Guard => ({
  id: 'traffic',
  signal: 'traffic',
  gross: false,
  below: 500,
  sums: variants.map(variantName),
  missing: 'breaching',
  minRequests: 1,
  breachingPeriods: 3,
  outOfPeriods: 3,
});
const BOTH = trafficGuard('stable', 'canary');
const OF = { deployment: 'rb', endpoint: 'fraud' };
const NAME = 'rb/guard/fraud/traffic';
const POLICY = policy({ guards: [guard(), BOTH] });

describe('a guard on the traffic of an endpoint', () => {
  test('has one alarm, which adds up the requests of all variants, and takes silence for none', () => {
    expect(namesNoVariant(BOTH)).toBe(true);
    expect(promisedDefinition(OF, BOTH)).toEqual({
      threshold: 'LessThanThreshold 500',
      periods: '3 of 3',
      'missing data': 'breaching',
      computes: 'v0 + v1',
      metrics:
        'v0: Sum of AWS/SageMaker Invocations (EndpointName=fraud, VariantName=stable) each 60 s; v1: Sum of AWS/SageMaker Invocations (EndpointName=fraud, VariantName=canary) each 60 s',
    });
  });
  test('tells of no variant’s requests, and takes three whole minutes', () => {
    const kind = kindOf(BOTH);
    expect([kind.reading(BOTH), kind.countsFailures(BOTH), kind.figure(3, { requests: 1 }, BOTH)]).toEqual([
      undefined,
      false,
      3,
    ]);
    expect(timeToDetect(BOTH, 'gross')).toMatchObject({ least: 3 * MINUTE, most: 6 * MINUTE });
  });
  test('of nobody has nothing to add up', () => {
    const { sums: _none, ...bare } = BOTH;
    expect(kindOf(bare).measured(bare, OF)).toEqual({ expression: '', metrics: {} });
    expect(totalOf(bare, { stable: [] }, NOW)).toEqual({ until: NOW, points: [] });
  });
  test('is read from the minutes that were read of each anyway', () => {
    const traffic: Traffic = {
      stable: [{ start: at(8), requests: 400, values: {} }],
      canary: [
        { start: at(7), requests: 30, values: {} },
        { start: at(8), requests: 40, values: {} },
      ],
      another: [{ start: at(8), requests: 9_999, values: {} }],
    };
    expect(totalOf(trafficGuard('stable', 'canary', 'gone'), traffic, NOW)).toEqual({
      until: NOW,
      points: [
        { start: at(7), value: 30 },
        { start: at(8), value: 440 },
      ],
    });
  });
});

/** The last change was at four past; since then the canary alone may be meant. */
const fallen = (
  traffic: Traffic,
  over: { readonly datapoints?: readonly number[]; readonly changedAt?: number } = {},
) => {
  const { datapoints = [100, 100, 100], changedAt = at(4) } = over;
  const alarms = guardAlarms(POLICY, {
    [alarmName('canary')]: alarm(alarmName('canary')),
    [NAME]: breaching(NAME, { evidence: { datapoints, threshold: 500, from: at(6) } }),
  });
  const readings = { [NAME]: totalOf(BOTH, traffic, NOW) };
  return decide(
    situation({ policy: POLICY, alarms, traffic, readings, fleet: fleet({ lastModifiedAt: changedAt }) }),
    NOW,
  );
};
const each = (
  stable: number,
  canary: number,
  span?: [number, number],
): Readonly<Record<string, readonly Minute[]>> => ({
  stable: minutes(stable, 0, span),
  canary: minutes(canary, 0, span),
});

describe('a drop of traffic', () => {
  test('leads to a shift where only one canary can have brought it, and is told in requests a minute', () => {
    const found = fallen(each(90, 10, [6, 9]));
    if (found.kind !== 'roll-back' || found.incident.breach === undefined) throw new Error('it is not shifted');
    expect(found.incident.breach).toMatchObject({ variant: 'canary', amongst: ['canary'], value: 100, threshold: 500 });
    expect(breachWords(found.incident.breach, POLICY)).toBe(
      'no variant is named, canary has traffic: requests a minute 100, at least 500 promised',
    );
  });
  test('to nothing at all is one, too: silence is what it looks for', () => {
    expect(fallen({ stable: [], canary: [] }, { datapoints: [0, 0, 0] }).kind).toBe('roll-back');
    expect(fallen({ stable: [], canary: [] }, { datapoints: [] }).kind).toBe('roll-back');
  });
  test('that began before the last change is anybody’s', () => {
    expect(fallen(each(90, 10, [6, 9]), { changedAt: at(9) })).toMatchObject({
      kind: 'hold',
      reason: { kind: 'no-variant-named' },
    });
  });
  test('that the variants’ own minutes do not show moves nothing', () => {
    expect(fallen(each(900, 100, [4, 9]))).toMatchObject({ kind: 'hold', reason: { kind: 'metrics-disagree' } });
  });
  test('that is over moves nothing', () => {
    const back = { stable: [...minutes(90, 0, [6, 8]), ...minutes(900, 0, [9, 9])], canary: minutes(10, 0, [6, 9]) };
    expect(fallen(back)).toMatchObject({ kind: 'hold', reason: { kind: 'better-since' } });
  });
});

test('lint finds nothing wrong with it, and warns where several canaries can be meant', () => {
  const codes = (...canaries: readonly string[]): readonly string[] =>
    lintConfig(
      deployment(
        policy({ canaries: canaries.map(variantName), guards: [guard(), trafficGuard('stable', ...canaries)] }),
      ),
    ).map(({ code }) => code);
  expect(codes('canary')).toEqual([]);
  expect(codes()).toEqual([]);
  expect(codes('canary', 'second')).toEqual(['no-variant']);
});
