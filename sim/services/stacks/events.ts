import type { DescribeStackEventsInput, DescribeStackEventsOutput } from '@aws-sdk/client-cloudformation';
import { Refusal } from '../../types.ts';
import { pageOf } from './pages.ts';
import { type Desk, stackNamed } from './stack.ts';

/** Newest first. */
export const describeStackEvents = (desk: Desk, input: DescribeStackEventsInput): DescribeStackEventsOutput => {
  const stack = stackNamed(desk, input.StackName);
  if (stack === undefined) throw new Refusal('ValidationError', `Stack [${input.StackName}] does not exist`);
  const { items, rest } = pageOf(stack.events.toReversed(), input);
  return { StackEvents: items, ...rest };
};
