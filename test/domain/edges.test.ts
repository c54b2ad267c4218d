import { describe, expect, test } from 'vitest';
import { insist } from '../../lambdas/domain/by-hand.ts';
import { decide } from '../../lambdas/domain/decide.ts';
import { findBreaches, isMeasured } from '../../lambdas/domain/evidence.ts';
import { freezeOf, frozenBy, withoutFreeze } from '../../lambdas/domain/freeze.ts';
import { breaches } from '../../lambdas/domain/model.ts';
import { quarantineOf, suspectsOf } from '../../lambdas/domain/quarantine.ts';
import { CALL_UNDER_WAY } from '../../lambdas/domain/settle.ts';
import { towards } from '../../lambdas/domain/target.ts';
import type { Verdict } from '../../lambdas/domain/verdict.ts';
import {
  at,
  fleet,
  guard,
  guardAlarms,
  incident,
  minute,
  minutes,
  NOW,
  PROOF_AT,
  policy,
  recovered,
  shift,
  shifted,
  situation,
  variant,
  variantName,
  WANTED,
  weighing,
} from '../builders.ts';

const TWO = policy({ canaries: [variantName('canary'), variantName('second')] });

describe('a minute', () => {
  test('with just as many requests as a guard asks for can break it', () => {
    expect(breaches(guard({ minRequests: 50 }), minute(NOW, 50, 10))).toBe(true);
    expect(breaches(guard({ minRequests: 50 }), minute(NOW, 49, 10))).toBe(false);
  });

  test('before the last five says nothing of a guard that looks at five', () => {
    const [own] = guardAlarms().filter((one) => one.variant === 'canary');
    if (own === undefined) throw new Error('the policy has no guard of a canary');
    const good = minutes(100, 0, [6, 8]);
    const seen = (first: number) =>
      situation({
        traffic: { stable: [], canary: [...minutes(100, 10, [first, first + 2]), ...good.slice(first - 3)] },
      });
    expect(isMeasured(seen(3), own)).toBe(false);
    expect(isMeasured(seen(4), own)).toBe(true);
  });
});

describe('a shift is proved', () => {
  const proof = { kind: 'end', ending: { because: 'proved' } };

  test('by a minute that begins the moment the weights are in force', () => {
    expect(decide(recovered({ incident: shifted({ inForceAt: at(11) }) }), PROOF_AT)).toMatchObject(proof);
  });

  test('by a minute with just as many requests as the guards ask for', () => {
    const traffic = (requests: number) => ({ stable: minutes(requests, 0, [11, 11]), canary: [] });
    expect(decide(recovered({ traffic: traffic(50) }), PROOF_AT)).toMatchObject(proof);
    expect(decide(recovered({ traffic: traffic(49) }), PROOF_AT)).toMatchObject({ kind: 'watch' });
  });

  test('by fewer requests than a gross guard asks for: it only repeats what the other one promises', () => {
    const gross = guard({ id: 'errors-5xx-gross', gross: true, minRequests: 5_000 });
    expect(decide(recovered({ policy: policy({ guards: [guard(), gross] }) }), PROOF_AT)).toMatchObject(proof);
  });

  test('also where the metrics hold an empty minute of the canary', () => {
    const traffic = { stable: minutes(1_000, 5, [6, 11]), canary: [minute(at(11), 0, 0)] };
    expect(decide(recovered({ traffic }), PROOF_AT)).toMatchObject(proof);
  });
});

describe('of several', () => {
  test('alarms that went off at the same time, the first by name comes first', () => {
    const three = fleet({ variants: [variant('stable', 80), variant('canary', 10), variant('second', 10)] });
    const alarms = guardAlarms(TWO);
    for (const order of [alarms, alarms.toReversed()]) {
      const found = findBreaches(situation({ policy: TWO, alarms: order }), three);
      expect(found.map((one) => one.variant)).toEqual(['canary', 'second']);
    }
  });

  test('variants that lost their traffic, the one that broke its guard is the suspect', () => {
    const wanted = { stable: 80, canary: 0, second: 0 };
    const weightsAtOpen = { stable: 80, canary: 10, second: 10 };
    expect(suspectsOf(incident({ weightsAtOpen, shift: shift({ wanted }) }))).toEqual(['canary']);
  });

  test('variants, the one that gets the traffic is judged as stable, and each other one as a canary', () => {
    expect(towards(TWO, { canary: 1 })).toMatchObject({ stable: 'canary', canaries: ['stable', 'second'] });
  });

  test('freezes that end together, the first one is told', () => {
    const entries = [
      { endpoint: '*', by: 'ana' },
      { endpoint: 'fraud', by: 'bo' },
    ];
    const reading = { switch: { kind: 'entries', entries }, readAt: NOW } as const;
    expect(freezeOf({ endpoint: 'fraud', guarded: ['fraud'] }, reading, NOW)).toMatchObject({ by: 'ana' });
  });
});

