import { expect, test } from 'vitest';
import { sweep } from '../../lambdas/loop/sweep.ts';
import { alarm, at, deployment, fleet, minutes, NOW, policy, variant, variantName } from '../builders.ts';
import { memory, portsOf } from '../memory.ts';

const ONE = policy({ canaries: [], restore: { bakeMinutes: 5 } });

/** `fraud` serves config-1 with one variant, and is well; at ten past it is its turn to be compared. */
const serving = () => {
  const held = memory(deployment(ONE));
  held.fleets.set(ONE.endpoint, fleet({ variants: [variant('stable', 1)] }));
  for (const name of held.alarms.keys()) held.alarms.set(name, alarm(name));
  held.traffic = { stable: minutes(1_000, 5, [0, 18]) };
  return held;
};
const swept = async (held: ReturnType<typeof serving>, now: number) => {
  held.now = now;
  await sweep({ ports: portsOf(held), deployment: held.deployment });
};

test('a config is noted when it is first seen, once it has baked, and then once per bake time', async () => {
  const held = serving();
  for (let minute = 10; minute <= 20; minute += 1) await swept(held, at(minute));
  expect(held.done.filter((what) => what === 'note good')).toHaveLength(2);
  expect(held.good.get(ONE.endpoint)).toEqual({
    good: [{ config: 'config-1', variant: variantName('stable'), since: NOW, until: at(20), requests: 9_000 }],
    trial: { config: 'config-1', since: NOW },
  });
});

test('nothing is noted while the metrics or the table do not answer', async () => {
  const held = serving();
  await swept(held, NOW);
  held.traffic = 'unreadable';
  await swept(held, at(20));
  expect(held.good.get(ONE.endpoint)?.good).toEqual([]);
});

test('an endpoint whose traffic is shifted has no configs noted, and none read', async () => {
  const held = memory(deployment(policy()));
  for (const name of held.alarms.keys()) held.alarms.set(name, alarm(name));
  await swept(held, NOW);
  expect(held.done).not.toContain('good');
});
