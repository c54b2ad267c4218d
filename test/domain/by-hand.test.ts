import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { doubtsOf, insist, obey } from '../../lambdas/domain/by-hand.ts';
import { decide } from '../../lambdas/domain/decide.ts';
import type { Incident } from '../../lambdas/domain/incident.ts';
import type { Fleet } from '../../lambdas/domain/model.ts';
import { answered, intended } from '../../lambdas/domain/progress.ts';
import type { Situation } from '../../lambdas/domain/situation.ts';
import {
  ANA,
  at,
  byHand,
  FROZEN,
  fleet,
  guardAlarms,
  incident,
  minutes,
  NOW,
  PROOF_AT,
  policy,
  recovered,
  setByHand,
  shift,
  shifted,
  situation,
  variant,
  variantName,
  WANTED,
  weighing,
} from '../builders.ts';
import { anyNow, anySituation } from '../situations.ts';

const STABLE = { by: ANA, to: variantName('stable') };
const CANARY = { by: ANA, to: variantName('canary') };
const well = (over: Partial<Situation> = {}) =>
  situation({ alarms: guardAlarms(over.policy, { canary: { state: 'OK' } }), ...over });
const asked = { variants: [variant('stable', 90), variant('canary', 10, { desiredWeight: 0 })] };

describe("a person's order", () => {
  test('opens an incident of their own where no guard is broken', () => {
    expect(obey(well(), STABLE, NOW)).toEqual({ kind: 'roll-back', incident: byHand(), to: WANTED });
  });
  test.each<[string, Partial<Situation>]>([
    ['a freeze', { freeze: FROZEN }],
    ['a freeze that cannot be read', { freeze: 'unreadable' }],
    ['mode observe', { policy: policy({ mode: 'observe' }) }],
    ['a stable that breaks its guard', { alarms: guardAlarms(policy(), { stable: { state: 'ALARM' } }) }],
    ['an alarm set by hand', { alarms: setByHand() }],
    ['metrics that cannot be read', { traffic: 'unreadable' }],
  ])('is stopped by no %s', (_, over) => {
    expect(obey(well(over), STABLE, NOW)).toMatchObject({ kind: 'roll-back', to: WANTED });
  });
  test('names every variant, and sends all traffic where the person says', () => {
    const three = weighing({ stable: 80, canary: 10, third: 10 });
    expect(obey(well({ fleet: three }), CANARY, NOW)).toMatchObject({ to: { stable: 0, canary: 10, third: 0 } });
  });
  test.each<[string, Partial<Fleet> | undefined, string]>([
    ['an endpoint that does not exist', undefined, 'no-endpoint'],
    ['a variant that does not exist', { variants: [variant('canary', 10)] }, 'no-variant'],
    ['a Failed endpoint', { status: 'Failed' }, 'unusable'],
  ])('is impossible on %s', (_, over, because) => {
    const there = over && fleet(over);
    expect(obey(well({ fleet: there }), STABLE, NOW)).toEqual({ kind: 'impossible', because });
  });
  test('waits while the endpoint is changing', () => {
    expect(obey(well({ fleet: fleet({ status: 'Updating' }) }), STABLE, NOW)).toEqual({
      kind: 'busy',
      status: 'Updating',
    });
    const theirs = fleet({ status: 'Updating', ...asked });
    expect(obey(well({ fleet: theirs }), STABLE, NOW)).toMatchObject({ kind: 'busy' });
  });
  test('is nothing to do where all traffic is', () => {
    expect(obey(well({ fleet: weighing(WANTED) }), STABLE, NOW)).toEqual({ kind: 'there' });
  });
  test('for what an open incident has asked for already is that incident', () => {
    const open = incident({ shift: shift() });
    const updating = fleet({ status: 'Updating', ...asked });
    expect(obey(situation({ fleet: updating, incident: open }), STABLE, NOW)).toEqual({
      kind: 'asked',
      incident: open,
    });
  });
  test('goes on with an incident that a guard opened, and keeps what was seen', () => {
    const held = incident({ told: 1, hold: { kind: 'frozen' } });
    expect(obey(situation({ incident: held }), STABLE, NOW)).toMatchObject({
      incident: { ...held, byHand: { by: ANA, at: NOW } },
    });
  });
  test('for other weights than an open incident asked for is counted anew, and told', () => {
    const open = shifted({ attempts: 2 });
    const elsewhere = obey(situation({ fleet: weighing(WANTED), incident: open }), CANARY, at(14));
    if (elsewhere.kind !== 'roll-back') throw new Error('the order is obeyed');
    expect(elsewhere).toMatchObject({ incident: { id: open.id, byHand: { by: ANA } } });
    const intent = intended(elsewhere.incident, elsewhere.to, at(14.1));
    expect(intent.shift).toEqual(
      shift({ wanted: elsewhere.to, requestedAt: at(14.1), askedAt: at(14.1), attempts: 1 }),
    );
    expect(answered(elsewhere.incident, intent, { kind: 'accepted' })).toMatchObject({ owed: 'changed' });
  });
  test('for the same weights once more counts on', () => {
    const reverted = obey(situation({ incident: incident({ told: 1, shift: shift() }) }), STABLE, at(11));
    if (reverted.kind !== 'roll-back') throw new Error('the order is obeyed');
    const intent = intended(reverted.incident, reverted.to, at(11));
    expect(intent.shift).toEqual(shift({ askedAt: at(11), attempts: 2 }));
    expect(answered(reverted.incident, intent, { kind: 'accepted' })).not.toHaveProperty('owed');
  });
  test.each(['busy', 'refused'] as const)('that is %s leaves the shift before it as it was', (kind) => {
    const before = byHand({ told: 1, shift: shift({ inForceAt: at(10.5) }) });
    const intent = intended({ ...before, byHand: { by: ANA, at: at(12) } }, { stable: 0, canary: 10 }, at(12));
    expect(answered(before, intent, { kind, message: 'no' })).toEqual(before);
  });
  test('opens a new incident after one of another config, or one that has ended', () => {
    for (const over of [
      { config: 'config-0' },
      { ending: { state: 'RECOVERED', at: at(9), because: 'proved' } as const },
    ])
      expect(obey(situation({ incident: incident(over) }), STABLE, at(11))).toMatchObject({
        incident: { id: 'fraud-20260101T101100', byHand: { by: ANA, at: at(11) } },
      });
  });
  test('of the same second as the last one has a name of its own', () => {
    const last = byHand({ ending: { state: 'NOT_ROLLED_BACK', at: NOW, because: 'not-accepted' } });
    expect(obey(well({ incident: last }), STABLE, NOW)).toMatchObject({ incident: { id: 'fraud-20260101T101001' } });
  });
  test('that SageMaker did not take is over, and nobody else asks again', () => {
    const intent = intended(byHand(), WANTED, NOW);
    const after = answered(byHand(), intent, { kind: 'refused', message: 'no' });
    expect(after).toEqual(byHand({ ending: { state: 'NOT_ROLLED_BACK', at: NOW, because: 'not-accepted' } }));
    expect(answered(incident(), intended(incident(), WANTED, NOW), { kind: 'busy' })).toMatchObject({
      hold: { kind: 'endpoint-busy' },
    });
  });
});

