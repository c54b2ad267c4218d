import { describe, expect, test } from 'vitest';
import { gaveUpIn } from '../../lambdas/domain/gave-up.ts';
import type { Incident } from '../../lambdas/domain/incident.ts';
import type { Fleet } from '../../lambdas/domain/model.ts';
import { at, fleet, incident, NOW, shift } from '../builders.ts';

const FAILURE = { failureReason: 'no capacity' };
const found = (seen: Fleet | undefined, newest?: Incident, now = NOW) => gaveUpIn(seen, { newest, now });
const there = (over: Partial<Fleet> = {}) => fleet({ lastModifiedAt: at(5), ...FAILURE, ...over });

describe('F16: a change that SageMaker took back by itself', () => {
  test('is told with the config that stayed, and the reason', () => {
    expect(found(there())).toEqual([
      { what: 'a change was given up on config-1: no capacity', config: 'config-1', reason: 'no capacity' },
    ]);
  });
  test('is none of an endpoint that has no reason to tell, is on its way, or is gone', () => {
    expect(found(fleet({ lastModifiedAt: at(5) }))).toEqual([]);
    for (const status of ['Updating', 'RollingBack', 'Failed'] as const) expect(found(there({ status }))).toEqual([]);
    expect(found(undefined)).toEqual([]);
  });
  test('is news for a quarter of an hour: the reason stays on the endpoint for months', () => {
    expect(found(there(), undefined, at(20) - 1)).toHaveLength(1);
    expect(found(there(), undefined, at(20))).toEqual([]);
  });
});

describe('F16: what an incident knows already is not told beside it', () => {
  const known: readonly (readonly [string, Incident, number])[] = [
    ['it stood there when the incident opened', incident({ failureAtOpen: 'no capacity' }), 0],
    [
      'it was the fate of our own shift',
      incident({ shift: shift(), takenBack: { attempt: 1, failure: 'no capacity' } }),
      0,
    ],
    ['it is another reason', incident({ failureAtOpen: 'quota', takenBack: { attempt: 1, failure: 'role' } }), 1],
    ['the incident was of another config', incident({ config: 'config-0', failureAtOpen: 'no capacity' }), 1],
    [
      'a drill stands before the incident that knows it',
      incident({ drill: { id: 'drill-20260101T100930', before: incident({ failureAtOpen: 'no capacity' }) } }),
      0,
    ],
  ];
  test.each(known)('%s', (_, newest, times) => {
    expect(found(there(), newest)).toHaveLength(times);
  });
});
