import type {
  DescribeStackResourceInput,
  DescribeStackResourceOutput,
  DescribeStackResourcesInput,
  DescribeStackResourcesOutput,
  ListStackResourcesInput,
  ListStackResourcesOutput,
} from '@aws-sdk/client-cloudformation';
import { Refusal } from '../../types.ts';
import { PAGE, pageOf } from './pages.ts';
import type { Stack } from './stack.ts';
import type { StackNamed } from './stacks.ts';

export const describeStackResources = (
  stacks: readonly Stack[],
  named: StackNamed,
  input: DescribeStackResourcesInput,
): DescribeStackResourcesOutput => {
  const { StackName: name, LogicalResourceId: logicalId, PhysicalResourceId: physicalId } = input;
  const stack = name === undefined ? ownerOf(stacks, physicalId) : named(name);
  const found = resourcesOf(stack)
    .filter(({ shown }) => logicalId === undefined || shown.LogicalResourceId === logicalId)
    .filter(({ shown }) => name === undefined || physicalId === undefined || shown.PhysicalResourceId === physicalId);
  if (found.length === 0 && logicalId !== undefined) throw missing(stack, logicalId);
  return {
    StackResources: found
      .slice(0, PAGE)
      .map(({ shown, at }) => ({ StackName: stack.name, StackId: stack.id, ...shown, Timestamp: at })),
  };
};

/** Without a stack's name, the resource's own says which stack is meant. */
const ownerOf = (stacks: readonly Stack[], physicalId: string | undefined): Stack => {
  const owner = stacks.find((stack) => resourcesOf(stack).some(({ shown }) => shown.PhysicalResourceId === physicalId));
  if (physicalId === undefined || owner === undefined)
    throw new Refusal('ValidationError', `Stack for ${physicalId ?? ''} does not exist`);
  return owner;
};

export const describeStackResource = (
  named: StackNamed,
  { StackName: name, LogicalResourceId: logicalId = '' }: DescribeStackResourceInput,
): DescribeStackResourceOutput => {
  const stack = named(name);
  const found = resourcesOf(stack).find(({ shown }) => shown.LogicalResourceId === logicalId);
  if (found === undefined) throw missing(stack, logicalId);
  const { metadata = {} } = stack.deployed.template.resources[logicalId] ?? {};
  return {
    StackResourceDetail: {
      StackName: stack.name,
      StackId: stack.id,
      ...found.shown,
      LastUpdatedTimestamp: found.at,
      Metadata: JSON.stringify(metadata),
    },
  };
};

export const listStackResources = (named: StackNamed, input: ListStackResourcesInput): ListStackResourcesOutput => {
  const { items, rest } = pageOf(resourcesOf(named(input.StackName)), input);
  return {
    StackResourceSummaries: items.map(({ shown, at }) => ({ ...shown, LastUpdatedTimestamp: at })),
    ...rest,
  };
};

const missing = ({ name }: Stack, logicalId: string): Refusal =>
  new Refusal('ValidationError', `Resource ${logicalId} does not exist for stack ${name}`);

/** By logical id, as CloudFormation lists them. */
const resourcesOf = ({ resources }: Stack) =>
  [...resources.values()]
    .map(({ made: { resource, identity }, status, reason, at }) => ({
      at: new Date(at),
      shown: {
        LogicalResourceId: resource.logicalId,
        PhysicalResourceId: identity.ref,
        ResourceType: resource.type,
        ResourceStatus: status,
        ...(reason === undefined ? {} : { ResourceStatusReason: reason }),
        DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' as const },
      },
    }))
    .sort((a, b) => (a.shown.LogicalResourceId < b.shown.LogicalResourceId ? -1 : 1));
