import { describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../../infra/config/limits.ts';
import { brakeIn, brakesOn } from '../../lambdas/domain/brakes.ts';
import { decide, obstacles } from '../../lambdas/domain/decide.ts';
import type { Incident } from '../../lambdas/domain/incident.ts';
import type { Minute, Traffic } from '../../lambdas/domain/model.ts';
import type { Guard } from '../../lambdas/domain/policy.ts';
import type { HoldReason } from '../../lambdas/domain/reasons.ts';
import type { Situation } from '../../lambdas/domain/situation.ts';
import { stormIn, worseThanStable } from '../../lambdas/domain/storm.ts';
import { holdWords } from '../../lambdas/domain/words/holds.ts';
import {
  alarmName,
  at,
  breaching,
  endpointName,
  fleet,
  guard,
  incident,
  minutes,
  NOW,
  policy,
  situation,
  variantName,
} from '../builders.ts';

const many = (count: number): readonly Incident[] =>
  Array.from({ length: count }, (_, place) => incident({ endpoint: endpointName(`e${place}`), openedAt: at(5) }));

const isWorse = (traffic: Traffic): boolean =>
  worseThanStable(
    situation({ traffic }),
    { variant: variantName('canary'), guard: guard(), alarm: breaching(alarmName('canary')) },
    NOW,
  );

describe('F52: a storm', () => {
  const storm = { endpoints: 30, of: 100 };
  const fleetwide = { limits: DEFAULT_LIMITS.storm, of: 1_000, now: NOW };

  test('that nobody looks at from an endpoint is made of the incidents that there are, and of none to come', () => {
    expect(stormIn(many(10), fleetwide)).toBeUndefined();
    expect(stormIn(many(10), { ...fleetwide, endpoint: endpointName('fraud') })).toEqual({
      endpoints: 11,
      of: 1_000,
      since: at(5),
    });
    expect(stormIn(many(11), fleetwide)).toEqual({ endpoints: 11, of: 1_000, since: at(5) });
  });

  const alone: readonly (readonly [string, Traffic])[] = [
    ['whose stable served no request', { canary: minutes(100, 10) }],
    ['of which the metrics hold no minute', { stable: minutes(900, 4) }],
  ];
  test.each(alone)('holds a canary %s: it is not shown to be worse', (_, traffic) => {
    expect(isWorse({ stable: minutes(900, 4), canary: minutes(100, 10) })).toBe(true);
    expect(isWorse(traffic)).toBe(false);
  });

  const beside = (canary: readonly Minute[], stable: readonly Minute[], over: Partial<Guard> = {}) =>
    worseThanStable(
      situation({ traffic: { canary, stable } }),
      { variant: variantName('canary'), guard: guard(over), alarm: breaching(alarmName('canary')) },
      NOW,
    );
  /** Per mille that failed, of the canary and of stable, in each of three minutes. */
  const perMille = (canary: number, stable: number) => beside(minutes(1_000, canary), minutes(1_000, stable));

  test.each([
    ['twice as bad, by half of what is allowed', 20, 10, true],
    ['hardly less than twice as bad', 20.99, 10.5, false],
    ['much more than twice as bad, by hardly less than half of what is allowed', 10.99, 1, false],
    ['as bad, however bad both are', 60, 60, false],
  ])('lets a canary go that is %s: %d against %d per mille, %s', (_, canary, stable, isShown) => {
    expect(perMille(canary, stable)).toBe(isShown);
  });
  test('is asked of minutes in which both served as many requests as the guard needs', () => {
    expect(beside(minutes(50, 5), minutes(50, 0))).toBe(true);
    expect(beside(minutes(49, 5), minutes(50, 0))).toBe(false);
    expect(beside(minutes(50, 5), minutes(49, 0))).toBe(false);
  });
  test('is asked of no more of the newest minutes than the guard looks at, however many can be read', () => {
    const two = { breachingPeriods: 2, outOfPeriods: 2 };
    const [sick, well] = [minutes(1_000, 30, [8, 9]), minutes(1_000, 1, [8, 9])];
    const both = minutes(1_000, 40, [6, 7]);
    expect(beside([...both, ...sick], [...both, ...well], two)).toBe(true);
    expect(beside([...minutes(1_000, 200, [6, 7]), ...well], [...well, ...minutes(1_000, 1, [6, 7])], two)).toBe(false);
  });
  test('is the reason that is told where stable served no request', () => {
    expect(decide(situation({ storm, traffic: { canary: minutes(100, 10) } }), NOW)).toMatchObject({
      kind: 'hold',
      reason: { kind: 'storm', ...storm },
    });
  });
});

describe('an endpoint whose traffic goes by inference components', () => {
  const routed = fleet({ routedBy: 'inference-components' });
  const unsupported = { kind: 'unsupported', what: 'inference-components' } as const;

  test('is held whatever its guards say: its variants have no weights to shift', () => {
    expect(decide(situation({ fleet: routed }), NOW)).toMatchObject({ kind: 'hold', reason: unsupported });
  });
  test('is told so before a guard breaks, and before its status', () => {
    expect(obstacles(situation(), routed, NOW)).toContainEqual(unsupported);
    expect(obstacles(situation(), { ...routed, status: 'Failed' }, NOW)[0]).toEqual(unsupported);
  });
});

describe('a muted alarm', () => {
  const scene = {
    policy: policy(),
    incident: 'fraud-20260101T100930',
    alarm: alarmName('canary'),
    guardPrefix: 'rb/guard/fraud/',
    freezeParameter: '/rb/freeze',
    shift: 'rollback fraud',
  };
  const told = (over: Partial<Extract<HoldReason, { kind: 'muted' }>> = {}) =>
    holdWords({ kind: 'muted', rule: 'quiet-night', ...over }, scene);

  test('is told with the time until when, and with none where CloudWatch gave none', () => {
    expect(told({ until: at(60) }).why).toMatch(/by the mute rule quiet-night until 2026-01-01 11:00:00 UTC$/);
    expect(told().why).toMatch(/by the mute rule quiet-night$/);
    expect(told().command).toContain('quiet-night');
  });
  test('whose actions are disabled has no rule to name, and another command', () => {
    const { why, command } = told({ rule: 'disable-alarm-actions' });
    expect(why).not.toContain('disable-alarm-actions');
    expect(command).toContain(`enable-alarm-actions --alarm-names '${alarmName('canary')}'`);
  });
});

describe('what holds an endpoint before a guard breaks', () => {
  const held = (over: Partial<Situation>) => brakesOn(situation(over), fleet(), NOW);
  const shifts = [{ at: at(5), config: 'config-1', incident: 'before' }];
  const limits = { ...DEFAULT_LIMITS, cooldownMinutes: 10 };
  const frozen = { kind: 'frozen' } as const;
  const cooling = { kind: 'cooling-down', until: at(15) } as const;

  test('is nothing where nobody froze it, and no limit is reached', () => {
    expect(held({})).toEqual([]);
    expect(held({ limits })).toEqual([]);
  });
  test('is the freeze, and a limit of repeats, each alone or both', () => {
    expect(held({ freeze: { endpoint: 'fraud' } })).toEqual([frozen]);
    expect(held({ limits, incident: incident({ shifts }) })).toEqual([cooling]);
    expect(held({ limits, incident: incident({ shifts }), freeze: { endpoint: 'fraud' } })).toEqual([frozen, cooling]);
  });
});

test('people hear once of each limit of their own that holds, and of no other hold by this', () => {
  const until = at(40);
  const brakes: readonly HoldReason[] = [
    { kind: 'muted', rule: 'quiet-night' },
    { kind: 'storm', endpoints: 12, of: 40 },
    { kind: 'cooling-down', until },
    { kind: 'flapping', shifts: 3, withinMinutes: 60, until },
    { kind: 'budget-spent', shifts: 6, most: 6, until },
  ];
  expect(brakes.map(brakeIn)).toEqual(['muted', 'storm', 'cooling-down', 'flapping', 'budget-spent']);
  expect([{ kind: 'frozen' } as const, { kind: 'observing' } as const].map(brakeIn)).toEqual([undefined, undefined]);
});
