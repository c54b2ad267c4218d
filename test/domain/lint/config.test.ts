import { describe, expect, test } from 'vitest';
import { lintConfig } from '../../../lambdas/domain/lint/config.ts';
import { deployment, driftGuard, existingGuard, guard, latencyGuard, policy, variantName } from '../../builders.ts';
import { page } from './page.ts';

const GROSS = guard({ id: 'errors-5xx-gross', gross: true, above: 0.25, breachingPeriods: 1, outOfPeriods: 1 });
const RAISED = { kind: 'scale-then-shift', maxInstances: 4, withinMinutes: 10 } as const;
const found = (over: Parameters<typeof policy>[0]) => lintConfig(deployment(policy(over))).map(({ code }) => code);

const SHOWN: readonly (readonly [what: string, of: Parameters<typeof policy>[0], code: string])[] = [
  ['microseconds for milliseconds', { guards: [latencyGuard({ above: 500_000 })] }, 'cannot-reach'],
  ['seconds for milliseconds', { guards: [latencyGuard({ above: 0.5 })] }, 'unit-latency'],
  ['more time than a model has', { guards: [latencyGuard({ above: 90_000 })] }, 'latency-timeout'],
  ['p99.9 of fifty requests', { guards: [latencyGuard({ percentile: 99.9 })] }, 'percentile-few-samples'],
  ['a gross guard that judges from one request on', { guards: [{ ...GROSS, minRequests: 1 }] }, 'one-request'],
  ['a guard of several minutes that is as touchy', { guards: [guard({ minRequests: 20 })] }, 'one-of-few'],
  [
    'a gross guard of fewer requests than the ordinary one',
    { guards: [guard({ minRequests: 200 }), GROSS] },
    'gross-looser',
  ],
  ['a bake that is over before the guard can fire', { restore: { bakeMinutes: 2 } }, 'window-over-bake'],
  [
    'more requests than stable can ever take',
    { strategy: RAISED, stableMaxRequestsPerInstance: 10 },
    'more-than-served',
  ],
  [
    'one request more than that',
    { guards: [guard({ above: 0.05, minRequests: 41 })], strategy: RAISED, stableMaxRequestsPerInstance: 10 },
    'more-than-served',
  ],
  [
    'more requests within ten seconds than stable can take in a minute',
    {
      guards: [guard({ above: 0.3, minRequests: 7, periodSeconds: 10 })],
      strategy: RAISED,
      stableMaxRequestsPerInstance: 10,
    },
    'more-than-served',
  ],
  ['a gross guard before the ordinary one', { guards: [GROSS, guard({ minRequests: 51 })] }, 'gross-looser'],
  [
    'a metric that names neither of two canaries',
    { canaries: ['canary', 'second'].map(variantName), guards: [driftGuard()] },
    'no-variant',
  ],
];

describe('the config alone shows', () => {
  test.each(SHOWN)('%s', (_, over, code) => {
    expect(found(over)).toEqual([code]);
  });
});

describe('nothing is said of', () => {
  test.each([
    ['the usual guards', { guards: [guard({ plus: 2, minRequests: 20 }), GROSS, latencyGuard({ minRequests: 100 })] }],
    ['a bake that is long enough', { restore: { bakeMinutes: 3 } }],
    ['traffic that is enough', { strategy: RAISED, stableMaxRequestsPerInstance: 100 }],
    ['traffic that is just enough', { strategy: { ...RAISED, maxInstances: 5 }, stableMaxRequestsPerInstance: 10 }],
    ['traffic that nobody stated', { strategy: RAISED }],
    ['traffic that stable takes as it is', { stableMaxRequestsPerInstance: 1 }],
    ['a gross guard alone', { guards: [GROSS] }],
    ['an alarm that is not ours', { guards: [existingGuard('shop-is-sick')] }],
    ['a gross guard of as many requests', { guards: [GROSS, guard({ minRequests: 50 })] }],
    [
      'a gross guard beside one that asks for more requests of another kind',
      { guards: [latencyGuard({ minRequests: 200 }), guard(), GROSS] },
    ],
    [
      'one guard that asks for fewer requests than another',
      { guards: [guard({ minRequests: 100 }), guard({ id: 'two', minRequests: 60 })] },
    ],
  ])('%s', (_, over) => {
    expect(found(over)).toEqual([]);
  });
});

test('it is told once for a guard, and with its endpoint', () => {
  expect(lintConfig(deployment(policy({ restore: { bakeMinutes: 1 } })))).toEqual([
    {
      severity: 'red',
      code: 'window-over-bake',
      where: 'guard errors-5xx of fraud',
      endpoint: 'fraud',
      what: 'it fires after 3 minutes, and a config counts as good after 1 minute',
      mend: 'Let configs bake for longer: strategy.restore.bakeMinutes.',
    },
  ]);
});

test('as people read it: all that the config shows', async () => {
  const pages = SHOWN.map(([what, over]) => page(what, lintConfig(deployment(policy(over)))));
  await expect(pages.join('\n')).toMatchFileSnapshot('golden/config.txt');
});
