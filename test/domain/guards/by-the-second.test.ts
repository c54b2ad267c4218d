import { describe, expect, test } from 'vitest';
import { decide } from '../../../lambdas/domain/decide.ts';
import { timeToDetect } from '../../../lambdas/domain/detection.ts';
import { pointOf, readsOf } from '../../../lambdas/domain/guards/point.ts';
import type { Alarm } from '../../../lambdas/domain/model.ts';
import { SECOND } from '../../../lambdas/domain/model.ts';
import type { Guard } from '../../../lambdas/domain/policy.ts';
import { promisedDefinition } from '../../../lambdas/domain/promised-alarm.ts';
import type { Reading } from '../../../lambdas/domain/situation.ts';
import { breachWords } from '../../../lambdas/domain/words/incident-letter.ts';
import { alarmName, at, guard, guardAlarms, NOW, policy, situation } from '../../builders.ts';

/** More than 5 % of at least 20 requests, and three beside that, in ten seconds. */
const often = (over: Partial<Guard> = {}): Guard =>
  guard({
    id: 'errors-5xx-gross-10s',
    gross: true,
    above: 0.05,
    plus: 3,
    minRequests: 20,
    breachingPeriods: 1,
    outOfPeriods: 1,
    periodSeconds: 10,
    ...over,
  });

const OF = { deployment: 'rb', endpoint: 'fraud', variant: 'canary' };

test('the alarm of a guard by the second asks as that of a minute does, in its own periods', () => {
  expect(promisedDefinition(OF, often())).toMatchObject({
    threshold: 'GreaterThanThreshold 0.05',
    periods: '1 of 1',
    computes: 'IF((n >= 20) AND ((e - 3) / n > 0.05), e / n, 0)',
    metrics: expect.stringContaining(
      'Sum of AWS/SageMaker Invocations (EndpointName=fraud, VariantName=canary) each 10 s',
    ),
  });
});

test('it is expected to see a fault within seconds of its metrics', () => {
  const minute = timeToDetect(guard({ ...often(), periodSeconds: 60 }), 'gross');
  const [least, typical, most] = [0.2 * 10, 0.7 * 10 + 30 + 5, 1.2 * 10 + 60 + 10].map((s) => s * SECOND);
  expect(timeToDetect(often(), 'gross')).toEqual({ least, typical, most });
  expect(minute.typical).toBe((0.7 * 60 + 30 + 30) * SECOND);
});

describe('a look asks of such a guard', () => {
  test('for its failed requests and for all of them', () => {
    expect(Object.values(readsOf(often(), 'canary')).map(({ name, stat }) => `${stat} of ${name}`)).toEqual([
      'Sum of Invocation5XXErrors',
      'Sum of Invocations',
    ]);
  });
  test.each([
    ['a breach is told with its share', { m: 12, n: 60 }, 0.2, 60],
    ['what is allowed beside the share keeps it', { m: 6, n: 60 }, 0.05, 60],
    ['so few requests do', { m: 19, n: 19 }, 0.05, 19],
    ['a share below the promise is told as it is', { m: 1, n: 100 }, 0.01, 100],
    ['nobody came', { m: 0 }, 0, 0],
  ] as const)('and of ten seconds, where %s', (_, read, value, samples) => {
    const values: Readonly<Record<string, number>> = read;
    expect(pointOf(often(), at(5), (part) => values[part])).toEqual([{ start: at(5), value, samples }]);
  });
  test('and has nothing to hold it against where it allows nothing of its own', () => {
    const { above: _above, ...unbound } = often();
    expect(pointOf(unbound, at(5), () => 30)).toMatchObject([{ value: 0 }]);
  });
  test('and nothing where none of its metrics came', () => {
    expect(pointOf(often(), at(5), () => undefined)).toEqual([]);
  });
});

const NAME = alarmName('canary', 'errors-5xx-gross-10s');
const seconds = (minutes: number, of: number): number => at(minutes) + of * SECOND;
const FROM = seconds(9, 20);

type Seen = { readonly points?: readonly Reading[]; readonly evidence?: Partial<Alarm> };

/** Its alarm went off at 10:09:40, on the ten seconds from 10:09:20 on; nothing of a minute shows it yet. */
const seen = ({ points, evidence }: Seen) => {
  const own = policy({ guards: [guard(), often()] });
  const went: Partial<Alarm> = {
    state: 'ALARM',
    transitionedAt: seconds(9, 40),
    evidence: { datapoints: [0.2], threshold: 0.05, from: FROM },
    ...evidence,
  };
  const alarms = guardAlarms(own, { canary: { state: 'OK' }, [NAME]: went });
  const traffic = { stable: [], canary: [{ start: at(8), requests: 360, values: { '5xx': 1 } }] };
  const readings = points && { [NAME]: { until: NOW, points } };
  return decide(situation({ policy: own, alarms, traffic, ...(readings && { readings }) }), NOW);
};
const point = (start: number, value: number, samples = 60): Reading => ({ start, value, samples });
const GOOD = point(seconds(9, 10), 0.01);
const BAD = point(FROM, 0.2);
const held = (kind: string) => ({ kind: 'hold', reason: { kind } });

describe('a guard by the second', () => {
  test('leads to a shift before a minute shows anything, and is told in its own seconds', () => {
    const found = seen({ points: [GOOD, BAD] });
    expect(found).toMatchObject({ kind: 'roll-back', incident: { breach: { value: 0.2, requests: 60 } } });
    if (found.kind !== 'roll-back' || found.incident.breach === undefined) throw new Error('it is not shifted');
    expect(breachWords(found.incident.breach, policy({ guards: [often()] }))).toBe(
      'canary: server errors (5XX) 20 % of 60 requests in 10 s, allowed 5 % plus 3',
    );
  });
  test('is believed by its alarm’s own datapoint where nothing could be read', () => {
    expect(seen({})).toMatchObject({ kind: 'roll-back', incident: { breach: { value: 0.2 } } });
  });
  test('is contradicted where its own seconds show no breach', () => {
    expect(seen({ points: [BAD].map((one) => ({ ...one, start: seconds(9, 0) })) })).toMatchObject(
      held('metrics-disagree'),
    );
    expect(seen({ points: [GOOD, point(FROM, 0.05)] })).toMatchObject(held('metrics-disagree'));
  });
  test('is better by now where newer seconds with enough requests keep it', () => {
    expect(seen({ points: [BAD, point(seconds(9, 30), 0.01)] })).toMatchObject(held('better-since'));
    expect(seen({ points: [BAD, point(seconds(9, 30), 0, 19)] })).toMatchObject({ kind: 'roll-back' });
  });
  test('has to be shown by the metrics in a drill, which are up to a minute late', () => {
    const drill = { drill: 'drill-20260101T100930' };
    expect(seen({ evidence: drill, points: [point(seconds(8, 50), 0.2)] })).toMatchObject({ kind: 'roll-back' });
    expect(seen({ evidence: drill, points: [point(seconds(8, 40), 0.2)] })).toMatchObject(held('drill'));
  });
});
