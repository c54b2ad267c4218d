import { describe, expect, test } from 'vitest';
import type { Alarm } from '../../lambdas/domain/model.ts';
import type { Guard } from '../../lambdas/domain/policy.ts';
import { proofOf } from '../../lambdas/domain/proofs/index.ts';
import type { GuardAlarm, Reading, Situation } from '../../lambdas/domain/situation.ts';
import {
  alarm,
  alarmName,
  at,
  breaching,
  existingGuard,
  guard,
  metricGuard,
  minute,
  NOW,
  situation,
  variantName,
} from '../builders.ts';

const SAID = { datapoints: [0.01, 0.01, 0.01], threshold: 0.02, from: at(6) };
const bad = (start: number): Reading => ({ start: at(start), value: 0.01 });
const good = (start: number): Reading => ({ start: at(start), value: 0.02 });

/** Of a guard that asks for 2 % at least, read up to ten past. */
const ofMetric = (points: readonly Reading[], over: Partial<Guard> = {}, of: Partial<Alarm> = {}) => {
  const own = metricGuard(over);
  const name = alarmName('canary', 'orders');
  const broken: GuardAlarm = {
    variant: variantName('canary'),
    guard: own,
    alarm: breaching(name, { evidence: SAID, ...of }),
  };
  const seen = situation({ readings: { [name]: { until: NOW, points } } });
  return { own, broken, seen, proof: proofOf(own) };
};

/** So many bad periods it counts, of as many as it looks at. */
const measured = (points: readonly Reading[], over: Partial<Guard> = {}): number => {
  const asked = [1, 2, 3, 4, 5, 6, 7].filter((breachingPeriods) => {
    const { proof, seen, broken } = ofMetric(points, { ...over, breachingPeriods });
    return proof.isMeasured(seen, broken);
  });
  return asked.length;
};
const since = (points: readonly Reading[], start: number, over: Partial<Guard> = {}): boolean => {
  const { proof, seen, broken } = ofMetric(points, { breachingPeriods: 1, ...over });
  return proof.brokenSince(seen, broken, at(start));
};
const whyNot = (points: readonly Reading[], over: Partial<Guard> = {}, of: Partial<Alarm> = {}) => {
  const { proof, seen, broken } = ofMetric(points, over, of);
  return proof.whyNot(seen, broken)?.kind;
};

describe('readings of a metric hold', () => {
  test('the bad periods of as many as the alarm looks at, and of one more that may not be whole yet', () => {
    expect(measured([3, 4, 5, 6, 7, 8, 9].map(bad))).toBe(6);
    expect(measured([bad(3)])).toBe(0);
    expect(measured([bad(4), good(5), bad(6)])).toBe(2);
  });
  test('periods of their own length', () => {
    expect(measured([-21, -20, 0, 5].map(bad), { periodSeconds: 300 })).toBe(3);
  });
  test('nothing where they were not read', () => {
    const { proof, broken } = ofMetric([]);
    expect(proof.isMeasured(situation(), broken)).toBe(false);
    expect(proof.whyNot(situation(), broken)).toBeUndefined();
  });
});

describe('silence that counts as bad', () => {
  const silent = { missing: 'breaching' } as const;
  test.each<readonly [string, readonly number[], number]>([
    ['is each period without a datapoint, but for the newest', [], 5],
    ['is none that has one', [4, 5, 6, 7, 8], 0],
    ['is two of five where three have one', [4, 6, 8], 2],
    ['is none beside a datapoint that reaches into it', [4.5, 6.5, 8.5], 0],
    ['is what a datapoint just before and one just after leave', [4, 6], 3],
    ['is not the newest period, which may only not be there yet', [4, 5, 6, 7, 8, 9], 0],
  ])('%s', (_, goodOnes, periods) => {
    expect(measured(goodOnes.map(good), silent)).toBe(periods);
  });
  test('adds to bad datapoints', () => {
    expect(measured([bad(4), good(5), good(6)], silent)).toBe(3);
  });
  test('is nothing where the guard takes it for well', () => {
    expect(measured([])).toBe(0);
    expect(measured([], { missing: 'ignore' })).toBe(0);
  });
  test('counts as said where the metric is silent, though the alarm names no datapoint', () => {
    const nothing = { evidence: { ...SAID, datapoints: [] } };
    expect(whyNot([], silent, nothing)).toBeUndefined();
    expect(whyNot([], {}, nothing)).toBe('no-breaching-datapoint');
    expect(whyNot([4, 5, 6, 7, 8, 9].map(good), silent, nothing)).toBe('no-breaching-datapoint');
  });
});

