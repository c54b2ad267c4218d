import { parentPort } from 'node:worker_threads';
import { calibrateAt, play, type Task } from './play.ts';

parentPort?.on('message', (task: Task) => {
  parentPort?.postMessage(
    task.kind === 'calibrate' ? calibrateAt(task.rate, task.days) : play(task.cell, task.thresholds, task.days),
  );
});
