import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { beforeAll, expect, test } from 'vitest';
import type { Fault, Faults } from '../../../sim/types.ts';
import { plainApis } from './apis.ts';
import { TROUBLED_HANDLER } from './bundles.ts';
import { bundle, smallWorld } from './small-world.ts';

let directory = '';
beforeAll(async () => {
  directory = await bundle(TROUBLED_HANDLER);
});

const throttled: Fault = { kind: 'error', code: 'ThrottlingException', message: 'Rate exceeded', status: 400 };
const troubles = (): Faults => ({
  call: (api, operation, n) => {
    if (api === 'dynamodb') return { kind: 'no-reply', effect: n % 2 === 0 ? 'before' : 'after' };
    if (operation === 'DescribeEndpoint' && n % 5 === 0) return throttled;
    return operation === 'Publish' ? { kind: 'slow', ms: 250 } : undefined;
  },
});

// Each retry of a crash would start one more thread.
const invokeConfig = { MaximumRetryAttempts: 0 };

/** A minute and more of everything at once, in several environments. */
const journalOf = async (seed: number): Promise<string> => {
  const world = await smallWorld({ directory, seed, apis: plainApis(), faults: troubles(), invokeConfig });
  const acts = [
    'read, then write',
    'intend within 300 ms',
    'draw',
    'crash',
    'exit',
    'hang',
    'read, then write',
    'hash',
  ];
  for (const act of acts) world.invoke({ do: act });
  await world.play(0.1);
  for (const act of ['read once', 'leave something behind', 'read, then write', 'wait']) world.invoke({ do: act });
  await world.play(5);
  await world.close();
  return world.wires.journal.lines.map((line) => JSON.stringify(line)).join('\n');
};

const whileBurning = async <T>(play: () => Promise<T>): Promise<T> => {
  const burners = Array.from(
    { length: availableParallelism() },
    () => new Worker('for (;;) Math.sqrt(2);', { eval: true }),
  );
  try {
    return await play();
  } finally {
    await Promise.all(burners.map((burner) => burner.terminate()));
  }
};

test('the same seed tells the same story, byte for byte, also while every core is busy', async () => {
  const [calm, other] = [await journalOf(7), await journalOf(8)];
  expect(calm.split('\n').length).toBeGreaterThan(50);
  expect(await journalOf(7)).toBe(calm);
  expect(other).not.toBe(calm);
  expect(await whileBurning(() => journalOf(7))).toBe(calm);
});

test('a worker that never comes to rest ends the run, and is named', async () => {
  const world = await smallWorld({ directory, patienceMs: 2_000 });
  world.invoke({ do: 'spin' });
  await expect(world.play(1)).rejects.toThrow(
    /not quiet after 2 s of real time; still in flight:\n {2}Reconcile#1: running/,
  );
  await world.close();
});
