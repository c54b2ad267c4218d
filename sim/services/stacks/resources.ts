import type {
  DescribeStackResourceInput,
  DescribeStackResourceOutput,
  DescribeStackResourcesInput,
  DescribeStackResourcesOutput,
  ListStackResourcesInput,
  ListStackResourcesOutput,
} from '@aws-sdk/client-cloudformation';
import { record } from '../../template/template.ts';
import { Refusal } from '../../types.ts';
import type { Stack, StackNamed } from './stacks.ts';

/** Resources that DescribeStackResources answers, and that are on one page of ListStackResources. */
const MOST = 100;

export const describeStackResources = (
  stacks: readonly Stack[],
  named: StackNamed,
  input: DescribeStackResourcesInput,
): DescribeStackResourcesOutput => {
  const { StackName: name, LogicalResourceId: logicalId, PhysicalResourceId: physicalId } = input;
  const stack = name === undefined ? ownerOf(stacks, physicalId) : named(name);
  const found = resourcesOf(stack)
    .filter((one) => logicalId === undefined || one.LogicalResourceId === logicalId)
    .filter((one) => name === undefined || physicalId === undefined || one.PhysicalResourceId === physicalId);
  if (found.length === 0 && logicalId !== undefined) throw missing(stack, logicalId);
  return {
    StackResources: found.slice(0, MOST).map((one) => ({
      StackName: stack.name,
      StackId: stack.id,
      ...one,
      Timestamp: new Date(stack.created),
    })),
  };
};

/** Without a stack's name, the resource's own says which stack is meant. */
const ownerOf = (stacks: readonly Stack[], physicalId: string | undefined): Stack => {
  const owner = stacks.find((stack) => resourcesOf(stack).some((one) => one.PhysicalResourceId === physicalId));
  if (physicalId === undefined || owner === undefined)
    throw new Refusal('ValidationError', `Stack for ${physicalId ?? ''} does not exist`);
  return owner;
};

export const describeStackResource = (
  named: StackNamed,
  { StackName: name, LogicalResourceId: logicalId = '' }: DescribeStackResourceInput,
): DescribeStackResourceOutput => {
  const stack = named(name);
  const found = resourcesOf(stack).find((one) => one.LogicalResourceId === logicalId);
  if (found === undefined) throw missing(stack, logicalId);
  const metadata = record(record(stack.template.body['Resources'])[logicalId])['Metadata'] ?? {};
  return {
    StackResourceDetail: {
      StackName: stack.name,
      StackId: stack.id,
      ...found,
      LastUpdatedTimestamp: new Date(stack.created),
      Metadata: JSON.stringify(metadata),
    },
  };
};

export const listStackResources = (
  named: StackNamed,
  { StackName: name, NextToken: token = '0' }: ListStackResourcesInput,
): ListStackResourcesOutput => {
  const stack = named(name);
  const from = Number(token);
  if (!Number.isInteger(from) || from < 0) throw new Refusal('ValidationError', `Invalid NextToken: ${token}`);
  const all = resourcesOf(stack);
  const page = all.slice(from, from + MOST);
  return {
    StackResourceSummaries: page.map((one) => ({ ...one, LastUpdatedTimestamp: new Date(stack.created) })),
    ...(from + MOST < all.length ? { NextToken: String(from + MOST) } : {}),
  };
};

const missing = ({ name }: Stack, logicalId: string): Refusal =>
  new Refusal('ValidationError', `Resource ${logicalId} does not exist for stack ${name}`);

/** By logical id, as CloudFormation lists them. */
const resourcesOf = ({ provisioned }: Stack) =>
  [...provisioned]
    .map(([logicalId, { resource, identity }]) => ({
      LogicalResourceId: logicalId,
      PhysicalResourceId: identity.ref,
      ResourceType: resource.type,
      ResourceStatus: 'CREATE_COMPLETE' as const,
      DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' as const },
    }))
    .sort((a, b) => (a.LogicalResourceId < b.LogicalResourceId ? -1 : 1));
