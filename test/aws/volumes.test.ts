import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { describe, expect, test, vi } from 'vitest';
import { cloudwatchVolumes } from '../../lambdas/aws/volumes.ts';
import type { Log } from '../../lambdas/ports.ts';
import { Refusal } from '../../sim/types.ts';
import { endpointName, policy } from '../builders.ts';
import { MINUTE, START, world } from '../sim/cloudwatch/world.ts';
import { interrupted, rude, saysNothing, wired } from './wired.ts';

const of = (name: string) => policy({ endpoint: endpointName(name) });

type Asked = { readonly MetricDataQueries: readonly unknown[]; readonly StartTime: Date; readonly EndTime: Date };

/** CloudWatch as one container sees it. `trouble`: what its calls suffer. */
const container = async () => {
  const w = world();
  const trouble: { refusal?: Refusal } = {};
  const asked: Asked[] = [];
  const part = interrupted(w.cloudwatch, 'GetMetricData', (input: Asked) => {
    asked.push(input);
    if (trouble.refusal) throw trouble.refusal;
  });
  const log = vi.fn<Log>();
  return {
    ...w,
    volumes: cloudwatchVolumes(new CloudWatchClient(await wired(w.wires, [part])), log),
    asked,
    trouble,
    log,
  };
};

/** So many requests of one variant in the minute that begins then. */
const served = (
  { cloudwatch }: Awaited<ReturnType<typeof container>>,
  [endpoint, variant]: readonly [string, string],
  [minute, count]: readonly [number, number],
) =>
  cloudwatch.put({
    namespace: 'AWS/SageMaker',
    name: 'Invocations',
    dimensions: { EndpointName: endpoint, VariantName: variant },
    at: START + minute * MINUTE,
    values: [[1, count]],
  });

describe('F52: the volume of an endpoint', () => {
  test('is the requests of all its variants, each in its busiest of the newest whole minutes', async () => {
    const c = await container();
    served(c, ['fraud', 'stable'], [7, 900]);
    served(c, ['fraud', 'stable'], [8, 700]);
    served(c, ['fraud', 'canary'], [8, 100]);
    served(c, ['ranking', 'stable'], [9, 5]);
    expect(await c.volumes([of('fraud'), of('ranking')], START + 10 * MINUTE)).toEqual(
      new Map([
        ['fraud', 1_000],
        ['ranking', 5],
      ]),
    );
  });

  test('counts neither what was long ago nor the minute that is not over', async () => {
    const c = await container();
    served(c, ['fraud', 'stable'], [6, 900]);
    served(c, ['fraud', 'stable'], [10, 900]);
    expect(await c.volumes([of('fraud')], START + 10 * MINUTE + 30_000)).toEqual(new Map([['fraud', 0]]));
  });

  test('is asked for five hundred variants at a time, and each comes to its own endpoint', async () => {
    const c = await container();
    served(c, ['e251', 'canary'], [9, 7]);
    const volumes = await c.volumes(
      Array.from({ length: 252 }, (_, place) => of(`e${place}`)),
      START + 10 * MINUTE,
    );
    expect(c.asked.map(({ MetricDataQueries }) => MetricDataQueries.length)).toEqual([500, 4]);
    expect([...volumes].filter(([, requests]) => requests > 0)).toEqual([['e251', 7]]);
  });

  test('is asked of CloudWatch for no endpoint without a call', async () => {
    const c = await container();
    expect(await c.volumes([], START)).toEqual(new Map());
    expect(c.asked).toEqual([]);
  });
});

describe('F42: volumes that cannot be read', () => {
  test('give no order, and that is logged', async () => {
    const c = await container();
    c.trouble.refusal = new Refusal('InternalServiceFault', 'We are sorry', 500);
    expect(await c.volumes([of('fraud')], START)).toEqual(new Map());
    expect(c.log).toHaveBeenCalledWith('volumes unreadable', { error: expect.stringContaining('We are sorry') });
  });

  test('because nobody answers are not waited for', async () => {
    const client = new CloudWatchClient(await rude(saysNothing));
    expect(await cloudwatchVolumes(client, () => undefined, 20)([of('fraud')], START)).toEqual(new Map());
  });
});
