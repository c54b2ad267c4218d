import { expect, test } from 'vitest';
import type { Guard } from '../../lambdas/domain/policy.ts';
import { look } from '../../lambdas/loop/look.ts';
import type { Ports } from '../../lambdas/ports.ts';
import { at, deployment, driftGuard, guard, NOW, policy } from '../builders.ts';
import { memory, portsOf } from '../memory.ts';

const UNUSUAL: Guard = { ...driftGuard(), id: 'unusual', above: 3, periodSeconds: 60, anomalyBand: true };

test('a look reads the metric and the line of its band, of the same periods', async () => {
  const of = policy({ guards: [guard(), UNUSUAL] });
  const world = deployment(of);
  const asked: unknown[] = [];
  const history: Ports['history'] = async (questions) =>
    questions.map((one) => {
      asked.push([one.name, one.periodSeconds, one.line]);
      return new Map([[at(7), one.line === undefined ? 92 : 50]]);
    });
  const { situation } = await look({ ...portsOf(memory(world)), history }, world, of);
  expect(situation.readings).toEqual({
    'rb/guard/fraud/unusual': { until: NOW, points: [{ start: at(7), value: 92, beside: 50 }] },
  });
  expect(asked).toEqual([
    ['feature_baseline_drift_age', 60, undefined],
    ['feature_baseline_drift_age', 60, { side: 'upper', deviations: 3 }],
  ]);
});
