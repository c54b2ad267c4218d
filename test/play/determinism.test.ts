import { Worker } from 'node:worker_threads';
import { afterEach, expect, test } from 'vitest';
import { playedAnew } from './played.ts';

const burning: Worker[] = [];

/** Keeps every core of a small machine busy, so that replies come late and in another order. */
const burn = (): void => {
  for (const _ of [1, 2]) burning.push(new Worker('for (;;) {}', { eval: true }));
};

afterEach(async () => {
  await Promise.all(burning.splice(0).map((worker) => worker.terminate()));
});

const bytes = async (scenario: string, seed = 1): Promise<string> =>
  (await playedAnew(scenario, seed)).lines.map((line) => JSON.stringify(line)).join('\n');

test.each(['bad-canary', 'slack-down'])(
  '%s is the same byte for byte, whatever else the machine does',
  async (name) => {
    const first = await bytes(name);
    burn();
    expect(await bytes(name)).toBe(first);
  },
);

test('another seed is another story', async () => {
  expect(await bytes('bad-canary', 2)).not.toBe(await bytes('bad-canary', 3));
});
