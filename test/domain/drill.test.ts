import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decide } from '../../lambdas/domain/decide.ts';
import { type DrillOrder, drillId, isDrillId, lastReal } from '../../lambdas/domain/drill.ts';
import { whyDoubt } from '../../lambdas/domain/evidence.ts';
import type { Breach, Incident } from '../../lambdas/domain/incident.ts';
import type { Alarm } from '../../lambdas/domain/model.ts';
import type { Situation } from '../../lambdas/domain/situation.ts';
import type { Verdict } from '../../lambdas/domain/verdict.ts';
import {
  alarm,
  alarmName,
  at,
  fleet,
  guard,
  guardAlarms,
  incident,
  latencyGuard,
  minutes,
  NOW,
  policy,
  shift,
  situation,
  variantName,
  WANTED,
  weighing,
} from '../builders.ts';
import { anyNow, anySituation } from '../situations.ts';

const ID = 'drill-20260101T100930';
const BY = 'arn:aws:iam::111122223333:user/ana';
const CANARY = alarmName('canary');
const SLOW = alarmName('canary', 'latency-p99');

/** As the drill leaves the alarm: in ALARM, with a reason of its own. */
const MARKED = { state: 'ALARM', evidence: undefined, drill: ID } as unknown as Partial<Alarm>;
const OK: Partial<Alarm> = { state: 'OK' };
const QUIET = { stable: minutes(900, 4), canary: minutes(100, 0) };
const TWO_GUARDS = policy({ guards: [guard(), latencyGuard()] });

/** Nothing is wrong, and the canary's only guard is set by a drill. */
const drilled = (over: Partial<Situation> = {}): Situation =>
  situation({ alarms: guardAlarms(over.policy, { canary: OK, [CANARY]: MARKED }), traffic: QUIET, ...over });

const order = (over: Partial<DrillOrder> = {}): DrillOrder => ({
  id: ID,
  by: BY,
  at: at(9),
  move: true,
  until: at(20),
  ...over,
});

const held = (verdict: Verdict) => verdict.kind === 'hold' && verdict.reason.kind;
const opened = (seen: Situation = drilled()): Incident => {
  const verdict = decide(seen, NOW);
  if (verdict.kind !== 'hold') throw new Error(`a drill opens by a hold, not by ${verdict.kind}`);
  return verdict.incident;
};

describe('an alarm that a drill set', () => {
  test('opens an incident that says so, and holds', () => {
    expect(decide(drilled(), NOW)).toMatchObject({
      kind: 'hold',
      reason: { kind: 'drill', id: ID },
      incident: { id: `fraud-${ID}`, drill: { id: ID }, breach: { alarm: CANARY }, told: 0 },
    });
  });
  test('names the person whose order the ledger has, and nobody where it has none', () => {
    expect(opened(drilled({ order: order({ move: false }) })).drill).toEqual({ id: ID, by: BY });
    expect(opened(drilled({ order: order({ id: drillId(at(0)) }) })).drill).toEqual({ id: ID });
    expect(opened().drill).toEqual({ id: ID });
  });
  test.each([
    ['while rollbacks are frozen', { freeze: { endpoint: '*' } }],
    ['in mode observe', { policy: policy({ mode: 'observe' }) }],
    ['while the endpoint is Updating', { fleet: fleet({ status: 'Updating' }) }],
    ['on a canary without traffic', { fleet: weighing(WANTED) }],
    ['while the metrics cannot be read', { traffic: 'unreadable' }],
    [
      'while stable breaks its guard',
      { alarms: guardAlarms(policy(), { canary: MARKED, stable: { state: 'ALARM' } }) },
    ],
  ] as const)('tests the way to people %s', (_, over) => {
    expect(held(decide(drilled(over), NOW))).toBe('drill');
  });
  test('of an endpoint that does not exist is nothing', () => {
    expect(decide(drilled({ fleet: undefined }), NOW)).toEqual({ kind: 'nothing', because: 'endpoint-missing' });
  });
  test('is over once the alarm is out of ALARM', () => {
    const over = drilled({ incident: opened(), alarms: guardAlarms(policy(), { canary: OK }) });
    expect(decide(over, at(11))).toMatchObject({
      kind: 'end',
      ending: { because: 'drill-over', state: 'NOT_ROLLED_BACK' },
    });
  });
  test('ends when another drill has begun, and once it ended does not begin again', () => {
    const first = { ...opened(), drill: { id: drillId(at(0)) } };
    expect(decide(drilled({ incident: first }), NOW)).toMatchObject({ kind: 'end', ending: { because: 'drill-over' } });
    const ended: Incident = { ...opened(), ending: { state: 'NOT_ROLLED_BACK', at: NOW, because: 'drill-over' } };
    expect(decide(drilled({ incident: ended }), NOW)).toEqual({ kind: 'nothing', because: 'no-breach' });
  });
  test('ends with its endpoint', () => {
    expect(decide(drilled({ incident: opened(), fleet: undefined }), NOW)).toMatchObject({
      kind: 'end',
      ending: { because: 'endpoint-gone' },
    });
  });
});

