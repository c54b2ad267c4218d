import { describe, expect, test, vi } from 'vitest';
import { DEFAULT_LIMITS } from '../../infra/config/limits.ts';
import type { Incident } from '../../lambdas/domain/incident.ts';
import type { Deployment } from '../../lambdas/domain/policy.ts';
import { recalling } from '../../lambdas/loop/recall.ts';
import type { Ledger, Written } from '../../lambdas/ports.ts';
import { step } from '../aws/table.ts';
import { at, deployment, endpointName, incident, policy } from '../builders.ts';

/** Eleven of so many are a storm. */
const ENDPOINTS = Array.from({ length: 60 }, (_, place) => endpointName(`e${place}`));
const FLEET: Deployment = {
  ...deployment(...ENDPOINTS.map((endpoint) => policy({ endpoint }))),
  limits: DEFAULT_LIMITS,
};

const opened = (count: number): readonly Incident[] =>
  ENDPOINTS.slice(0, count).map((endpoint) => incident({ endpoint, openedAt: at(5) }));

/** A table that holds what a test says, over which a container recalls. */
const container = (of: Deployment = FLEET) => {
  const table = { holds: opened(11), answers: 'written' as Written };
  const heads = vi.fn<Ledger['heads']>(async () => table.holds);
  const ledger = { heads, write: async () => table.answers } as unknown as Ledger;
  const time = { now: at(6) };
  const recalled = recalling(ledger, of, () => time.now);
  const read = async () => (await recalled.heads(ENDPOINTS)).length;
  return { recalled, table, heads, time, read };
};

describe('F52: in a storm the newest incidents of all', () => {
  test('are read once in two seconds, however many looks ask', async () => {
    const { read, heads, time } = container();
    await read();
    time.now += 1_999;
    await read();
    expect(heads).toHaveBeenCalledTimes(1);
    time.now += 1;
    await read();
    expect(heads).toHaveBeenCalledTimes(2);
  });

  test('are with all that this container wrote, and without what another one was before', async () => {
    const { recalled, read, table } = container();
    await read();
    const own = incident({ endpoint: endpointName('e40'), openedAt: at(6) });
    await recalled.write(step({ incident: own }), 2_000);
    expect(await read()).toBe(12);
    table.answers = 'unwritten';
    await recalled.write(step({ incident: { ...own, endpoint: endpointName('e41') } }), 2_000);
    expect(await read()).toBe(13);
    table.answers = 'outpaced';
    await recalled.write(step({ incident: { ...own, endpoint: endpointName('e42') } }), 2_000);
    expect(await read()).toBe(13);
  });

  test('are read anew as soon as it is none any more', async () => {
    const { read, heads, time } = container();
    await read();
    time.now = at(15);
    await read();
    await read();
    expect(heads).toHaveBeenCalledTimes(3);
  });
});

describe('the newest incidents of all are read for each look', () => {
  test('before there is a storm: one that begins must be seen at once', async () => {
    const { read, heads, table } = container();
    table.holds = opened(10);
    expect(await read()).toBe(10);
    table.holds = opened(11);
    expect(await read()).toBe(11);
    expect(heads).toHaveBeenCalledTimes(2);
  });

  test('where nothing is limited', async () => {
    const { limits: _none, ...unlimited } = FLEET;
    const { read, heads } = container(unlimited);
    await read();
    await read();
    expect(heads).toHaveBeenCalledTimes(2);
  });
});
