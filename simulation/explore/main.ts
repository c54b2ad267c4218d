import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { MACHINES, WIDE } from './machines.ts';
import type { Done, Task } from './worker.ts';

/** As deep as takes minutes. */
const DEPTHS = { ofEight: 8, wide: 5 };

const [ofEight = DEPTHS.ofEight, wide = DEPTHS.wide] = process.argv.slice(2).map(Number);
if (![ofEight, wide].every((depth) => Number.isInteger(depth) && depth > 0)) {
  console.error(
    `npm run explore -- DEPTH WIDE: numbers of events in a row, ${DEPTHS.ofEight} of eight kinds and ${DEPTHS.wide} of all kinds if left out; saw ${process.argv.slice(2).join(' ')}`,
  );
  process.exit(2);
}

const count = (number: number): string => number.toLocaleString('en');
const total = { states: 0, edges: 0 };

const print = ({ name }: Task, { layers, states, edges, verdicts, broken, merged }: Done): void => {
  total.states += states;
  total.edges += edges;
  const { events = [], starts = [] } = MACHINES[name] ?? {};
  console.log(`${name}: ${events.length} kinds of event, ${starts.length} starts`);
  for (const layer of layers)
    console.log(
      `  ${layer.depth} in a row ${count(layer.states).padStart(11)} new states ${count(layer.edges).padStart(11)} edges`,
    );
  const kinds = Object.entries(verdicts).map(([kind, number]) => `${kind} ${count(number)}`);
  console.log(
    `  in all   ${count(states).padStart(11)} states     ${count(edges).padStart(11)} edges: ${kinds.join(', ')}`,
  );
  console.log(`  merged   ${count(merged.pairs).padStart(11)} pairs tried`);
  if (merged.differ) {
    console.log(`NOT THE SAME\n  ${merged.differ.follows.join('\n  ')}`);
    process.exitCode = 1;
  }
  if (broken === undefined) return;
  console.log(`BROKEN ${broken.law}`);
  for (const [place, event] of broken.trail.entries()) console.log(`  ${place + 1}. ${event}`);
  process.exitCode = 1;
};

/** On a thread of its own, which takes the next task as soon as it is done with one. */
const work = async (tasks: Task[]): Promise<void> => {
  const worker = new Worker(new URL('worker.ts', import.meta.url));
  for (let task = tasks.shift(); task !== undefined; task = tasks.shift()) {
    const { promise, resolve, reject } = Promise.withResolvers<Done>();
    worker.removeAllListeners().once('message', resolve).once('error', reject).postMessage(task);
    print(task, await promise);
  }
  await worker.terminate();
};

const tasks = Object.keys(MACHINES).map((name) => ({ name, depth: name === WIDE ? wide : ofEight }));
await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, () => work(tasks)));
console.log(`in all ${count(total.states)} states, ${count(total.edges)} edges`);
