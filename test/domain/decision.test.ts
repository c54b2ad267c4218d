import { describe, expect, test } from 'vitest';
import { decide } from '../../lambdas/domain/decide.ts';
import { type Decision, fromRecorded, type Recorded, toRecorded } from '../../lambdas/domain/decision.ts';
import type { Situation } from '../../lambdas/domain/situation.ts';
import { fleet, guard, guardAlarms, incident, latencyGuard, NOW, policy, shifted, situation } from '../builders.ts';

const decision = (over: Partial<Situation> = {}): Decision => {
  const seen = situation(over);
  return { code: '1.2.3', now: NOW, situation: seen, verdict: decide(seen, NOW) };
};

/** As the ledger keeps it. */
const stored = (of: Decision): Recorded => JSON.parse(JSON.stringify(toRecorded(of))) as Recorded;

const TWO_GUARDS = policy({ guards: [guard(), latencyGuard()] });

describe('what was decided', () => {
  test.each<[string, Partial<Situation>]>([
    ['a breach that nothing is open on', {}],
    ['an incident that is open', { incident: incident({ told: 1 }) }],
    ['a shift that is in force', { incident: shifted() }],
    ['an endpoint that is gone', { fleet: undefined, incident: shifted() }],
    ['metrics that could not be read', { traffic: 'unreadable' }],
    ['several guards', { policy: TWO_GUARDS }],
  ])('comes back from the ledger whole, and is decided alike again: %s', (_, over) => {
    const before = decision(over);
    const after = fromRecorded(stored(before));
    expect(after).toStrictEqual(before);
    expect(decide(after.situation, after.now)).toStrictEqual(before.verdict);
  });

  test('names each guard by its id, and spells it out once, in the policy', () => {
    const { situation: kept } = stored(decision({ policy: TWO_GUARDS }));
    const ids = ['errors-5xx', 'latency-p99'];
    expect(kept.policy.guards).toEqual(TWO_GUARDS.guards);
    expect(kept.alarms.map((one) => one.guard).toSorted()).toEqual([...ids, ...ids].toSorted());
  });

  test('lacks in JSON what was not there, and has it as undefined when it is read', () => {
    const recorded = stored(decision({ fleet: undefined }));
    expect(Object.keys(recorded.situation)).not.toContain('fleet');
    expect(Object.keys(recorded.situation)).not.toContain('incident');
    const { situation: read } = fromRecorded(recorded);
    expect(Object.keys(read)).toEqual(expect.arrayContaining(['fleet', 'incident']));
    expect([read.fleet, read.incident]).toEqual([undefined, undefined]);
  });

  test('is read without an alarm whose guard its policy lacks: nobody can say what that asked', () => {
    const both = decision({ policy: TWO_GUARDS, alarms: guardAlarms(TWO_GUARDS) });
    const recorded = stored(both);
    const one = { ...recorded, situation: { ...recorded.situation, policy: policy() } };
    const { situation: read } = fromRecorded(one);
    expect(read.alarms).toEqual(both.situation.alarms.filter((kept) => kept.guard.id === 'errors-5xx'));
    expect(read.fleet).toEqual(fleet());
  });
});
