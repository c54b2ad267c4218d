import { parentPort } from 'node:worker_threads';
import { runSeeds, type Seeds } from './run.ts';

parentPort?.on('message', (seeds: Seeds) => {
  void runSeeds(seeds).then((ran) => parentPort?.postMessage(ran));
});
