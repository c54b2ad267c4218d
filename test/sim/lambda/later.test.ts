import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { bundle, type SmallWorld, smallWorld } from './small-world.ts';

/** Loads a large file while a timer of a millisecond is set, and says in which order the two came. */
const HANDLER = `
const say = (facts) => console.log(JSON.stringify(facts));
export const handler = async ({ name }) => {
  const began = Date.now();
  setTimeout(() => say({ timer: Date.now() - began }), 1);
  const { size } = await import(import.meta.resolve('./' + name));
  say({ loaded: size, after: Date.now() - began });
};
`;

/** Takes real milliseconds to parse and to run. */
const LARGE = `
${Array.from({ length: 20_000 }, (_, place) => `export const part${place} = (value) => value + ${place};`).join('\n')}
for (let count = 0; count < 5_000_000; count += 1) Math.sqrt(count);
export const size = 20_000;
`;

let directory = '';
beforeAll(async () => {
  directory = await bundle(HANDLER);
  writeFileSync(join(directory, 'large.mjs'), LARGE);
});

const burning: Worker[] = [];
afterEach(async () => {
  await Promise.all(burning.splice(0).map((worker) => worker.terminate()));
});

const invoked = async (name: string): Promise<SmallWorld> => {
  const world = await smallWorld({ directory, invokeConfig: { MaximumRetryAttempts: 0 } });
  world.invoke({ name });
  await world.play(0.2);
  await world.close();
  return world;
};

test.each([
  ['on a calm machine', 0],
  ['while every core is busy', availableParallelism()],
])('a file that a function loads later takes no virtual time, %s', async (_, burners) => {
  for (let count = 0; count < burners; count += 1) burning.push(new Worker('for (;;) Math.sqrt(2);', { eval: true }));
  const world = await invoked('large.mjs');
  expect(world.lines('log')).toMatchObject([{ loaded: 20_000, after: 0 }]);
  expect(world.lines('return')).toMatchObject([{ outcome: 'ok', ms: 0 }]);
});

test('one that is missing fails the invocation', async () => {
  const world = await invoked('missing.mjs');
  expect(world.lines('return')).toMatchObject([{ outcome: 'error', error: /Cannot find module|ERR_MODULE_NOT_FOUND/ }]);
});
