import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { expect, test } from 'vitest';
import { predict, tellOutcome } from '../../docs/samples/feedback.ts';
import { metricGuard } from '../../infra/config/guards/metric.ts';
import type { MetricGuard } from '../../infra/config/guards/shape.ts';
import { cloudwatchHistory } from '../../lambdas/aws/history.ts';
import { partsOf } from '../../lambdas/domain/guards/metric.ts';
import { makeSageMakerRuntime } from '../../sim/services/sagemaker-runtime/runtime.ts';
import { wired } from '../aws/wired.ts';
import { variantName } from '../builders.ts';
import { MINUTE, START, world } from '../sim/cloudwatch/world.ts';
import { read, section } from './pages.ts';

/** As docs/readings.md has it. */
const ACCURACY: MetricGuard = {
  id: 'accuracy',
  namespace: 'Fraud',
  metric: 'PredictionRight',
  statistic: 'Average',
  below: 0.9,
  dimensions: { Endpoint: 'fraud' },
  variantDimension: 'Variant',
  minSamples: 50,
  lagMinutes: 60,
  because: 'Its predictions turn out to be wrong',
};
const HEADING = '## Labels and feedback for each variant';

const open = async () => {
  const w = world();
  const [stable, canary] = [
    { name: 'stable', weight: 0.5, instances: 2 },
    { name: 'canary', weight: 0.5, instances: 2 },
  ];
  w.sagemaker.create({ name: 'fraud', configName: 'one', variants: [stable, canary] });
  const runtime = makeSageMakerRuntime(w.wires, { serving: w.sagemaker.serving, ask: w.traffic.ask });
  const config = await wired(w.wires, [w.cloudwatch, runtime]);
  /** Lets virtual time pass until the call is answered. */
  const answered = async <Answer>(call: Promise<Answer>): Promise<Answer> => {
    let waiting = true;
    const done = Promise.allSettled([call]).finally(() => {
      waiting = false;
    });
    while (waiting) {
      await new Promise(setImmediate);
      if (w.clock.peek() !== undefined) w.clock.step();
    }
    await done;
    return call;
  };
  return { ...w, answered, runtime: new SageMakerRuntimeClient(config), cloudwatch: new CloudWatchClient(config) };
};

test('labels that come by the snippet are a figure for each variant, which the guard of the page reads', async () => {
  const w = await open();
  const counts = new Map<string, number>();
  for (let request = 0; request < 40; request++) {
    const { answer, variant = '' } = await w.answered(predict(w.runtime, 'fraud', { amount: request }));
    expect(answer).toMatchObject({ variant });
    await w.answered(tellOutcome(w.cloudwatch, { endpoint: 'fraud', variant, right: variant === 'stable' }));
    counts.set(variant, (counts.get(variant) ?? 0) + 1);
  }
  expect([...counts.keys()].toSorted()).toEqual(['canary', 'stable']);

  const guard = metricGuard(ACCURACY, variantName('stable'));
  const asked = ['stable', 'canary'].flatMap((variant) => {
    const { m, n } = partsOf(guard, variant);
    if (m === undefined || n === undefined) throw new Error('the guard has a figure, and counts samples');
    return [m, n].map((one) => ({ ...one, per: 1, periodSeconds: 3_600 }));
  });
  w.runTo(START + 60 * MINUTE);
  const series = await w.answered(
    cloudwatchHistory(w.cloudwatch, () => undefined)(asked, { from: START, until: START + 60 * MINUTE }),
  );
  if (series === 'unreadable') throw new Error('CloudWatch did not answer');
  expect(series.map((one) => [...one.values()])).toEqual([[1], [counts.get('stable')], [0], [counts.get('canary')]]);
});

test('the page shows the snippet and the guard as they were tried', () => {
  const part = section(read('docs/readings.md'), HEADING) ?? '';
  expect(part).toContain(read('docs/samples/feedback.ts').trim());
  const [, config = ''] = /```ts\n(metrics: \[[\s\S]*?)```/.exec(part) ?? [];
  for (const [key, value] of Object.entries(ACCURACY)) {
    const shown = typeof value === 'string' ? `'${value}'` : typeof value === 'number' ? String(value) : undefined;
    expect(config).toContain(shown === undefined ? `${key}: { Endpoint: 'fraud' }` : `${key}: ${shown}`);
  }
});