describe('a real breach while a drill is on', () => {
  const broken = {
    evidence: { datapoints: [800, 900], threshold: 500, from: at(6) },
    state: 'ALARM',
    transitionedAt: at(9.8),
  } as const;
  const slow = (failed: number) =>
    minutes(100, failed).map((minute) => ({ ...minute, values: { ...minute.values, 'latency-p99': 900 } }));
  const both = (over: Partial<Situation> = {}) =>
    drilled({
      policy: TWO_GUARDS,
      alarms: guardAlarms(TWO_GUARDS, { canary: OK, [CANARY]: MARKED, [SLOW]: broken }),
      traffic: { stable: minutes(900, 4), canary: slow(0) },
      ...over,
    });

  test.each([
    ['before the drill was seen', undefined],
    ['after it opened', opened()],
    [
      'after it ended',
      { ...opened(), ending: { state: 'NOT_ROLLED_BACK', at: NOW, because: 'drill-over' } } as Incident,
    ],
  ])('of another guard, %s, rolls back under an incident of its own', (_, before) => {
    const verdict = decide(both({ incident: before }), NOW);
    expect(verdict).toMatchObject({ kind: 'roll-back', to: WANTED, incident: { breach: { alarm: SLOW }, told: 0 } });
    expect(verdict.kind === 'roll-back' && verdict.incident.drill).toBeUndefined();
  });
  test('of the drilled alarm itself rolls back by what the metrics say: CloudWatch makes no transition of it', () => {
    const verdict = decide(
      drilled({ incident: opened(), traffic: { stable: minutes(900, 4), canary: minutes(100, 10) } }),
      NOW,
    );
    expect(verdict).toMatchObject({ kind: 'roll-back', incident: { breach: { alarm: CANARY, value: 0.1 } } });
    expect(verdict.kind === 'roll-back' && verdict.incident.id).toBe('fraud-20260101T100930');
  });
  test('of the drilled alarm is none with fewer bad minutes than the guard asks for, or with old ones', () => {
    const bad = (first: number, last: number) => ({
      stable: minutes(900, 4, [0, 8]),
      canary: [...minutes(100, 0, [0, 8])].map((minute, index) =>
        index >= first && index <= last ? { ...minute, values: { '5xx': 10 } } : minute,
      ),
    });
    expect(held(decide(drilled({ traffic: bad(7, 8) }), NOW))).toBe('drill');
    expect(held(decide(drilled({ traffic: bad(0, 3) }), NOW))).toBe('drill');
    expect(held(decide(drilled({ traffic: { ...bad(7, 8), stable: [] } }), NOW))).toBe('drill');
    expect(decide(drilled({ traffic: bad(6, 8) }), NOW).kind).toBe('roll-back');
  });
  test('ends as the real one that it is, and the drill begins after it', () => {
    const real = incident({ hold: { kind: 'frozen' }, told: 1 });
    const alarms = guardAlarms(policy(), { canary: OK, [CANARY]: { ...MARKED, transitionedAt: at(9.9) } });
    expect(decide(drilled({ incident: real, alarms }), NOW)).toMatchObject({ kind: 'end', incident: { id: real.id } });
  });
  test.each<Situation['traffic']>([QUIET, 'unreadable'])(
    'does not end by a mark that is put upon its alarm, whatever can be measured (%#)',
    (traffic) => {
      const real = incident({ hold: { kind: 'endpoint-busy', status: 'Updating' }, told: 1 });
      expect(decide(drilled({ incident: real, traffic }), NOW)).toMatchObject({
        kind: 'hold',
        incident: { id: real.id },
        reason: { kind: 'no-breaching-datapoint' },
      });
    },
  );
  test('whose last letter is not sent yet goes first', () => {
    const ending = { state: 'RECOVERED', at: at(1), because: 'proved' } as const;
    const before = incident({ ending, told: 1, owed: 'ended' });
    expect(decide(drilled({ incident: before }), NOW)).toEqual({ kind: 'nothing', because: 'no-breach' });
    expect(decide(drilled({ incident: { ...opened(), owed: 'opened' } }), NOW)).toMatchObject({ kind: 'hold' });
  });
  test('that ended, and whose alarm is still in ALARM, is not forgotten for a drill', () => {
    const breach = { ...incident().breach, alarm: SLOW, at: broken.transitionedAt } as Breach;
    const last = incident({ breach, ending: { state: 'NOT_ROLLED_BACK', at: NOW, because: 'kept-being-reverted' } });
    expect(decide(both({ incident: last }), NOW)).toEqual({ kind: 'nothing', because: 'already-ended' });
  });
  test('is not believed of a mark that the metrics do not bear out', () => {
    const seen = drilled();
    const [breach] = seen.alarms.filter(({ alarm }) => alarm.drill !== undefined);
    if (breach === undefined) throw new Error('no alarm is drilled');
    expect(
      whyDoubt(seen, fleet(), { incident: incident(), breach: { ...breach, variant: variantName('canary') } }),
    ).toEqual({ kind: 'no-breaching-datapoint' });
  });
});

