import type { ResourceStatus } from '@aws-sdk/client-cloudformation';
import type { Plan, Step } from '../../template/plan.ts';
import { handlerMessage } from './handler.ts';
import { keep } from './record.ts';
import { checkRights } from './rights/rights.ts';
import type { Desk, Stack } from './stack.ts';
import { runTasks, type Task } from './tasks.ts';

/** How far a plan came. */
export type Taken = {
  /** The steps that took effect, and those that may have. */
  readonly done: readonly Step[];
  readonly failed: readonly string[];
};

/** Makes and changes what a plan wants made and changed. It takes nothing away. */
export const carryOut = (desk: Desk, stack: Stack, { steps }: Plan, end: (taken: Taken) => void): void => {
  const done: Step[] = [];
  const tasks = steps.filter(({ action }) => action !== 'keep').map((step) => taskOf(desk, stack, step, done));
  runTasks(desk.wires.clock, { tasks, stopsAtFailure: true, done: (failed) => end({ done, failed }) });
};

type Words = { readonly verb: 'CREATE' | 'UPDATE'; readonly begin?: string; readonly cancelled: string };

const WORDS: Readonly<Record<Step['action'], Words>> = {
  add: { verb: 'CREATE', cancelled: 'Resource creation cancelled' },
  modify: { verb: 'UPDATE', cancelled: 'Resource update cancelled' },
  keep: { verb: 'UPDATE', cancelled: 'Resource update cancelled' },
  replace: {
    verb: 'UPDATE',
    begin: 'Requested update requires the creation of a new physical resource; hence creating one.',
    cancelled: 'Resource update cancelled',
  },
};

const taskOf = (desk: Desk, stack: Stack, step: Step, done: Step[]): Task => {
  const { action, after, before } = step;
  const { verb, begin, cancelled } = WORDS[action];
  const tellBefore = (status: ResourceStatus, reason?: string): void =>
    keep(desk, stack, before ?? after, {
      status,
      ...(reason === undefined ? {} : { reason }),
      ...(before === undefined ? { unborn: true } : {}),
    });
  const clash = clashOf(step);
  return {
    id: after.resource.logicalId,
    after: after.needs,
    begin: () => tellBefore(`${verb}_IN_PROGRESS`, begin),
    end: () => {
      if (clash !== undefined) throw new Error(clash);
      checkAllowed(desk, stack, step, done);
      // A change that fails may have been made in part: it is taken back like one that was made.
      if (action === 'modify') done.push(step);
      take(step);
      if (action !== 'modify') done.push(step);
      keep(desk, stack, after, { status: `${verb}_COMPLETE` });
    },
    failed: (cause) => tellBefore(`${verb}_FAILED`, clash ?? handlerMessage(desk, cause)),
    cancelled: () => tellBefore(`${verb}_FAILED`, cancelled),
  };
};

const checkAllowed = (desk: Desk, { acting }: Stack, step: Step, done: Step[]): void => {
  const { action, after, before, changed } = step;
  // Metadata and the like are the stack's own affair.
  if (action === 'modify' && changed.length === 0) return;
  const verb = action === 'modify' ? 'update' : 'create';
  try {
    checkRights(desk.wires, acting, { verb, made: after, before });
  } catch (cause) {
    // Nothing was called, so that taking it back calls nothing.
    if (action === 'modify') done.push({ ...step, changed: [] });
    throw cause;
  }
};

const take = ({ action, maker, after, before, changed }: Step): void => {
  if (action === 'add' || action === 'replace') maker.create(after.resource, after.identity);
  else if (before !== undefined && changed.length > 0) maker.update(after.resource, after.identity, before.resource);
};

/** Two of one name cannot be there at the same time. */
const clashOf = ({ action, after, before }: Step): string | undefined =>
  action === 'replace' && after.identity.ref === before?.identity.ref
    ? `CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename ${after.identity.ref} and update the stack again.`
    : undefined;
