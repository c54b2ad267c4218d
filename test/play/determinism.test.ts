import { Worker } from 'node:worker_threads';
import { afterEach, expect, test } from 'vitest';
import type { Played } from '../../sim/play/play.ts';
import { played, playedAnew } from './played.ts';

const burning: Worker[] = [];

/** Keeps a core busy, so that replies come late and in another order. */
const burn = (): void => void burning.push(new Worker('for (;;) {}', { eval: true }));

afterEach(async () => {
  await Promise.all(burning.splice(0).map((worker) => worker.terminate()));
});

const bytesOf = ({ lines }: Pick<Played, 'lines'>): string => lines.map((line) => JSON.stringify(line)).join('\n');

test.each(['bad-canary', 'slack-down'])(
  '%s is the same byte for byte, whatever else the machine does',
  async (name) => {
    const first = bytesOf(await played(name));
    burn();
    expect(bytesOf(await playedAnew(name))).toBe(first);
  },
);

test('another seed is another story', async () => {
  const untold = ({ lines }: Played) => bytesOf({ lines: lines.slice(0, -1) });
  expect(untold(await playedAnew('bad-canary', 2))).not.toBe(untold(await played('bad-canary')));
});
