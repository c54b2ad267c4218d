import type {
  ChangeSetStatus,
  ChangeSetType,
  CreateChangeSetInput,
  CreateChangeSetOutput,
  DeleteChangeSetInput,
  ExecuteChangeSetInput,
  ExecutionStatus,
} from '@aws-sdk/client-cloudformation';
import { COSTS } from '../../costs.ts';
import { stackIdOf } from '../../template/lookup.ts';
import { type Instant, type Principal, Refusal } from '../../types.ts';
import { takeUp } from './acting.ts';
import { changesOf, type Shown } from './changes.ts';
import { createStack, planFor, type StackPlan, updateStack } from './deploy.ts';
import { turn, USER_INITIATED } from './record.ts';
import { checkChangeable, deployedBy } from './request.ts';
import { type Deployed, type Desk, type Stack, stackNamed } from './stack.ts';

export type ChangeSet = {
  readonly id: string;
  readonly name: string;
  readonly type: ChangeSetType;
  readonly created: Instant;
  readonly description?: string;
  readonly deployed: Deployed;
  readonly keepsFailure: boolean;
  readonly changes: readonly Shown[];
  status: ChangeSetStatus;
  reason?: string;
  execution: ExecutionStatus;
};

const NO_CHANGES =
  "The submitted information didn't contain changes. Submit different information to create a change set.";

export const createChangeSet = (desk: Desk, input: CreateChangeSetInput, who: Principal): CreateChangeSetOutput => {
  const { ChangeSetName: name = '', ChangeSetType: type = 'UPDATE' } = input;
  refuseWhatIsNotBuilt(input);
  const known = stackNamed(desk, input.StackName);
  checkStack(known, { ...input, type });
  if (known?.changeSets.some((one) => one.name === name && !isOver(one)))
    throw new Refusal('AlreadyExistsException', `ChangeSet [${name}] already exists`);
  const deployed = deployedBy(desk, input, { stack: known, who });
  const stack = known ?? newStack(desk, input.StackName ?? '', deployed);
  const plan = planFor(desk, stack, deployed);
  const changes = changesOf(plan);
  const { wires } = desk;
  const { partition, region, id } = wires.account;
  const changeSet: ChangeSet = {
    id: `arn:${partition}:cloudformation:${region}:${id}:changeSet/${name}/${wires.seeded.id('change sets')}`,
    name,
    type,
    created: wires.clock.now(),
    ...(input.Description === undefined ? {} : { description: input.Description }),
    deployed,
    keepsFailure: input.OnStackFailure === 'DO_NOTHING',
    changes,
    status: 'CREATE_PENDING',
    execution: 'UNAVAILABLE',
  };
  if (known === undefined) {
    desk.stacks.set(stack.id, stack);
    turn(desk, stack, 'REVIEW_IN_PROGRESS', USER_INITIATED);
  }
  stack.changeSets.push(changeSet);
  wires.clock.after(COSTS.changeSet, `change set ${name} of ${stack.name}`, () =>
    settle(changeSet, hasChanges(stack, deployed, plan)),
  );
  return { Id: changeSet.id, StackId: stack.id };
};

const settle = (changeSet: ChangeSet, differs: boolean): void => {
  if (changeSet.status !== 'CREATE_PENDING') return;
  changeSet.status = differs ? 'CREATE_COMPLETE' : 'FAILED';
  if (differs) changeSet.execution = 'AVAILABLE';
  else changeSet.reason = NO_CHANGES;
};

/** Metadata, descriptions, mappings and conditions change nothing by themselves; tags, outputs and resources do. */
export const hasChanges = (stack: Stack, { tags }: Deployed, { steps, gone, outputs }: StackPlan): boolean =>
  steps.some(({ action }) => action !== 'keep') ||
  gone.length > 0 ||
  JSON.stringify(outputs) !== JSON.stringify(stack.outputs) ||
  JSON.stringify(tags) !== JSON.stringify(stack.deployed.tags);

export const newStack = ({ wires }: Desk, name: string, deployed: Deployed): Stack => ({
  id: stackIdOf(wires.account, name, wires.seeded.id('stacks')),
  name,
  created: wires.clock.now(),
  deployed,
  status: 'REVIEW_IN_PROGRESS',
  isProtected: false,
  resources: new Map(),
  outputs: [],
  events: [],
  changeSets: [],
});

type Asked = { readonly StackName?: string | undefined; readonly ChangeSetName?: string | undefined };

