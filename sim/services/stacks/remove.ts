import type { ResourceStatus } from '@aws-sdk/client-cloudformation';
import type { Made } from '../../template/plan.ts';
import { handlerMessage } from './handler.ts';
import { keep, tell, turn, USER_INITIATED } from './record.ts';
import { checkRights } from './rights/rights.ts';
import type { Desk, Stack, StackResource } from './stack.ts';
import { runTasks, type Task } from './tasks.ts';

/** `stays`: the resource is let go, and not taken away. `wasReplaced`: another one has its place in the stack. */
export type Leaving = { readonly made: Made; readonly stays: boolean; readonly wasReplaced?: true };

/** Resources leave a stack that stays. Answers the logical ids of those that could not be taken away. */
export const removeEach = (
  desk: Desk,
  stack: Stack,
  leaving: readonly Leaving[],
  done: (left: readonly string[]) => void,
): void =>
  remove(
    desk,
    { stack, leaving },
    {
      done,
      said: ({ made, wasReplaced }, status, reason) => {
        tell(desk, stack, made, { status, ...(reason === undefined ? {} : { reason }) });
        if (wasReplaced !== true && !status.endsWith('_IN_PROGRESS')) stack.resources.delete(made.resource.logicalId);
      },
    },
  );

/** All that a stack has leaves it, but for what its template retains, or the caller. */
export const removeAll = (
  desk: Desk,
  stack: Stack,
  done: (left: readonly string[]) => void,
  retained: readonly string[] = [],
): void => {
  const there = [...stack.resources.values()].filter(({ status }) => !isGone(status));
  for (const { made } of there.filter(({ status }) => status === 'CREATE_FAILED'))
    keep(desk, stack, made, { status: 'DELETE_COMPLETE' });
  const leaving = there
    .filter(({ status }) => status !== 'CREATE_FAILED')
    .map(({ made }) => ({ made, stays: made.stays.onDelete || retained.includes(made.resource.logicalId) }));
  remove(
    desk,
    { stack, leaving },
    {
      done,
      said: ({ made }, status, reason) =>
        keep(desk, stack, made, { status, ...(reason === undefined ? {} : { reason }) }),
    },
  );
};

export const isGone = (status: StackResource['status']): boolean =>
  status === 'DELETE_COMPLETE' || status === 'DELETE_SKIPPED';

export const deleteStack = (desk: Desk, stack: Stack, retained: readonly string[] = []): void => {
  turn(desk, stack, 'DELETE_IN_PROGRESS', USER_INITIATED);
  removeAll(
    desk,
    stack,
    (left) => {
      if (left.length > 0) {
        return turn(desk, stack, 'DELETE_FAILED', `The following resource(s) failed to delete: [${left.join(', ')}].`);
      }
      stack.deleted = desk.wires.clock.now();
      stack.changeSets = [];
      turn(desk, stack, 'DELETE_COMPLETE');
    },
    retained,
  );
};

type Telling = {
  readonly said: (one: Leaving, status: ResourceStatus, reason?: string) => void;
  readonly done: (left: readonly string[]) => void;
};

type Order = { readonly stack: Stack; readonly leaving: readonly Leaving[] };

/** Each goes before all that it refers to. */
const remove = (desk: Desk, { stack, leaving }: Order, { said, done }: Telling): void => {
  const tasks = leaving.map((one): Task => {
    const { resource, identity } = one.made;
    return {
      id: resource.logicalId,
      after: leaving
        .filter(({ made }) => made.needs.includes(resource.logicalId))
        .map(({ made }) => made.resource.logicalId),
      begin: () => {
        if (!one.stays) said(one, 'DELETE_IN_PROGRESS');
      },
      end: () => {
        if (!one.stays) {
          checkRights(desk.wires, stack.acting, { verb: 'delete', made: one.made });
          desk.makers().get(resource.type)?.remove(resource, identity);
        }
        said(one, one.stays ? 'DELETE_SKIPPED' : 'DELETE_COMPLETE');
      },
      failed: (cause) => said(one, 'DELETE_FAILED', handlerMessage(desk, cause)),
    };
  });
  runTasks(desk.wires.clock, { tasks, stopsAtFailure: false, done });
};