describe('once asked for by hand', () => {
  const inForce = byHand({ told: 1, shift: shift({ inForceAt: at(10.5) }) });

  test('it is proved like any other shift', () => {
    expect(decide(recovered({ incident: inForce }), PROOF_AT)).toMatchObject({ ending: { because: 'proved' } });
  });
  test('towards a canary, that canary must serve, be well, and be alone', () => {
    const there = byHand({ shift: shift({ wanted: { stable: 0, canary: 10 }, inForceAt: at(10.5) }) });
    const over = {
      incident: there,
      fleet: weighing({ stable: 0, canary: 10 }, { lastModifiedAt: at(10.4) }),
      traffic: { canary: minutes(1_000, 5, [6, 11]), stable: minutes(900, 4, [6, 9]) },
    };
    expect(decide(recovered(over), PROOF_AT)).toMatchObject({ ending: { because: 'proved' } });
    const ill = guardAlarms(policy(), { canary: { state: 'ALARM' } });
    expect(decide(recovered({ ...over, alarms: ill }), PROOF_AT)).toMatchObject({ kind: 'watch' });
    const leaking = { ...over.traffic, stable: minutes(900, 4, [6, 11]) };
    expect(decide(recovered({ ...over, traffic: leaking }), PROOF_AT)).toMatchObject({ kind: 'watch' });
  });
  test('towards a variant that nothing guards, or of a policy without guards, it is never proved', () => {
    const wanted = { stable: 0, canary: 0, third: 10 };
    const third = byHand({ shift: shift({ wanted, inForceAt: at(10.5) }) });
    const quiet = { incident: third, fleet: weighing(wanted), traffic: { third: minutes(1_000, 0, [6, 20]) } };
    expect(decide(recovered(quiet), PROOF_AT)).toMatchObject({ kind: 'watch', inForce: true });
    expect(decide(recovered(quiet), at(20))).toMatchObject({ ending: { because: 'not-proved-in-time' } });
    const bare = recovered({ incident: inForce, policy: policy({ guards: [] }), alarms: [] });
    expect(decide(bare, PROOF_AT)).toMatchObject({ kind: 'watch' });
  });
  describe('towards a canary that then breaks its guard', () => {
    const there = { stable: 0, canary: 10 };
    const BROKE = at(17);
    const inForceThere = shift({ wanted: there, inForceAt: at(10.5) });
    const broken = (of: Incident, over: Partial<Situation> = {}) =>
      recovered({
        incident: of,
        fleet: weighing(there, { lastModifiedAt: at(10.4) }),
        alarms: guardAlarms(over.policy, { canary: { state: 'ALARM', transitionedAt: at(15) } }),
        traffic: { stable: minutes(900, 4, [6, 9]), canary: minutes(1_000, 100, [6, 15]) },
        ...over,
      });
    const [own, joined] = [byHand({ told: 1, shift: inForceThere }), incident({ told: 1, shift: inForceThere })];

    test.each([
      ['a person opened', own],
      ['a guard opened', joined],
    ])('the incident that %s ends, and does not keep the breach waiting', (_, of) => {
      expect(decide(broken(of), BROKE)).toMatchObject({
        kind: 'end',
        ending: { state: 'ROLLED_BACK_NOT_RECOVERED', because: 'target-broke' },
      });
    });
    test('towards stable, no other variant that breaks ends it', () => {
      const variants = [variant('stable', 90), variant('canary', 0, { desiredWeight: 10 })];
      const asked = fleet({ variants, lastModifiedAt: at(10.4) });
      expect(decide(broken(shifted(), { fleet: asked }), BROKE)).toMatchObject({ kind: 'watch' });
    });
    test('by evidence from before, or by none, it does not end', () => {
      const old = { stable: minutes(900, 4, [6, 9]), canary: minutes(1_000, 100, [6, 12]) };
      for (const traffic of [old, 'unreadable'] as const)
        expect(decide(broken(own, { traffic }), BROKE)).toMatchObject({ kind: 'watch' });
    });
    test.each([
      ['a person opened', own],
      ['a guard opened, by this very alarm', joined],
    ])('the next look holds and tells: stable served nobody. After one that %s', (_, of) => {
      const ended = {
        ...of,
        ending: { state: 'ROLLED_BACK_NOT_RECOVERED', at: BROKE, because: 'target-broke' },
      } as const;
      const alarms = guardAlarms(policy(), { canary: { state: 'ALARM' } });
      expect(decide(broken(ended, { alarms }), at(17.2))).toMatchObject({
        kind: 'hold',
        incident: { told: 0, breach: { variant: 'canary' }, weightsAtOpen: there },
        reason: { kind: 'stable-stale', share: 0 },
      });
    });
    test('nor is a breach forgotten that was not proved in time', () => {
      const ended = {
        ...joined,
        ending: { state: 'ROLLED_BACK_NOT_RECOVERED', at: at(20), because: 'not-proved-in-time' },
      } as const;
      const alarms = guardAlarms(policy(), { canary: { state: 'ALARM' } });
      expect(decide(broken(ended, { alarms }), at(21))).toMatchObject({ kind: 'hold', incident: { told: 0 } });
    });
  });
  test('and a guard that breaks while it is held is what people are told of', () => {
    const lost = byHand({ shift: shift() });
    const held = decide(situation({ incident: lost, policy: policy({ mode: 'observe' }) }), at(11));
    expect(held).toMatchObject({
      kind: 'hold',
      incident: { id: lost.id, byHand: { by: ANA }, breach: { value: 0.1 } },
    });
  });
  test('an incident after it has a name of its own, also within the same second', () => {
    const over = byHand({ ending: { state: 'NOT_ROLLED_BACK', at: NOW + 1, because: 'not-accepted' } });
    const verdict = decide(situation({ incident: over }), NOW + 2);
    expect(verdict).toMatchObject({ kind: 'roll-back', incident: { id: 'fraud-20260101T101001' } });
  });
  test('the automation asks again only where a guard is broken, and then for stable', () => {
    const lost = byHand({ shift: shift() });
    expect(decide(well({ incident: lost }), at(11))).toMatchObject({ kind: 'watch' });
    expect(decide(situation({ incident: lost }), at(11))).toMatchObject({
      kind: 'roll-back',
      to: WANTED,
      incident: { byHand: { by: ANA }, breach: { variant: 'canary' } },
    });
  });
  test('a breach that goes on after its end opens an incident of its own', () => {
    const over = byHand({ ending: { state: 'NOT_ROLLED_BACK', at: at(9), because: 'not-accepted' } });
    expect(decide(situation({ incident: over }), NOW)).toMatchObject({ kind: 'roll-back', incident: { breach: {} } });
  });
  describe('the person who waits for it', () => {
    const insisted = (of: Incident, there: Fleet | undefined, now = at(11), over: Partial<Situation> = {}) =>
      insist(decide(well({ incident: of, fleet: there, ...over }), now), there, now);
    const reverted = byHand({ shift: shift() });

    test('asks again for what SageMaker took back, and not more often than thrice', () => {
      expect(insisted(reverted, fleet())).toEqual({ kind: 'roll-back', incident: reverted, to: WANTED });
      const not: readonly (readonly [Incident, Fleet | undefined, number?])[] = [
        [byHand(), fleet()],
        [reverted, fleet(), at(10.4)],
        [byHand({ shift: shift({ attempts: 3 }) }), fleet()],
        [byHand({ shift: shift({ inForceAt: at(10.2) }) }), fleet()],
        [reverted, fleet({ status: 'Updating' })],
        [reverted, fleet(asked)],
        [reverted, undefined],
      ];
      for (const [of, there, now] of not) expect(insisted(of, there, now).kind).not.toBe('roll-back');
    });
    test('does so past mode and freeze, and past a guard for which the automation would choose stable', () => {
      const elsewhere = byHand({ shift: shift({ wanted: { stable: 0, canary: 10 } }) });
      const broken = { alarms: guardAlarms() };
      for (const over of [broken, { ...broken, freeze: FROZEN }, { ...broken, policy: policy({ mode: 'observe' }) }])
        expect(insisted(elsewhere, fleet(), at(11), over)).toMatchObject({
          kind: 'roll-back',
          incident: { id: elsewhere.id, byHand: { by: ANA } },
          to: { stable: 0, canary: 10 },
        });
    });
  });
});

