import { describe, expect, test } from 'vitest';
import type { Policy } from '../../lambdas/domain/policy.ts';
import type { Situation } from '../../lambdas/domain/situation.ts';
import type { Verdict } from '../../lambdas/domain/verdict.ts';
import { allTo, desiredWeights } from '../../lambdas/domain/weights.ts';
import type { Ports } from '../../lambdas/ports.ts';
import { type Automation, shipped } from '../../simulation/automation.ts';
import type { Plan } from '../../simulation/plan/plan.ts';
import { worldOf } from '../../simulation/plan/world-of.ts';
import { altered } from '../../simulation/planted/altered.ts';
import { play } from '../../simulation/play.ts';

type Kind = (plan: Plan) => boolean;

const some =
  (is: (policy: Policy) => boolean): Kind =>
  ({ endpoints }) =>
    endpoints.some(({ policy }) => is(policy));
const limited: Kind = ({ limits, endpoints }) => limits !== undefined && endpoints.length < 10;
const stormy: Kind = ({ endpoints }) => endpoints.length >= 10;
const slow: Kind = ({ limits, ...plan }) => stormy(plan) && limits !== undefined && limits.callsPerSecond < 1;
const muted: Kind = ({ mutes }) => mutes === true;
const scaled = some(({ strategy }) => strategy !== undefined);
const backed = some(({ fallback }) => fallback !== undefined);
const restored = some(({ restore }) => restore !== undefined);
const aimed: Kind = (plan) => plan.aimed !== undefined;

/** A few worlds of a kind; the first seed is one that showed what is looked for when this was written. */
const worldsOf = function* (is: Kind, from: number): Generator<Plan> {
  for (let [seed, found] = [from, 0]; found < 15; seed += 1) {
    const plan = worldOf(seed);
    if (!is(plan)) continue;
    found += 1;
    yield plan;
  }
};

describe('a world', () => {
  test.each<readonly [string, Kind, number, readonly RegExp[]]>([
    ['with a storm holds who is no worse than its stable', stormy, 121, [/"kind":"storm"/, /SHIFT/]],
    ['with limits holds what is a repeat', limited, 12, [/cooling-down|flapping|budget-spent/, /SHIFT/]],
    ['with a small budget of calls leaves looks to the next sweep', slow, 1083, [/left to the next sweep/]],
    ['in which people mute alarms shifts on none of these', muted, 51, [/"kind":"muted"/, /SHIFT/]],
    ['with scale-then-shift raises stable, and shifts then', scaled, 118, [/RAISE/, /raising-stable[\s\S]*SHIFT/]],
    ['with a fallback goes there when stable is unwell', backed, 185, [/SHIFT \S+ to stable 0, canary 0/]],
    ['of one variant goes back to a config that served well', restored, 66, [/RESTORE[\s\S]*RECOVERED/]],
    ['aimed at rare calls meets faults there', aimed, 77, [/FAULT \S+ at notice-write/, /FAULT \S+ at drill-order/]],
  ])('%s, and keeps every invariant', async (_, is, from, shows) => {
    for (const plan of worldsOf(is, from)) {
      const { trace, violation } = await play(plan, { keepsTrace: true });
      expect(violation).toBeUndefined();
      const text = trace.join('\n');
      if (shows.every((shown) => shown.test(text))) return;
    }
    expect.unreachable('no world shows it');
  });

  test('that has none of it asks nobody for mutes, volumes or configs', async () => {
    const plan = worldOf(3);
    expect(plan).not.toHaveProperty('limits');
    const { counts } = await play({ ...plan, faultRate: 1 });
    const met = Object.entries(counts.faults).filter(([, count]) => count > 0);
    expect(met.map(([at]) => at.split(' ')[0])).not.toContain('mutes');
    expect(met.map(([at]) => at.split(' ')[0])).not.toContain('invoke-strategist');
  });
});

const scaling = (verdict: Verdict, otherwise: (order: Extract<Verdict, { kind: 'prepare' }>) => Verdict): Verdict =>
  verdict.kind === 'prepare' && verdict.order.kind === 'scale' ? otherwise(verdict) : verdict;

const weightsTo = ({ fleet, policy }: Situation, variant = policy.stable) =>
  fleet === undefined ? {} : allTo(variant, desiredWeights(fleet));

const unlimited = ({ limits: _limits, ...rest }: Situation): Situation => rest;
const calm = ({ storm: _storm, ...rest }: Situation): Situation => rest;
const unmuted = ({ mutes: _mutes, alarms, ...rest }: Situation): Situation => ({
  ...rest,
  alarms: alarms.map((one) => ({ ...one, alarm: { ...one.alarm, actionsEnabled: true } })),
});

/** Whatever is in service is called good. */
const hasty = ({ goodConfigs, ...ports }: Ports): Ports => ({
  ...ports,
  goodConfigs: {
    ...goodConfigs,
    known: async (endpoint) => {
      const known = await goodConfigs.known(endpoint);
      if (known === 'unreadable' || known.trial === undefined) return known;
      const { config, since } = known.trial;
      const good = { config, variant: HASTY, since, until: since, requests: 1 };
      return { ...known, good: [good, ...known.good] };
    },
  },
});
const HASTY = 'stable' as NonNullable<Situation['policy']['fallback']>;

describe('an invariant sees', () => {
  test.each<readonly [string, Kind, number, string, Automation]>([
    ['a storm brake that does not brake', stormy, 121, 'I7', altered({ sees: calm })],
    ['a repeat that no limit stops', limited, 4, 'I7', altered({ sees: unlimited })],
    ['a shift on muted evidence', muted, 51, 'I4', altered({ sees: unmuted })],
    [
      'a stable that is overloaded for a lesser evil',
      scaled,
      53,
      'I8',
      altered({
        decides: (verdict, situation) =>
          scaling(verdict, ({ incident }) => ({ kind: 'roll-back', incident, to: weightsTo(situation) })),
      }),
    ],
    [
      'a stable that is raised beyond its bounds',
      scaled,
      53,
      'I6',
      altered({
        decides: (verdict) =>
          scaling(verdict, ({ order, ...rest }) => ({ ...rest, order: { ...order, to: 99 } as typeof order })),
      }),
    ],
    [
      'a fallback that is taken while stable is well',
      backed,
      157,
      'I2',
      altered({
        decides: (verdict, situation) =>
          verdict.kind === 'roll-back' && situation.policy.fallback !== undefined
            ? { ...verdict, to: weightsTo(situation, situation.policy.fallback) }
            : verdict,
      }),
    ],
    ['a config that is called good before it has baked', restored, 568, 'I2', { ...shipped, ports: hasty }],
  ])('%s', async (_, is, from, code, automation) => {
    for (const plan of worldsOf(is, from)) {
      const { violation } = await play(plan, { automation });
      if (violation?.code === code) return;
    }
    expect.unreachable('no world shows it');
  });
});
