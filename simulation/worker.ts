import { parentPort } from 'node:worker_threads';
import { type Task, workOn } from './work.ts';

parentPort?.on('message', (task: Task) => {
  void workOn(task).then((given) => parentPort?.postMessage(given));
});