describe('all that speaks for a breach began since', () => {
  test('where as many bad periods as are asked for started then or later', () => {
    expect([since([bad(6)], 6), since([bad(6)], 6.5), since([bad(6), bad(7)], 6.5)]).toEqual([true, false, true]);
    expect(since([bad(6), bad(7)], 6.5, { breachingPeriods: 2 })).toBe(false);
  });
  test('less by as much as the metric lags behind', () => {
    const { metric } = metricGuard();
    const lagging = { ...(metric && { metric: { ...metric, lagSeconds: 120 } }) };
    expect([since([bad(8)], 6, lagging), since([bad(8)], 6.1, lagging)]).toEqual([true, false]);
  });
});

describe('an alarm on a metric is', () => {
  test.each<readonly [string, readonly Reading[], string | undefined]>([
    ['believed by one bad period in its own time', [bad(6)], undefined],
    ['believed by one that reaches into it', [bad(5.5)], undefined],
    ['contradicted by one that ended as its own time began', [bad(5)], 'metrics-disagree'],
    ['better by now where the newest period keeps the guard', [bad(6), good(7)], 'better-since'],
    ['not better where the newest breaks it again', [bad(6), good(7), bad(8)], undefined],
  ])('%s', (_, points, kind) => {
    expect(whyNot(points)).toBe(kind);
  });
  test('not better by a period of too few samples', () => {
    expect(whyNot([bad(6), { ...good(7), samples: 29 }])).toBeUndefined();
    expect(whyNot([bad(6), { ...good(7), samples: 30 }])).toBe('better-since');
  });
  test('held to what its metric says while a drill has put its reason there', () => {
    const drill = { drill: 'drill-20260101T100930' };
    expect(whyNot([bad(6)], {}, drill)).toBe('no-breaching-datapoint');
    expect(whyNot([bad(6), bad(7), bad(8)], {}, drill)).toBeUndefined();
  });
  test('told with its newest bad period, else with the datapoint that it names last', () => {
    const figures = (points: readonly Reading[], of: Partial<Alarm> = {}) => {
      const { proof, seen, broken } = ofMetric(points, {}, of);
      return proof.figures(seen, broken);
    };
    const other = { ...bad(7), value: 0.005 };
    expect(figures([bad(5), bad(6), other, good(8)])).toEqual({ value: 0.005 });
    expect(figures([good(8)], { evidence: { ...SAID, datapoints: [0.5, 0.4, 0.019] } })).toEqual({ value: 0.019 });
    expect(figures([], { evidence: { ...SAID, datapoints: [] } })).toEqual({});
  });
});

describe('what an alarm says of itself is believed where', () => {
  const said = (datapoints: readonly number[], over: Partial<Guard> = {}, threshold = 0.02) =>
    whyNot([bad(6)], over, { evidence: { datapoints, threshold, from: at(6) } });

  test('one datapoint is beyond its threshold, on the side that its guard asks for', () => {
    expect([said([0.02]), said([0.5, 0.019]), said([0.5])]).toEqual([
      'no-breaching-datapoint',
      undefined,
      'no-breaching-datapoint',
    ]);
  });
  test('it names a threshold', () => {
    const { threshold: _none, ...without } = SAID;
    expect(whyNot([bad(6)], {}, { evidence: without })).toBe('no-breaching-datapoint');
  });
  test('above a threshold is above it', () => {
    const { below: _none, ...rest } = metricGuard();
    const own: Guard = { ...rest, above: 5 };
    const name = alarmName('canary', 'orders');
    const of = (datapoint: number) => {
      const broken = {
        variant: variantName('canary'),
        guard: own,
        alarm: breaching(name, { evidence: { datapoints: [datapoint], threshold: 5, from: at(6) } }),
      };
      return proofOf(own).whyNot(situation(), broken)?.kind;
    };
    expect([of(5.1), of(5), of(4)]).toEqual([undefined, 'no-breaching-datapoint', 'no-breaching-datapoint']);
  });
});