describe('the memory of real incidents', () => {
  const before = incident({
    ending: { state: 'RECOVERED', at: at(1), because: 'proved' },
    shift: shift({ inForceAt: at(0) }),
  });
  test('survives a drill, and the drill after it', () => {
    const first = opened(drilled({ incident: before }));
    expect(first.drill?.before).toEqual(before);
    const ended: Incident = {
      ...first,
      drill: { id: drillId(at(2)), before },
      ending: { state: 'NOT_ROLLED_BACK', at: at(3), because: 'drill-over' },
    };
    expect(opened(drilled({ incident: ended })).drill?.before).toEqual(before);
    expect(lastReal(ended)).toEqual(before);
  });
  test('keeps a breach ended that had ended before', () => {
    const ended = {
      ...before,
      breach: { ...before.breach, at: at(9.5) },
      ending: { ...before.ending, at: NOW },
    } as Incident;
    const afterDrill: Incident = { ...opened(), drill: { id: drillId(at(2)), before: ended } };
    const seen = situation({
      incident: { ...afterDrill, ending: { state: 'NOT_ROLLED_BACK', at: NOW, because: 'drill-over' } },
    });
    expect(decide(seen, NOW)).toEqual({ kind: 'nothing', because: 'already-ended' });
  });
});

describe('a drill that is to move traffic', () => {
  const moving = (over: Partial<Situation> = {}) => drilled({ order: order(), ...over });

  test.each(['auto', 'observe'] as const)('does so in mode %s, as in an incident', (mode) => {
    expect(decide(moving({ policy: policy({ mode }) }), NOW)).toMatchObject({
      kind: 'roll-back',
      to: WANTED,
      incident: { drill: { id: ID, by: BY } },
    });
  });
  test.each([
    ['frozen', { freeze: { endpoint: 'fraud' } }],
    ['endpoint-busy', { fleet: fleet({ status: 'Updating' }) }],
    ['endpoint-unusable', { fleet: fleet({ status: 'Failed' }) }],
    ['stable-unwell', { alarms: guardAlarms(policy(), { canary: MARKED, stable: { state: 'ALARM' } }) }],
    ['stable-stale', { fleet: weighing({ stable: 10, canary: 90 }) }],
  ] as const)('holds where an incident would: %s', (kind, over) => {
    expect(held(decide(moving(over), NOW))).toBe(kind);
  });
  test.each([
    ['no order', undefined],
    ['an order of another drill', order({ id: drillId(at(0)) })],
    ['an order that is too old', order({ until: NOW })],
    ['an order that does not say so', order({ move: false })],
  ])('moves nothing with %s', (_, given) => {
    expect(held(decide(drilled(given ? { order: given } : {}), NOW))).toBe('drill');
  });
  test('moves nothing where all traffic is on stable already', () => {
    expect(held(decide(moving({ fleet: weighing(WANTED) }), NOW))).toBe('drill');
  });
  test('is proved like any other, whether or not the alarm is still set', () => {
    const shifted: Incident = { ...opened(), told: 1, shift: shift({ inForceAt: at(10.5) }) };
    const proof = { stable: minutes(1_000, 5, [6, 11]), canary: minutes(100, 0, [6, 9]) };
    const seen = moving({ incident: shifted, fleet: weighing(WANTED, { lastModifiedAt: at(10.4) }), traffic: proof });
    expect(decide(seen, at(13))).toMatchObject({ kind: 'end', ending: { state: 'RECOVERED' } });
    const putBack = { ...seen, alarms: guardAlarms(policy(), { canary: OK }) };
    expect(decide(putBack, at(13))).toMatchObject({ kind: 'end', ending: { state: 'RECOVERED' } });
    expect(decide(putBack, at(11))).toMatchObject({ kind: 'watch', inForce: true });
  });
});

