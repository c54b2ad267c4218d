import { Worker } from 'node:worker_threads';

/** Each task on one of two threads; answers in the order of the tasks. */
export const onThreads = async <Task, Answer>(
  tasks: readonly Task[],
  tell: (task: Task) => void,
): Promise<readonly Answer[]> => {
  const answers: Answer[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    const worker = new Worker(new URL('worker.ts', import.meta.url));
    try {
      for (let place = next++; place < tasks.length; place = next++) {
        const task = tasks[place];
        if (task === undefined) return;
        tell(task);
        const { promise, resolve, reject } = Promise.withResolvers<Answer>();
        worker.removeAllListeners().once('message', resolve).once('error', reject).postMessage(task);
        answers[place] = await promise;
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all([work(), work()]);
  return answers;
};
