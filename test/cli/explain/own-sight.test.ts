import { describe, expect, test } from 'vitest';
import type { Now } from '../../../cli/commands/explain/now.ts';
import { ownSightsOf, ownSightWords } from '../../../cli/commands/explain/own-sight.ts';
import type { Guard } from '../../../lambdas/domain/policy.ts';
import type { Reading } from '../../../lambdas/domain/situation.ts';
import {
  alarmName,
  at,
  driftGuard,
  existingGuard,
  guard,
  guardAlarms,
  metricGuard,
  policy,
  situation,
} from '../../builders.ts';

/** What is told of a guard on `fraud` whose alarms' metrics were read so. */
const seen = (of: Guard, readings: Readonly<Record<string, readonly Reading[]>>): readonly string[] | undefined => {
  const own = policy({ guards: [of] });
  const read = Object.entries(readings).map(([name, points]) => [name, { until: at(10), points }] as const);
  const situated = situation({ policy: own, alarms: guardAlarms(own), readings: Object.fromEntries(read) });
  const now = { at: at(10), decided: { situation: situated, obstacles: [] } } as unknown as Now;
  return ownSightsOf(of, now)?.map((sight) => ownSightWords(sight, of, now));
};
const ORDERS = metricGuard();
const [STABLE, CANARY] = [alarmName('stable', 'orders'), alarmName('canary', 'orders')];

describe('explain tells of a guard with a metric of its own', () => {
  test('the newest figure of each variant, in its unit', () => {
    const { metric } = ORDERS;
    if (metric === undefined) throw new Error('no metric');
    const inEuros = { ...ORDERS, metric: { ...metric, unit: 'EUR' } };
    const points = [
      { start: at(7), value: 0.5, samples: 40 },
      { start: at(8), value: 0.031, samples: 40 },
    ];
    expect(seen(inEuros, { [STABLE]: points, [CANARY]: [] })).toEqual([
      'stable: 0.031 EUR at 10:08:00 UTC',
      'canary: no figure in the last periods: the guard sees nothing',
    ]);
  });
  test('the newest seconds of a guard that asks by the second', () => {
    const often = guard({ id: 'often', minRequests: 20, periodSeconds: 10 });
    const name = alarmName('canary', 'often');
    expect(seen(often, { [name]: [{ start: at(8), value: 0.01, samples: 60 }] })?.[1]).toBe(
      'canary: 1 % at 10:08:00 UTC',
    );
    expect(seen(often, { [name]: [{ start: at(8), value: 0.01, samples: 19 }] })?.[1]).toBe(
      'canary: 1 % at 10:08:00 UTC, of 19 of the 20 requests that it takes: that counts as good',
    );
  });
  test('that a figure is of too few to count', () => {
    expect(seen(ORDERS, { [CANARY]: [{ start: at(8), value: 0, samples: 29 }] })?.[1]).toBe(
      'canary: 0 at 10:08:00 UTC, of 29 of the 30 samples that it takes: that counts as good',
    );
    expect(seen(ORDERS, { [CANARY]: [{ start: at(8), value: 0, samples: 30 }] })?.[1]).toBe(
      'canary: 0 at 10:08:00 UTC',
    );
  });
  test('what it is compared with', () => {
    const { below: _below, ...rest } = ORDERS;
    const twice: Guard = { ...rest, above: 2, timesOf: policy().stable };
    expect(seen(twice, { [CANARY]: [{ start: at(8), value: 2.1, beside: 0.015, samples: 40 }] })).toEqual([
      "canary: 0.0315, 2.1 times stable's 0.015 at 10:08:00 UTC",
    ]);
  });
  test('what is usual, and that CloudWatch does not know it yet', () => {
    const usual = { ...ORDERS, below: 3, anomalyBand: true } as const;
    const newest = { [STABLE]: [{ start: at(8), value: 12, beside: 31 }], [CANARY]: [{ start: at(8), value: 12 }] };
    expect(seen(usual, newest)).toEqual([
      'stable: 12, usually at least 31, at 10:08:00 UTC',
      'canary: 12 (CloudWatch does not know yet what is usual: the guard sees nothing) at 10:08:00 UTC',
    ]);
  });
  test('that it could not be read', () => {
    expect(seen(ORDERS, {})).toEqual(['stable: the metric could not be read', 'canary: the metric could not be read']);
  });
  test('without a variant where it names none', () => {
    expect(seen(driftGuard(), { [alarmName('fraud', 'drift-age')]: [] })).toHaveLength(1);
    expect(seen(driftGuard(), {})?.[0]).toBe('the metric could not be read');
  });
  test('nothing where requests tell of it, or an alarm of somebody else', () => {
    expect(seen(guard(), {})).toBeUndefined();
    expect(seen(existingGuard('theirs', 'canary'), {})).toBeUndefined();
    expect(ownSightsOf(ORDERS, { at: at(10) } as unknown as Now)).toBeUndefined();
  });
});