describe('a freeze', () => {
  const GUARDED = ['fraud', 'churn', 'risk'];

  test('that says off freezes nothing', () => {
    expect(frozenBy({ kind: 'words', words: ['off'] }, GUARDED, NOW)).toEqual([]);
  });

  test('of one endpoint is none of the others, also when another is thawed', () => {
    expect(withoutFreeze([{ endpoint: 'churn' }], 'fraud', GUARDED)).toEqual([{ endpoint: 'churn' }]);
  });

  test('of each endpoint stays by itself when another is thawed', () => {
    const both = [{ endpoint: 'churn' }, { endpoint: 'risk' }];
    expect(withoutFreeze(both, 'fraud', GUARDED)).toEqual(both);
  });
});

describe('in quarantine is nothing', () => {
  test('of an endpoint without an incident, with an open one, or with another config', () => {
    const ending = { state: 'RECOVERED', at: at(13), because: 'proved' } as const;
    const ended = { ...shifted(), ending };
    expect(quarantineOf(undefined, fleet())).toEqual([]);
    expect(quarantineOf(shifted(), fleet())).toEqual([]);
    expect(quarantineOf({ ...incident(), ending }, fleet())).toEqual([]);
    expect(quarantineOf(ended, fleet({ config: 'config-2' }))).toEqual([]);
    expect(quarantineOf(ended, fleet())).toMatchObject([{ variant: 'canary' }]);
  });
});

describe('a person who waits for a shift', () => {
  const BACK = weighing({ stable: 90, canary: 10 });
  const watching = (over: Parameters<typeof shift>[0]): Verdict => ({
    kind: 'watch',
    incident: incident({ shift: shift({ wanted: WANTED, ...over }) }),
    inForce: false,
  });

  test('asks again once a call can no longer be under way, and not before', () => {
    const verdict = watching({ askedAt: NOW });
    expect(insist(verdict, BACK, NOW + CALL_UNDER_WAY)).toMatchObject({ kind: 'roll-back', to: WANTED });
    expect(insist(verdict, BACK, NOW + CALL_UNDER_WAY - 1)).toBe(verdict);
  });

  test('does not ask again for what was in force', () => {
    const verdict = watching({ askedAt: at(0), inForceAt: at(1) });
    expect(insist(verdict, BACK, NOW)).toBe(verdict);
  });

  test('asks for nothing where nothing is wrong, or nothing was asked for', () => {
    const nothing: Verdict = { kind: 'nothing', because: 'no-breach' };
    const held: Verdict = { kind: 'hold', incident: incident(), reason: { kind: 'observing' } };
    expect(insist(nothing, BACK, NOW)).toBe(nothing);
    expect(insist(held, BACK, NOW)).toBe(held);
    expect(insist(watching({ askedAt: at(0) }), undefined, NOW)).toMatchObject({ kind: 'watch' });
  });
});

describe('a breach', () => {
  test('whose incident ended the moment that the endpoint was last changed opens no other', () => {
    const ending = { state: 'NOT_ROLLED_BACK', at: at(10), because: 'kept-being-reverted' } as const;
    const seen = situation({ incident: { ...incident(), ending }, fleet: fleet({ lastModifiedAt: at(10) }) });
    expect(decide(seen, at(11))).toEqual({ kind: 'nothing', because: 'already-ended' });
  });

  test('F02: that was called over on an old answer of CloudWatch, and whose alarm never went OK, opens another incident', () => {
    const ending = { state: 'NOT_ROLLED_BACK', at: at(10), because: 'breach-over' } as const;
    const last = incident({ ending });
    const verdict = decide(situation({ incident: last }), at(11));
    expect(verdict).toMatchObject({ kind: 'roll-back', incident: { openedAt: at(11), told: 0 } });
    expect(verdict.kind === 'roll-back' && verdict.incident.id).not.toBe(last.id);
  });

  test('is told as it was when it opened the incident, whatever was measured since', () => {
    const opened = incident();
    const worse = { stable: minutes(900, 4), canary: minutes(100, 50) };
    expect(decide(situation({ incident: opened, traffic: worse }), NOW)).toMatchObject({
      kind: 'roll-back',
      incident: { breach: opened.breach },
    });
  });
});