describe('minutes of requests', () => {
  const own = guard({ breachingPeriods: 2, outOfPeriods: 3 });
  const broken = (of: Partial<Alarm> = {}): GuardAlarm => ({
    variant: variantName('canary'),
    guard: own,
    alarm: breaching(alarmName('canary'), of),
  });
  const served = (failed: Readonly<Record<number, number>>, others: Situation['traffic'] = {}): Situation =>
    situation({
      traffic: {
        ...(others === 'unreadable' ? {} : others),
        canary: Object.entries(failed).map(([start, count]) => minute(at(Number(start)), 100, count)),
      },
    });
  const isMeasured = (seen: Situation) => proofOf(own).isMeasured(seen, broken());

  test('break a guard by as many bad ones as it asks for, of the newest as many as it looks at', () => {
    expect([
      isMeasured(served({ 6: 10, 7: 0, 8: 10 })),
      isMeasured(served({ 5: 10, 6: 0, 7: 0, 8: 10 })),
      isMeasured(served({ 8: 10 })),
    ]).toEqual([true, false, false]);
  });
  test('end with the newest of any variant', () => {
    const stable = [minute(at(8), 900, 0)];
    expect(isMeasured(served({ 5: 10, 6: 10 }, { stable }))).toBe(false);
    expect(isMeasured(served({ 6: 10, 7: 10 }, { stable }))).toBe(true);
  });
  test('of a variant that has none end nothing', () => {
    expect(isMeasured(served({ 6: 10, 7: 10 }, { stable: [] }))).toBe(true);
  });
  test('have to say all of it where a drill has put its reason in the place of the own one', () => {
    const kind = (seen: Situation) => proofOf(own).whyNot(seen, broken({ drill: 'drill-20260101T100930' }))?.kind;
    expect([kind(served({ 7: 10, 8: 10 })), kind(served({ 8: 10 }))]).toEqual([undefined, 'no-breaching-datapoint']);
  });
  test('that cannot be read contradict nothing, and break nothing', () => {
    const unread = situation({ traffic: 'unreadable' });
    expect([isMeasured(unread), proofOf(own).whyNot(unread, broken())]).toEqual([false, undefined]);
  });
  test('contradict an alarm whose own time holds no bad one', () => {
    const kind = (seen: Situation) => proofOf(own).whyNot(seen, broken())?.kind;
    expect([kind(served({ 5: 10 })), kind(served({ 6: 10 }))]).toEqual(['metrics-disagree', undefined]);
  });
  test('are better by now where the newest that holds enough requests is', () => {
    const kind = (requests: number) => {
      const canary = [minute(at(6), 100, 10), minute(at(7), requests, 0)];
      return proofOf(own).whyNot(situation({ traffic: { canary } }), broken())?.kind;
    };
    expect([kind(50), kind(49)]).toEqual(['better-since', undefined]);
  });
  test('tell the newest bad one, else the datapoint that the alarm names last', () => {
    const figures = (seen: Situation, of: Partial<Alarm> = {}) => proofOf(own).figures(seen, broken(of));
    expect(figures(served({ 6: 10, 7: 20, 8: 0 }))).toEqual({ value: 0.2, requests: 100 });
    expect(
      figures(situation({ traffic: 'unreadable' }), { evidence: { ...SAID, datapoints: [0.1, 0.2, 0.3] } }),
    ).toEqual({
      value: 0.3,
    });
    expect(figures(situation({ traffic: {} }), { evidence: { ...SAID, datapoints: [] } })).toEqual({});
  });
});

describe("somebody else's alarm", () => {
  const own = existingGuard('shop', 'canary');
  const kind = (over: Partial<Alarm>) =>
    proofOf(own).whyNot(situation(), {
      variant: variantName('canary'),
      guard: own,
      alarm: alarm('shop', { state: 'ALARM', ...over }),
    })?.kind;

  test('is believed where it names a datapoint, whichever, and no drill', () => {
    const { threshold: _none, ...evidence } = SAID;
    expect(kind({ evidence })).toBeUndefined();
    expect(kind({ evidence: { ...evidence, datapoints: [] } })).toBe('no-breaching-datapoint');
    expect(kind({})).toBe('no-breaching-datapoint');
    expect(kind({ evidence, drill: 'drill-20260101T100930' })).toBe('no-breaching-datapoint');
  });
  test('that is composite is believed without', () => {
    expect(kind({ composite: true })).toBeUndefined();
  });
  test('went off since then, or at that very time', () => {
    const of = (start: number) =>
      proofOf(own).brokenSince(situation(), { guard: own, alarm: alarm('shop', { transitionedAt: at(9) }) }, at(start));
    expect([of(8), of(9), of(9.1)]).toEqual([true, true, false]);
  });
});
