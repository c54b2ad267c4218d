import { expect, test } from 'vitest';
import type { Guard, Policy } from '../../lambdas/domain/policy.ts';
import { look } from '../../lambdas/loop/look.ts';
import type { Asked, Ports } from '../../lambdas/ports.ts';
import { at, deployment, guard, metricGuard, minute, NOW, policy, variantName } from '../builders.ts';
import { memory, portsOf } from '../memory.ts';

const { below: _below, ...UNBOUND } = metricGuard();
const COMPARED: Guard = { ...UNBOUND, id: 'complaints', above: 2, timesOf: variantName('stable') };
const TRAFFIC: Guard = guard({
  id: 'traffic',
  signal: 'traffic',
  sums: [variantName('stable'), variantName('canary')],
});

/** What a look reads where each metric that it asks for answers as here. */
const looking = async (of: Policy, { answer, ...ports }: Partial<Ports> & { answer?: (asked: Asked) => number }) => {
  const held = portsOf(memory(deployment(of)));
  const history: Ports['history'] = async (asked) =>
    asked.map((one) => new Map(answer === undefined ? [] : [[at(5), answer(one)]]));
  return (await look({ ...held, history, ...ports }, deployment(of), of)).situation.readings;
};

test('a look reads the figure of the canary and that of stable, and computes what the alarm does', async () => {
  const answers: Readonly<Record<string, number>> = {
    'Average canary': 0.03,
    'Average stable': 0.015,
    'SampleCount canary': 40,
    'SampleCount stable': 400,
  };
  const answer = ({ stat, dimensions }: Asked) => answers[`${stat} ${dimensions?.['Variant']}`] ?? 0;
  expect(await looking(policy({ guards: [guard(), COMPARED] }), { answer })).toEqual({
    'rb/guard/fraud/canary/complaints': {
      until: NOW,
      points: [{ start: at(5), value: 2, beside: 0.015, samples: 40 }],
    },
  });
});

test('a look adds up the requests that it read of each variant', async () => {
  const of = policy({ guards: [guard(), TRAFFIC] });
  const traffic = { stable: [minute(at(5), 900, 0), minute(at(6), 90, 0)], canary: [minute(at(5), 100, 0)] };
  expect(await looking(of, { traffic: async () => traffic })).toEqual({
    'rb/guard/fraud/traffic': {
      until: NOW,
      points: [
        { start: at(5), value: 1_000 },
        { start: at(6), value: 90 },
      ],
    },
  });
  expect(await looking(of, { traffic: async () => 'unreadable' })).toBeUndefined();
});
