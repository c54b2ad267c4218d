import { expect, test } from 'vitest';
import type { Behaviour } from '../../../sim/traffic/behaviour.ts';
import { blueGreen, CANARY, MINUTE, served, variant } from '../sagemaker/account.ts';

const GOOD: Behaviour = { errorRatio5xx: 0, errorRatio4xx: 0, modelErrorRatio: 0, medianMs: 80, p99Ms: 250 };

const busy = () => {
  const w = served([variant('only')]);
  w.alarms.set('latency', 'OK');
  w.traffic.behave('Fraud', 'only', GOOD);
  w.traffic.behave('Fraud', 'only', { ...GOOD, errorRatio5xx: 1 }, 'two');
  w.traffic.offer('Fraud', { requestsPerMinute: 6_000 });
  return w;
};
const requests = (w: ReturnType<typeof busy>, config?: string) =>
  w
    .lines('traffic')
    .filter((line) => line['config'] === config)
    .map((line) => Number(line['requests']));

test('while a canary bakes, the new fleet gets its share, as its own config behaves', () => {
  const w = busy();
  w.after(2 * MINUTE);
  w.update({ DeploymentConfig: blueGreen(CANARY) });
  w.after(9 * MINUTE);
  const [fresh, old] = [requests(w, 'two').at(-1) ?? 0, requests(w).at(-1) ?? 0];
  expect(fresh / (fresh + old)).toBeCloseTo(0.25, 1);
  const failed = w.samples.filter(({ name }) => name === 'Invocation5XXErrors');
  const ofFleet = failed.filter(({ dimensions }) => dimensions['EndpointConfigName'] === 'two');
  expect(ofFleet.length).toBeGreaterThan(0);
  expect(ofFleet.every(({ values }) => values.every(([value]) => value === 1))).toBe(true);
  // The metric of the variant's name mixes both fleets.
  const mixed = failed
    .filter(({ dimensions }) => !('EndpointConfigName' in dimensions))
    .flatMap(({ values }) => values);
  expect(new Set(mixed.map(([value]) => value))).toEqual(new Set([0, 1]));
});

test('once a new fleet has taken over, it is the endpoint, and its config is told no more', () => {
  const w = busy();
  w.update();
  w.after(8 * MINUTE);
  expect(requests(w, 'two')).toEqual([]);
  expect(w.lines('traffic').at(-1)).toMatchObject({ variant: 'only', share: 1, errors5xx: requests(w).at(-1) });
});

test('requests to an endpoint that was deleted are counted by nobody', () => {
  const w = busy();
  w.after(MINUTE);
  w.ask('DeleteEndpoint', { EndpointName: 'Fraud' });
  w.after(2 * MINUTE);
  const told = w.lines('traffic').length;
  w.after(5 * MINUTE);
  expect(w.lines('traffic')).toHaveLength(told);
});

test('a variant of which nobody said anything is an oversight, unless a client brought it', () => {
  const w = served([variant('only')]);
  w.traffic.offer('Fraud', { requestsPerMinute: 60 });
  expect(() => w.after(MINUTE)).toThrow('nobody said how variant only of endpoint Fraud behaves');

  const known = busy();
  known.sagemaker.endpoint('Fraud');
  expect(() => known.after(MINUTE)).not.toThrow();
});
