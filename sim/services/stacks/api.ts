import type {
  DescribeStackResourceInput,
  DescribeStackResourcesInput,
  DescribeStacksInput,
  GetTemplateInput,
  GetTemplateOutput,
  ListStackResourcesInput,
  ListStacksInput,
  ListStacksOutput,
} from '@aws-sdk/client-cloudformation';
import type { Api, Need, Operation, Wires } from '../../types.ts';
import { describeStack } from './describe.ts';
import { describeStackResource, describeStackResources, listStackResources } from './resources.ts';
import type { Stack, StackNamed } from './stacks.ts';

type Named = { readonly StackName?: string | undefined };

export const stacksApi = (wires: Wires, stacks: readonly Stack[], named: StackNamed): Api => {
  const operation = (name: string, run: (input: never) => unknown): readonly [string, Operation] => [
    name,
    { needs: ({ StackName }: Named) => [need(wires, stacks, { action: name, stack: StackName })], run },
  ];
  return {
    name: 'cloudformation',
    operations: Object.fromEntries([
      operation('DescribeStacks', ({ StackName: name }: DescribeStacksInput) => ({
        Stacks: (name === undefined ? stacks : [named(name)]).map(describeStack),
      })),
      operation('ListStacks', (input: ListStacksInput) => listStacks(stacks, input)),
      operation('DescribeStackResources', (input: DescribeStackResourcesInput) =>
        describeStackResources(stacks, named, input),
      ),
      operation('DescribeStackResource', (input: DescribeStackResourceInput) => describeStackResource(named, input)),
      operation('ListStackResources', (input: ListStackResourcesInput) => listStackResources(named, input)),
      operation('GetTemplate', (input: GetTemplateInput) => getTemplate(named, input)),
    ]),
  };
};

/** A stack's ARN holds an id that a caller who names it need not know. */
const need = (
  { account: { partition, region, id } }: Wires,
  stacks: readonly Stack[],
  { action, stack }: { readonly action: string; readonly stack: string | undefined },
): Need => {
  const found = stacks.find((one) => stack === one.name || stack === one.id);
  const unknown = `arn:${partition}:cloudformation:${region}:${id}:stack/${stack}/*`;
  return { action: `cloudformation:${action}`, resource: stack === undefined ? '*' : (found?.id ?? unknown) };
};

const listStacks = (
  stacks: readonly Stack[],
  { StackStatusFilter: filter = [], NextToken: token }: ListStacksInput,
): ListStacksOutput => {
  if (token !== undefined) throw new Error('the small AWS gives no pages of stacks, so there is no next one');
  const wanted = filter.length === 0 || filter.includes('CREATE_COMPLETE');
  return {
    StackSummaries: (wanted ? stacks : []).map(({ id, name, created, template }) => ({
      StackId: id,
      StackName: name,
      ...descriptionIn(template.body),
      CreationTime: new Date(created),
      StackStatus: 'CREATE_COMPLETE',
      DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
    })),
  };
};

const descriptionIn = ({ Description: description }: Readonly<Record<string, unknown>>) =>
  typeof description === 'string' ? { TemplateDescription: description } : {};

const getTemplate = (named: StackNamed, input: GetTemplateInput): GetTemplateOutput => {
  if (input.ChangeSetName !== undefined) throw new Error('the small AWS knows no change sets');
  return {
    TemplateBody: JSON.stringify(named(input.StackName).template.body),
    StagesAvailable: ['Original', 'Processed'],
  };
};
