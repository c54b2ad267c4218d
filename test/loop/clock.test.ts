import { describe, expect, test } from 'vitest';
import { MINUTE, SECOND } from '../../lambdas/domain/model.ts';
import { look } from '../../lambdas/loop/look.ts';
import { recalling } from '../../lambdas/loop/recall.ts';
import { step } from '../../lambdas/loop/step.ts';
import { BAD_TRAFFIC, deployment, endpointName, NOW, policy } from '../builders.ts';
import { memory, portsOf } from '../memory.ts';

const fraud = endpointName('fraud');

/** A world whose clock is off until SageMaker's first reply; `asked`: the times that metrics were asked for. */
const off = (by: number) => {
  const held = memory();
  const ports = portsOf(held);
  const asked: number[] = [];
  held.now = NOW + by;
  const describeEndpoint = async (endpoint: typeof fraud) => {
    held.now = NOW;
    return ports.endpoints.describe(endpoint);
  };
  return {
    held,
    asked,
    ports: {
      ...ports,
      endpoints: { ...ports.endpoints, describe: describeEndpoint },
      traffic: async (_of: unknown, now: number) => {
        asked.push(now);
        return now === NOW ? BAD_TRAFFIC : {};
      },
    },
  };
};

describe('F32: a clock that the reads set right', () => {
  test.each([10 * MINUTE, -10 * MINUTE, SECOND])('by %d ms has the metrics asked for again', async (by) => {
    const { asked, ports } = off(by);
    const { situation } = await look(ports, deployment(), policy());
    expect(asked).toEqual([NOW + by, NOW]);
    expect(situation.traffic).toEqual(BAD_TRAFFIC);
  });
  test('by no more than a look may take costs no second question', async () => {
    const { asked, ports } = off(-20 * SECOND);
    await look(ports, deployment(), policy());
    expect(asked).toEqual([NOW - 20 * SECOND]);
  });
  test('is what the decision, the intent and the letter go by', async () => {
    const { held, ports } = off(10 * MINUTE);
    const lastLooks = new Map();
    await step({ ports, deployment: deployment(), lastLooks }, policy());
    expect(held.heads.get(fraud)?.incident).toMatchObject({ openedAt: NOW, toldAt: NOW, shift: { askedAt: NOW } });
    expect(lastLooks.get(fraud)).toBe(NOW);
  });
  test('makes no answer look newer than it is', async () => {
    const { held, ports } = off(10 * MINUTE);
    let reads = 0;
    const heads = async () => {
      reads += 1;
      held.now = NOW;
      return [];
    };
    const limits = { storm: { endpoints: 1, share: 0 } } as never;
    const ledger = recalling({ ...ports.ledger, heads }, { ...deployment(), limits }, () => held.now);
    await ledger.heads([fraud]);
    held.now = NOW + 3 * SECOND;
    await ledger.heads([fraud]);
    expect(reads).toBe(2);
  });
});
