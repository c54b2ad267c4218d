import { expect, test } from 'vitest';
import { SECOND } from '../../lambdas/domain/model.ts';
import type { Guard } from '../../lambdas/domain/policy.ts';
import { look } from '../../lambdas/loop/look.ts';
import type { Asked, Ports } from '../../lambdas/ports.ts';
import { at, deployment, driftGuard, guard, NOW, policy } from '../builders.ts';
import { memory, portsOf } from '../memory.ts';

const OFTEN: Guard = guard({
  id: 'errors-5xx-gross-10s',
  gross: true,
  breachingPeriods: 1,
  outOfPeriods: 1,
  periodSeconds: 10,
});
const BY_THE_MINUTE: Guard = { ...driftGuard(), id: 'by-the-minute', above: 3, periodSeconds: 60 };

test('a look reads a guard by the second of both variants, up to the last ten seconds and three minutes more', async () => {
  const of = policy({ guards: [guard(), OFTEN, BY_THE_MINUTE] });
  const world = deployment(of);
  const calls: { readonly from: number; readonly until: number; readonly asked: readonly Asked[] }[] = [];
  const history: Ports['history'] = async (asked, { from, until }) => {
    calls.push({ from, until, asked });
    return asked.map(({ name }) => new Map([[at(9), name === 'Invocations' ? 100 : 10]]));
  };
  const now = NOW + 17 * SECOND;
  const { situation } = await look({ ...portsOf(memory(world)), clock: () => now, history }, world, of);
  const [fine, whole] = calls.toSorted((one, other) => other.until - one.until);
  expect(fine).toMatchObject({ from: NOW - 3 * 60 * SECOND, until: NOW + 10 * SECOND });
  expect(whole).toMatchObject({ until: NOW });
  expect(
    fine?.asked.map(({ endpoint, variant, name, per, periodSeconds }) => [endpoint, variant, name, per, periodSeconds]),
  ).toEqual([
    ['fraud', 'stable', 'Invocation5XXErrors', 1, 10],
    ['fraud', 'stable', 'Invocations', 1, 10],
    ['fraud', 'canary', 'Invocation5XXErrors', 1, 10],
    ['fraud', 'canary', 'Invocations', 1, 10],
  ]);
  expect(whole?.asked.every((one) => !('endpoint' in one))).toBe(true);
  expect(situation.readings?.['rb/guard/fraud/canary/errors-5xx-gross-10s']).toEqual({
    until: NOW + 10 * SECOND,
    points: [{ start: at(9), value: 0.1, samples: 100 }],
  });
});