test('whatever the situation, a mark alone moves no traffic that was not to be moved without it', () => {
  let marks = 0;
  fc.assert(
    fc.property(anySituation(), fc.infiniteStream(fc.boolean()), anyNow(), (seen, dice, now) => {
      const marked: Situation = {
        ...seen,
        traffic: 'unreadable',
        alarms: seen.alarms.map((one) => {
          if (one.variant === seen.policy.stable || !dice.next().value) return one;
          marks += 1;
          const { evidence: _over, ...alarm } = one.alarm;
          return { ...one, alarm: { ...alarm, state: 'ALARM', drill: ID } };
        }),
      };
      const unmarked = { ...marked, alarms: marked.alarms.filter(({ alarm }) => alarm.drill === undefined) };
      const [verdict, without] = [decide(marked, now), decide(unmarked, now)];
      if (verdict.kind === 'roll-back') expect(without).toEqual(verdict);
    }),
    { numRuns: 1_000, seed: 20260101 },
  );
  expect(marks).toBeGreaterThan(250);
});

test('whatever the situation, a mark ends no incident whose own ALARM goes on', () => {
  let open = 0;
  fc.assert(
    fc.property(anySituation(), anyNow(), (seen, now) => {
      const { incident: last } = seen;
      if (last?.breach === undefined || last.ending !== undefined) return;
      const { alarm: name, at: since } = last.breach;
      const alarms = seen.alarms.map((one) =>
        one.alarm.name === name
          ? { ...one, alarm: { ...one.alarm, state: 'ALARM' as const, transitionedAt: since } }
          : one,
      );
      const marked = alarms.map((one) =>
        one.alarm.name === name ? { ...one, alarm: { ...one.alarm, drill: ID } } : one,
      );
      const without = decide({ ...seen, alarms, traffic: 'unreadable' }, now);
      if (without.kind === 'end') return;
      open += 1;
      expect(decide({ ...seen, alarms: marked, traffic: 'unreadable' }, now).kind).not.toBe('end');
    }),
    { numRuns: 1_000, seed: 20260101 },
  );
  expect(open).toBeGreaterThan(100);
});

/** No minute has more failures than requests, so that the metrics never bear it out. */
const UNBREAKABLE = {
  variant: variantName('canary'),
  guard: guard({ id: 'drilled', above: 1 }),
  alarm: alarm('rb/guard/fraud/canary/drilled', { state: 'ALARM', transitionedAt: at(9), drill: ID }),
};

test('whatever the situation, a drill changes no verdict on a real breach', () => {
  let real = 0;
  fc.assert(
    fc.property(anySituation(), anyNow(), (seen, now) => {
      const without = decide(seen, now);
      if (without.kind === 'nothing') return;
      real += 1;
      expect(decide({ ...seen, alarms: [...seen.alarms, UNBREAKABLE], order: order() }, now)).toEqual(without);
    }),
    { numRuns: 1_000, seed: 20260101 },
  );
  expect(real).toBeGreaterThan(250);
});

test('a drill is called by its second, and nothing else is its name', () => {
  expect(drillId(at(10) + 999)).toBe('drill-20260101T101000');
  expect(isDrillId(drillId(at(10)))).toBe(true);
  for (const name of ['', 'drill', 'drill-1', `${ID}x`, `x${ID}`, 'drill-20260101T10093\n'])
    expect(isDrillId(name)).toBe(false);
});
