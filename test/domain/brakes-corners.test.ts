import { describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../../infra/config/limits.ts';
import { decide, obstacles } from '../../lambdas/domain/decide.ts';
import type { Incident } from '../../lambdas/domain/incident.ts';
import type { Traffic } from '../../lambdas/domain/model.ts';
import type { HoldReason } from '../../lambdas/domain/reasons.ts';
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