const checkStack = (
  stack: Stack | undefined,
  { StackName: name, ChangeSetName: changeSet, type }: Asked & { readonly type: ChangeSetType },
): void => {
  if (stack === undefined && type === 'CREATE') return;
  if (stack === undefined) throw new Refusal('ValidationError', `Stack [${name}] does not exist`);
  if (type !== 'CREATE') checkChangeable(stack);
  else if (stack.status !== 'REVIEW_IN_PROGRESS') {
    const why = `Stack [${stack.name}] already exists and cannot be created again with the changeSet [${changeSet}].`;
    throw new Refusal('ValidationError', why);
  }
};

const refuseWhatIsNotBuilt = (input: CreateChangeSetInput): void => {
  if (input.ChangeSetType === 'IMPORT' || (input.ResourcesToImport ?? []).length > 0)
    throw new Error('the small AWS imports no resources into stacks');
  if (input.DeploymentMode !== undefined)
    throw new Error(`the small AWS knows no DeploymentMode ${input.DeploymentMode} of change sets`);
  if (input.OnStackFailure === 'DELETE') throw new Error('the small AWS knows no OnStackFailure DELETE');
};

export type Found = { readonly stack: Stack; readonly changeSet: ChangeSet };

/** By its id, or by its name and its stack's. */
export const foundChangeSet = (desk: Desk, { StackName: stackName, ChangeSetName: name }: Asked): Found | undefined => {
  const named = stackNamed(desk, stackName);
  const stacks = name?.startsWith('arn:') ? [...desk.stacks.values()] : named === undefined ? [] : [named];
  return stacks
    .flatMap((stack) => stack.changeSets.map((changeSet) => ({ stack, changeSet })))
    .findLast(({ changeSet }) => changeSet.id === name || changeSet.name === name);
};

/** One that was executed has lost its name, once another one wants it, and is in no list. */
export const isOver = ({ execution }: ChangeSet): boolean =>
  execution === 'EXECUTE_COMPLETE' || execution === 'EXECUTE_FAILED';

export const changeSetNamed = (desk: Desk, asked: Asked): Found => {
  const { StackName: stackName, ChangeSetName: name = '' } = asked;
  if (stackName !== undefined && !name.startsWith('arn:') && stackNamed(desk, stackName) === undefined)
    throw new Refusal('ValidationError', `Stack [${stackName}] does not exist`);
  const found = foundChangeSet(desk, asked);
  if (found === undefined) throw new Refusal('ChangeSetNotFound', `ChangeSet [${name}] does not exist`, 404);
  return found;
};

export const executeChangeSet = (desk: Desk, input: ExecuteChangeSetInput, who: Principal): Record<string, never> => {
  const { stack, changeSet } = changeSetNamed(desk, input);
  const { status, execution, deployed } = changeSet;
  if (status !== 'CREATE_COMPLETE' || execution !== 'AVAILABLE') {
    const now = status === 'CREATE_COMPLETE' ? `execution status of [${execution}]` : `status of [${status}]`;
    throw new Refusal('InvalidChangeSetStatus', `ChangeSet [${changeSet.id}] cannot be executed in its current ${now}`);
  }
  takeUp(desk, stack, { roleArn: deployed.roleArn, who });
  changeSet.execution = 'EXECUTE_IN_PROGRESS';
  // Those that are not executed speak of a stack that is no more.
  stack.changeSets = [changeSet];
  const deployment = {
    stack,
    deployed,
    keepsFailure: changeSet.keepsFailure || input.DisableRollback === true,
    ended: (well: boolean) => {
      changeSet.execution = well ? 'EXECUTE_COMPLETE' : 'EXECUTE_FAILED';
    },
  };
  if (changeSet.type === 'CREATE') createStack(desk, deployment);
  else updateStack(desk, deployment);
  return {};
};

/** To delete what is not there succeeds. */
export const deleteChangeSet = (desk: Desk, input: DeleteChangeSetInput): Record<string, never> => {
  const found = foundChangeSet(desk, input);
  if (found === undefined) return {};
  const { stack, changeSet } = found;
  if (changeSet.execution === 'EXECUTE_IN_PROGRESS')
    throw new Refusal(
      'InvalidChangeSetStatus',
      `ChangeSet [${changeSet.id}] cannot be deleted in its current execution status of [${changeSet.execution}]`,
    );
  changeSet.status = 'DELETE_COMPLETE';
  stack.changeSets = stack.changeSets.filter((one) => one !== changeSet);
  return {};
};