test('whatever the situation, an order sends all traffic to that one variant, of an endpoint that takes a change', () => {
  let obeyed = 0;
  fc.assert(
    fc.property(anySituation(), anyNow(), fc.constantFrom('stable', 'canary', 'unguarded'), (seen, now, name) => {
      const ordered = obey(seen, { by: ANA, to: variantName(name) }, now);
      if (ordered.kind !== 'roll-back') return;
      obeyed += 1;
      const { to, incident: opened } = ordered;
      expect(Object.keys(to)).toEqual(seen.fleet?.variants.map((one) => one.name));
      expect(Object.entries(to).flatMap(([one, weight]) => (weight > 0 ? one : []))).toEqual([name]);
      expect(seen.fleet).toMatchObject({ status: 'InService', config: opened.config });
      expect(opened).toMatchObject({ byHand: { by: ANA, at: now } });
      expect(opened).not.toHaveProperty('ending');
      if (seen.incident?.ending) expect(opened.id).not.toBe(seen.incident.id);
    }),
    { numRuns: 1_000, seed: 20260101 },
  );
  expect(obeyed).toBeGreaterThan(300);
});

describe('what speaks against a variant', () => {
  const doubts = (over: Partial<Situation>, to = STABLE.to, there: Fleet = fleet()) =>
    doubtsOf(situation(over), there, to);

  test('is nothing where it is well', () => {
    expect(doubts({})).toEqual([]);
  });
  test('is told all at once, the gravest first', () => {
    const empty = fleet({ variants: [variant('stable', 10, { instances: 0 }), variant('canary', 90)] });
    const alarms = guardAlarms(policy(), { stable: { state: 'ALARM' } });
    expect(doubts({ alarms }, STABLE.to, empty)).toMatchObject([
      { kind: 'stable-without-instances' },
      { kind: 'stable-unwell' },
      { kind: 'stable-stale' },
    ]);
  });
  test("is asked of a canary by its own guards, and not by stable's load bound", () => {
    const bound = { policy: policy({ stableMaxRequestsPerInstance: 1 }) };
    expect(doubts(bound)).toMatchObject([{ kind: 'stable-too-small' }]);
    expect(doubts(bound, CANARY.to)).toMatchObject([{ kind: 'stable-unwell' }, { kind: 'stable-stale' }]);
  });
  test('nobody knows of a variant that nothing guards', () => {
    expect(doubts({}, variantName('third'))).toBe('unguarded');
  });
});
