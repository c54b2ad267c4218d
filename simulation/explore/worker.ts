import { parentPort } from 'node:worker_threads';
import { makeSeeded } from '../../sim/kernel/seeded.ts';
import { type Explored, explore } from './explore.ts';
import { MACHINES } from './machines.ts';
import { type Compared, compareMerged } from './merging.ts';

export type Task = { readonly name: string; readonly depth: number };
export type Done = Explored & { readonly merged: Compared };

/** Random walks by which it is tried whether states are rightly taken for one. */
const WALKS = { walks: 500, long: 9 };

parentPort?.on('message', ({ name, depth }: Task) => {
  const machine = MACHINES[name];
  if (machine === undefined) throw new Error(`no machine is called ${name}`);
  const merged = compareMerged(machine, { ...WALKS, random: makeSeeded(1).random(name) });
  const done: Done = { ...explore(machine, { depth }), merged };
  parentPort?.postMessage(done);
});
