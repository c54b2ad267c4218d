import { describe, expect, test } from 'vitest';
import { compare } from '../../lambdas/loop/compare.ts';
import type { Asked, History } from '../../lambdas/ports.ts';
import { at, deployment, endpointName, fleet, metricGuard, policy } from '../builders.ts';
import { type Memory, memory, portsOf } from '../memory.ts';

const HOUR = 3_600_000;
const ORDERS = metricGuard();

const watching = (): Memory => {
  const held = memory(deployment(policy({ guards: [ORDERS] })));
  held.now = at(0);
  return held;
};

/** Each hour so many of each metric; a metric that is not named has no data. */
const metrics =
  (each: Readonly<Record<string, number>>, asked: Asked[] = []): History =>
  async (questions, { from, until }) => {
    asked.push(...questions);
    const starts = Array.from({ length: Math.ceil((until - from) / HOUR) }, (_, index) => from + index * HOUR);
    return questions.map(({ name }) => new Map(starts.flatMap((start) => (each[name] ? [[start, each[name]]] : []))));
  };

const comparing = async (held: Memory, history?: History): Promise<readonly string[]> => {
  const ports = { ...portsOf(held), ...(history && { history }) };
  const before = held.letters.length;
  await compare({ ports, deployment: held.deployment }, { alarms: [...held.alarms.values()], incidents: [] });
  return held.letters.slice(before).map(({ headline }) => headline);
};
const blind = /^BLIND fraud: orders has seen no data of stable for 3 hours, though requests came, and 1 more$/;

describe('F29: a guard that nothing reaches', () => {
  test('is told once, not again within the day, and once more on the next', async () => {
    const held = watching();
    const silent = metrics({ Invocations: 500 });
    expect(await comparing(held, silent)).toEqual([expect.stringMatching(blind)]);
    held.now = at(60);
    expect(await comparing(held, silent)).toEqual([]);
    held.now = at(24 * 60);
    expect(await comparing(held, silent)).toHaveLength(1);
  });
  test('is told again where it went blind once more', async () => {
    const held = watching();
    await comparing(held, metrics({ Invocations: 500 }));
    held.now = at(60);
    expect(await comparing(held, metrics({ Invocations: 500, OrderPlaced: 40 }))).toEqual([]);
    held.now = at(120);
    expect(await comparing(held, metrics({ Invocations: 500 }))).toHaveLength(1);
  });
  test('asks for requests and samples by the hour, of the variants that serve', async () => {
    const asked: Asked[] = [];
    await comparing(watching(), metrics({ Invocations: 500, OrderPlaced: 40 }, asked));
    expect(asked.map(({ name, stat, variant, periodSeconds }) => [name, stat, variant, periodSeconds])).toEqual([
      ['Invocations', 'Sum', 'stable', 3_600],
      ['Invocations', 'Sum', 'canary', 3_600],
      ['OrderPlaced', 'SampleCount', undefined, 3_600],
      ['OrderPlaced', 'SampleCount', undefined, 3_600],
    ]);
    expect(asked.at(-1)).toMatchObject({
      namespace: 'Shop',
      dimensions: { Endpoint: 'fraud', Variant: 'canary' },
      isWhole: true,
    });
  });
  test('is asked for at the first comparison of an hour only: each metric is paid for', async () => {
    const held = watching();
    const asked: Asked[] = [];
    held.now = at(5);
    await comparing(held, metrics({ Invocations: 500 }, asked));
    expect(asked).toEqual([]);
  });
  test.each<[string, History | undefined, 'InService' | 'Updating']>([
    ['CloudWatch does not answer', async () => 'unreadable', 'InService'],
    ['nothing reads metrics here', undefined, 'InService'],
    ['the endpoint is changing', metrics({ Invocations: 500 }), 'Updating'],
  ])('is not told, and what was told is not over, where %s', async (_, history, status) => {
    const held = watching();
    await comparing(held, metrics({ Invocations: 500 }));
    held.now = at(60);
    held.fleets.set(endpointName('fraud'), fleet({ status }));
    expect(await comparing(held, history)).toEqual([]);
    held.fleets.set(endpointName('fraud'), fleet());
    held.now = at(120);
    expect(await comparing(held, metrics({ Invocations: 500 }))).toEqual([]);
  });
});
