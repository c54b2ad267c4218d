import { type Output, outputsOf } from '../../template/outputs.ts';
import { type Plan, planOf, type Step } from '../../template/plan.ts';
import { physicalName } from './names.ts';
import { turn, USER_INITIATED } from './record.ts';
import { removeAll, removeEach } from './remove.ts';
import { type Deployed, type Desk, madeBy, type Stack, settingOf } from './stack.ts';
import { carryOut, type Taken } from './steps.ts';
import { undoUpdate } from './undo.ts';

export type StackPlan = Plan & { readonly outputs: readonly Output[] };

/** What it takes to make a stack what it is told to be. Throws with every problem of the template. */
export const planFor = (desk: Desk, stack: Stack, deployed: Deployed): StackPlan => {
  const setting = settingOf(desk, stack, deployed);
  const plan = planOf({
    template: deployed.template,
    setting,
    makers: desk.makers(),
    before: madeBy(stack),
    nameOf: (logicalId) => physicalName(desk.wires, stack.name, logicalId),
  });
  const identities = plan.steps.map(({ after }) => [after.resource.logicalId, after.identity] as const);
  return { ...plan, outputs: outputsOf(deployed.template, setting, new Map(identities)) };
};

export type Deployment = {
  readonly stack: Stack;
  readonly deployed: Deployed;
  /** A stack that fails is left as it is. */
  readonly keepsFailure: boolean;
  readonly ended?: (well: boolean) => void;
};

export const createStack = (desk: Desk, { stack, deployed, keepsFailure, ended }: Deployment): void => {
  const plan = planFor(desk, stack, deployed);
  stack.deployed = deployed;
  turn(desk, stack, 'CREATE_IN_PROGRESS', USER_INITIATED);
  carryOut(desk, stack, plan, ({ failed }) => {
    ended?.(failed.length === 0);
    if (failed.length === 0) {
      stack.outputs = plan.outputs;
      return turn(desk, stack, 'CREATE_COMPLETE');
    }
    const reason = couldNot('create', failed);
    if (keepsFailure) return turn(desk, stack, 'CREATE_FAILED', reason);
    turn(desk, stack, 'ROLLBACK_IN_PROGRESS', `${reason} Rollback requested by user.`);
    removeAll(desk, stack, (left) => {
      if (left.length === 0) turn(desk, stack, 'ROLLBACK_COMPLETE');
      else turn(desk, stack, 'ROLLBACK_FAILED', couldNot('delete', left));
    });
  });
};

export const updateStack = (desk: Desk, { stack, deployed, keepsFailure, ended }: Deployment): void => {
  const plan = planFor(desk, stack, deployed);
  const before = stack.deployed;
  stack.deployed = deployed;
  stack.updated = desk.wires.clock.now();
  turn(desk, stack, 'UPDATE_IN_PROGRESS', USER_INITIATED);
  carryOut(desk, stack, plan, (taken) => {
    const { failed } = taken;
    ended?.(failed.length === 0);
    if (failed.length === 0) return cleanUp(desk, stack, plan);
    const reason = reasonOf(plan, taken);
    if (keepsFailure) return turn(desk, stack, 'UPDATE_FAILED', reason);
    stack.deployed = before;
    turn(desk, stack, 'UPDATE_ROLLBACK_IN_PROGRESS', reason);
    undoUpdate(desk, stack, taken);
  });
};

const couldNot = (what: string, ids: readonly string[]): string =>
  `The following resource(s) failed to ${what}: [${ids.join(', ')}].`;

const reasonOf = ({ steps }: Plan, { failed }: Taken): string => {
  const added = failed.filter((id) => actionOf(steps, id) === 'add');
  const changed = failed.filter((id) => actionOf(steps, id) !== 'add');
  return [
    ...(added.length === 0 ? [] : [couldNot('create', added)]),
    ...(changed.length === 0 ? [] : [couldNot('update', changed)]),
  ].join(' ');
};

const actionOf = (steps: readonly Step[], id: string): Step['action'] | undefined =>
  steps.find(({ after }) => after.resource.logicalId === id)?.action;

/** What another one took the place of goes, and what the template has no more. */
const cleanUp = (desk: Desk, stack: Stack, { steps, gone, outputs }: StackPlan): void => {
  stack.outputs = outputs;
  turn(desk, stack, 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
  const replaced = steps.flatMap(({ action, before }) => (action === 'replace' && before !== undefined ? before : []));
  const leaving = [
    ...replaced.map((made) => ({ made, stays: made.stays.onReplace, wasReplaced: true })),
    ...gone.map((made) => ({ made, stays: made.stays.onDelete })),
  ];
  removeEach(desk, stack, leaving, (left) => {
    // After three attempts CloudFormation lets go of what it cannot delete.
    const reason = 'Update successful. One or more resources could not be deleted.';
    turn(desk, stack, 'UPDATE_COMPLETE', left.length === 0 ? undefined : reason);
  });
};
