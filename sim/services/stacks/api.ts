import type {
  CreateChangeSetInput,
  CreateStackInput,
  DeleteChangeSetInput,
  DeleteStackInput,
  DescribeChangeSetInput,
  DescribeStackEventsInput,
  DescribeStackResourceInput,
  DescribeStackResourcesInput,
  DescribeStacksInput,
  ExecuteChangeSetInput,
  GetTemplateInput,
  GetTemplateSummaryInput,
  ListChangeSetsInput,
  ListExportsInput,
  ListExportsOutput,
  ListStackResourcesInput,
  ListStacksInput,
  ListStacksOutput,
  UpdateStackInput,
  UpdateTerminationProtectionInput,
} from '@aws-sdk/client-cloudformation';
import type { Api, Need, Operation } from '../../types.ts';
import { createChangeSet, deleteChangeSet, executeChangeSet } from './change-set.ts';
import { describeStack, summaryOf } from './describe.ts';
import { describeChangeSet, listChangeSets } from './describe-change-set.ts';
import { create, protect, remove, update } from './directly.ts';
import { describeStackEvents } from './events.ts';
import { pageOf } from './pages.ts';
import { passing } from './request.ts';
import { describeStackResource, describeStackResources, listStackResources } from './resources.ts';
import { type Desk, type Stack, stackNamed } from './stack.ts';
import type { StackNamed } from './stacks.ts';
import { getTemplate, getTemplateSummary } from './summary.ts';

type Asked = {
  readonly StackName?: string | undefined;
  readonly ChangeSetName?: string | undefined;
  readonly RoleARN?: string | undefined;
};

export const stacksApi = (desk: Desk, named: StackNamed): Api => {
  const all = (): readonly Stack[] => [...desk.stacks.values()];
  const operation = (name: string, run: Operation['run']): readonly [string, Operation] => [
    name,
    { needs: (input: Asked) => [need(desk, name, input), ...passing(input)], run },
  ];
  return {
    name: 'cloudformation',
    operations: Object.fromEntries([
      operation('CreateChangeSet', (input: CreateChangeSetInput, who) => createChangeSet(desk, input, who)),
      operation('CreateStack', (input: CreateStackInput, who) => create(desk, input, who)),
      operation('DeleteChangeSet', (input: DeleteChangeSetInput) => deleteChangeSet(desk, input)),
      operation('DeleteStack', (input: DeleteStackInput, who) => remove(desk, input, who)),
      operation('DescribeChangeSet', (input: DescribeChangeSetInput) => describeChangeSet(desk, input)),
      operation('DescribeStackEvents', (input: DescribeStackEventsInput) => describeStackEvents(desk, input)),
      operation('DescribeStackResource', (input: DescribeStackResourceInput) => describeStackResource(named, input)),
      operation('DescribeStackResources', (input: DescribeStackResourcesInput) =>
        describeStackResources(all(), named, input),
      ),
      operation('DescribeStacks', (input: DescribeStacksInput) => describeStacks(all(), named, input)),
      operation('ExecuteChangeSet', (input: ExecuteChangeSetInput, who) => executeChangeSet(desk, input, who)),
      operation('GetTemplate', (input: GetTemplateInput) => getTemplate(desk, input)),
      operation('GetTemplateSummary', (input: GetTemplateSummaryInput) => getTemplateSummary(desk, input)),
      operation('ListChangeSets', (input: ListChangeSetsInput) => listChangeSets(named(input.StackName), input)),
      operation('ListExports', (input: ListExportsInput) => listExports(all(), input)),
      operation('ListStackResources', (input: ListStackResourcesInput) => listStackResources(named, input)),
      operation('ListStacks', (input: ListStacksInput) => listStacks(all(), input)),
      operation('UpdateStack', (input: UpdateStackInput, who) => update(desk, input, who)),
      operation('UpdateTerminationProtection', (input: UpdateTerminationProtectionInput) => protect(desk, input)),
    ]),
  };
};

/** A stack's ARN holds an id that a caller who names it need not know; a change set's ARN says nothing of its stack. */
const need = (desk: Desk, action: string, { StackName: stack, ChangeSetName: changeSet }: Asked): Need => {
  const { partition, region, id } = desk.wires.account;
  const owner = [...desk.stacks.values()].find(({ changeSets }) => changeSets.some((one) => one.id === changeSet));
  const found = stackNamed(desk, stack) ?? (stack === undefined ? owner : undefined);
  const unknown = stack?.startsWith('arn:')
    ? stack
    : `arn:${partition}:cloudformation:${region}:${id}:stack/${stack}/*`;
  return { action: `cloudformation:${action}`, resource: found?.id ?? (stack === undefined ? '*' : unknown) };
};

/** Those that were deleted are told of by their id only. */
const describeStacks = (stacks: readonly Stack[], named: StackNamed, input: DescribeStacksInput) => {
  const there = stacks.filter(({ status }) => status !== 'DELETE_COMPLETE');
  const { items, rest } = pageOf(input.StackName === undefined ? there : [named(input.StackName)], input);
  return { Stacks: items.map(describeStack), ...rest };
};

const listStacks = (stacks: readonly Stack[], input: ListStacksInput): ListStacksOutput => {
  const { StackStatusFilter: filter = [] } = input;
  const wanted = stacks.filter(({ status }) => filter.length === 0 || filter.includes(status));
  const { items, rest } = pageOf(wanted, input);
  return { StackSummaries: items.map(summaryOf), ...rest };
};

const listExports = (stacks: readonly Stack[], input: ListExportsInput): ListExportsOutput => {
  const there = stacks.filter(({ status }) => status !== 'DELETE_COMPLETE');
  const exported = there.flatMap(({ id, outputs }) =>
    outputs.flatMap(({ exportName, value }) =>
      exportName === undefined ? [] : [{ ExportingStackId: id, Name: exportName, Value: value }],
    ),
  );
  const { items, rest } = pageOf(exported, input);
  return { Exports: items, ...rest };
};
