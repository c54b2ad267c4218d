import { expect, test } from 'vitest';
import { BEST_EFFORT } from '../../../sim/services/sagemaker/best-effort.ts';
import { account, MINUTE } from './account.ts';

/** An endpoint whose weights change many times; each change is two events. */
const restless = (events: { duplicated: number; lost: number }, seed = 1, changes = 200) => {
  const w = account({ events }, seed);
  const [stable, canary] = ['stable', 'canary'].map((name) => ({ name, weight: 1, instances: 1 }));
  w.sagemaker.create({ name: 'Fraud', configName: 'one', variants: [stable, canary].flatMap((one) => one ?? []) });
  for (let change = 1; change <= changes; change += 1) {
    w.sagemaker.changeWeights('ana', 'Fraud', { canary: change });
    w.after(2 * MINUTE);
  }
  const lost = w.lines('event').filter(({ target }) => target === 'lost').length;
  return { ...w, lost };
};

test('about one event in ten comes twice, and one in fifty never', () => {
  const { events, lost } = restless(BEST_EFFORT);
  expect(lost).toBeGreaterThanOrEqual(1);
  expect(lost).toBeLessThanOrEqual(20);
  const duplicates = events.length - (400 - lost);
  expect(duplicates).toBeGreaterThan(20);
  expect(duplicates).toBeLessThan(60);
});

test('a second event tells the same, within ten seconds', () => {
  const { events } = restless({ duplicated: 1, lost: 0 }, 1, 20);
  const byTime = Map.groupBy(events, ({ detail }) => String(detail['LastModifiedTime']));
  for (const [first, second, ...more] of byTime.values()) {
    expect(second?.detail).toEqual(first?.detail);
    expect(Number(second?.at) - Number(first?.at)).toBeLessThanOrEqual(10_000);
    expect(more).toEqual([]);
  }
});

test('what is lost is told by nobody but the journal', () => {
  const { events, lines } = restless({ duplicated: 0, lost: 1 }, 1, 1);
  expect(events).toEqual([]);
  expect(lines('event')).toMatchObject([
    { detailType: 'SageMaker Endpoint State Change', subject: 'Fraud', target: 'lost' },
    { detailType: 'SageMaker Endpoint State Change', subject: 'Fraud', target: 'lost' },
  ]);
});

test('chance is the seed’s', () => {
  const times = (seed: number) => restless(BEST_EFFORT, seed).events.map(({ at }) => at);
  expect(times(1)).toEqual(times(1));
  expect(times(1)).not.toEqual(times(2));
});
