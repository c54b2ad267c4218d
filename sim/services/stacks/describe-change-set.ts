import type {
  DescribeChangeSetInput,
  DescribeChangeSetOutput,
  ListChangeSetsInput,
  ListChangeSetsOutput,
} from '@aws-sdk/client-cloudformation';
import { changeSetNamed, type Found, isOver } from './change-set.ts';
import { parametersOf } from './describe.ts';
import { pageOf } from './pages.ts';
import type { Desk, Stack } from './stack.ts';

export const describeChangeSet = (desk: Desk, input: DescribeChangeSetInput): DescribeChangeSetOutput => {
  const found = changeSetNamed(desk, input);
  const { deployed, changes, keepsFailure } = found.changeSet;
  const isSettled = !['CREATE_PENDING', 'CREATE_IN_PROGRESS'].includes(found.changeSet.status);
  const { items, rest } = pageOf(isSettled ? changes : [], input);
  return {
    ...headOf(found),
    Parameters: parametersOf(deployed),
    NotificationARNs: [],
    RollbackConfiguration: {},
    Capabilities: [...deployed.capabilities] as NonNullable<DescribeChangeSetOutput['Capabilities']>,
    Tags: [...deployed.tags],
    Changes: items.map((shown) => shown(input.IncludePropertyValues === true)),
    ...(keepsFailure ? { OnStackFailure: 'DO_NOTHING' } : {}),
    ...rest,
  };
};

export const listChangeSets = (stack: Stack, input: ListChangeSetsInput): ListChangeSetsOutput => {
  const { items, rest } = pageOf(
    stack.changeSets.filter((one) => !isOver(one)),
    input,
  );
  return { Summaries: items.map((changeSet) => headOf({ stack, changeSet })), ...rest };
};

const headOf = ({ stack, changeSet }: Found) => ({
  ChangeSetName: changeSet.name,
  ChangeSetId: changeSet.id,
  StackId: stack.id,
  StackName: stack.name,
  ...(changeSet.description === undefined ? {} : { Description: changeSet.description }),
  CreationTime: new Date(changeSet.created),
  ExecutionStatus: changeSet.execution,
  Status: changeSet.status,
  ...(changeSet.reason === undefined ? {} : { StatusReason: changeSet.reason }),
  IncludeNestedStacks: false,
});
