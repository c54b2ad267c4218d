import type {
  CreateStackInput,
  CreateStackOutput,
  DeleteStackInput,
  UpdateStackInput,
  UpdateStackOutput,
  UpdateTerminationProtectionInput,
  UpdateTerminationProtectionOutput,
} from '@aws-sdk/client-cloudformation';
import { type Principal, Refusal } from '../../types.ts';
import { takeUp } from './acting.ts';
import { hasChanges, newStack } from './change-set.ts';
import { createStack, planFor, updateStack } from './deploy.ts';
import { deleteStack, isGone } from './remove.ts';
import { checkChangeable, deployedBy } from './request.ts';
import { type Desk, type Stack, stackNamed } from './stack.ts';

/** CreateStack, UpdateStack and DeleteStack: without a change set. */
export const create = (desk: Desk, input: CreateStackInput, who: Principal): CreateStackOutput => {
  const { StackName: name = '' } = input;
  checkName(name);
  if (input.OnFailure === 'DELETE') throw new Error('the small AWS knows no OnFailure DELETE');
  if (stackNamed(desk, name) !== undefined)
    throw new Refusal('AlreadyExistsException', `Stack [${name}] already exists`);
  const deployed = deployedBy(desk, input, { who });
  const stack = newStack(desk, name, deployed);
  stack.isProtected = input.EnableTerminationProtection === true;
  takeUp(desk, stack, { roleArn: deployed.roleArn, who });
  const keepsFailure = input.DisableRollback === true || input.OnFailure === 'DO_NOTHING';
  createStack(desk, { stack, deployed, keepsFailure });
  desk.stacks.set(stack.id, stack);
  return { StackId: stack.id };
};

export const update = (desk: Desk, input: UpdateStackInput, who: Principal): UpdateStackOutput => {
  const stack = stackNamed(desk, input.StackName);
  if (stack === undefined) throw new Refusal('ValidationError', `Stack [${input.StackName}] does not exist`);
  checkChangeable(stack);
  const deployed = deployedBy(desk, input, { stack, who });
  if (!hasChanges(stack, deployed, planFor(desk, stack, deployed)))
    throw new Refusal('ValidationError', 'No updates are to be performed.');
  takeUp(desk, stack, { roleArn: deployed.roleArn, who });
  updateStack(desk, { stack, deployed, keepsFailure: input.DisableRollback === true });
  return { StackId: stack.id };
};

/** To delete what is not there succeeds. */
export const remove = (desk: Desk, input: DeleteStackInput, who: Principal): object => {
  const { StackName: name, RetainResources: retained = [], RoleARN: roleArn } = input;
  const stack = stackNamed(desk, name);
  if (stack === undefined || stack.status === 'DELETE_COMPLETE' || stack.status === 'DELETE_IN_PROGRESS') return {};
  if (stack.isProtected)
    throw new Refusal(
      'ValidationError',
      `Stack [${stack.name}] cannot be deleted while TerminationProtection is enabled`,
    );
  if (retained.length > 0) checkRetained(stack, retained);
  if (stack.status.endsWith('_IN_PROGRESS') && stack.status !== 'REVIEW_IN_PROGRESS')
    throw new Error(`the small AWS cannot delete a stack in ${stack.status}: wait until that is over`);
  takeUp(desk, stack, { roleArn, who });
  deleteStack(desk, stack, retained);
  return {};
};

const checkRetained = ({ status, resources }: Stack, retained: readonly string[]): void => {
  if (status !== 'DELETE_FAILED')
    throw new Refusal(
      'ValidationError',
      'Invalid operation on stack. Specify which resources to retain only when the stack is in the DELETE_FAILED state.',
    );
  const unknown = retained.filter((logicalId) => isGone(resources.get(logicalId)?.status ?? 'DELETE_COMPLETE'));
  if (unknown.length > 0)
    throw new Refusal('ValidationError', `The following resources to retain do not exist: [${unknown.join(', ')}]`);
};

export const protect = (
  desk: Desk,
  { StackName: name, EnableTerminationProtection: isProtected }: UpdateTerminationProtectionInput,
): UpdateTerminationProtectionOutput => {
  const stack = stackNamed(desk, name);
  if (stack === undefined) throw new Refusal('ValidationError', `Stack [${name}] does not exist`);
  stack.isProtected = isProtected === true;
  return { StackId: stack.id };
};

const checkName = (name: string): void => {
  if (/^[a-zA-Z][-a-zA-Z0-9]{0,127}$/.test(name)) return;
  throw new Refusal(
    'ValidationError',
    `1 validation error detected: Value '${name}' at 'stackName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*`,
  );
};
