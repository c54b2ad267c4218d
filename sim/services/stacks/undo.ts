import type { Step } from '../../template/plan.ts';
import { handlerMessage } from './handler.ts';
import { keep, turn } from './record.ts';
import { removeEach } from './remove.ts';
import { checkRights } from './rights/rights.ts';
import type { Desk, Stack } from './stack.ts';
import type { Taken } from './steps.ts';
import { runTasks, type Task } from './tasks.ts';

/** An update that failed is taken back: first what it changed, then what it made. */
export const undoUpdate = (desk: Desk, stack: Stack, { done }: Taken): void => {
  const tasks = done.flatMap((step) => backTask(desk, stack, step) ?? []);
  runTasks(desk.wires.clock, {
    tasks,
    stopsAtFailure: false,
    done: (failed) => {
      if (failed.length > 0) {
        const reason = `The following resource(s) failed to update: [${failed.join(', ')}].`;
        return turn(desk, stack, 'UPDATE_ROLLBACK_FAILED', reason);
      }
      turn(desk, stack, 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
      forgetUnborn(stack);
      removeEach(desk, stack, done.flatMap(newIn), () => turn(desk, stack, 'UPDATE_ROLLBACK_COMPLETE'));
    },
  });
};

const backTask = (desk: Desk, stack: Stack, step: Step): Task | undefined => {
  const { action, maker, before, after, changed } = step;
  if (before === undefined) return undefined;
  return {
    id: before.resource.logicalId,
    after: before.needs,
    begin: () => keep(desk, stack, before, { status: 'UPDATE_IN_PROGRESS' }),
    end: () => {
      if (action === 'modify' && changed.length > 0) {
        checkRights(desk.wires, stack.acting, { verb: 'update', made: before, before: after });
        maker.update(before.resource, before.identity, after.resource);
      }
      keep(desk, stack, before, { status: 'UPDATE_COMPLETE' });
    },
    failed: (cause) => keep(desk, stack, before, { status: 'UPDATE_FAILED', reason: handlerMessage(desk, cause) }),
  };
};

/** What could not be made was never there. */
const forgetUnborn = ({ resources }: Stack): void => {
  for (const [logicalId, { status }] of resources) if (status === 'CREATE_FAILED') resources.delete(logicalId);
};

const newIn = ({ action, after }: Step) => {
  if (action === 'add') return [{ made: after, stays: false }];
  return action === 'replace' ? [{ made: after, stays: false, wasReplaced: true }] : [];
};
