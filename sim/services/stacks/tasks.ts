import { COSTS } from '../../costs.ts';
import type { Clock } from '../../types.ts';

/** One thing that CloudFormation does to a resource. */
export type Task = {
  readonly id: string;
  /** Ids of tasks that must have ended well before. */
  readonly after: readonly string[];
  readonly begin: () => void;
  /** Takes effect. Throws what kept it from that. */
  readonly end: () => void;
  readonly failed: (cause: unknown) => void;
  /** It had begun when another one failed. */
  readonly cancelled?: () => void;
};

/** What a stack tells of itself and of its resources is in the order of its times, too. */
const APART_MS = 1;

type Work = {
  readonly tasks: readonly Task[];
  /** Whether a failure keeps what has not ended from ending; otherwise only what waits for it is left undone. */
  readonly stopsAtFailure: boolean;
  /** The ids of the tasks that failed. */
  readonly done: (failed: readonly string[]) => void;
};

/** What waits for nothing goes on at the same time: each round of tasks takes the time of one. */
export const runTasks = (clock: Clock, { tasks, stopsAtFailure, done }: Work): void => {
  const open = new Map(tasks.map((task) => [task.id, task]));
  const failed: string[] = [];
  const isReady = ({ id, after }: Task): boolean => !failed.includes(id) && !after.some((other) => open.has(other));
  const isOver = (): boolean => stopsAtFailure && failed.length > 0;
  const finish = (task: Task): void => {
    try {
      task.end();
      open.delete(task.id);
    } catch (cause) {
      failed.push(task.id);
      task.failed(cause);
    }
  };
  const round = (): void => {
    const ready = isOver() ? [] : [...open.values()].filter(isReady);
    if (ready.length === 0) {
      clock.after(APART_MS, 'end of an operation on a stack', () => done(failed));
      return;
    }
    for (const { begin } of ready) begin();
    clock.after(COSTS.stackResource, `resources ${ready.map(({ id }) => id).join(', ')}`, () => {
      for (const task of ready) {
        if (isOver()) task.cancelled?.();
        else finish(task);
      }
      round();
    });
  };
  clock.after(APART_MS, 'begin of an operation on a stack', round);
};
