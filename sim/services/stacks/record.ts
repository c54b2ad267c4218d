import type { ResourceStatus, StackStatus } from '@aws-sdk/client-cloudformation';
import type { Made } from '../../template/plan.ts';
import type { Desk, Stack } from './stack.ts';

/** Why a stack does what it does when somebody asked for it. */
export const USER_INITIATED = 'User Initiated';

/** The stack goes into another status, and tells so. */
export const turn = ({ wires }: Desk, stack: Stack, status: StackStatus, reason?: string): void => {
  stack.status = status;
  if (reason === undefined) delete stack.reason;
  else stack.reason = reason;
  stack.events.push({
    StackId: stack.id,
    StackName: stack.name,
    EventId: wires.seeded.id('stack events'),
    LogicalResourceId: stack.name,
    PhysicalResourceId: stack.id,
    ResourceType: 'AWS::CloudFormation::Stack',
    Timestamp: new Date(wires.clock.now()),
    ResourceStatus: status as ResourceStatus,
    ...(reason === undefined ? {} : { ResourceStatusReason: reason }),
  });
};

export type Said = {
  readonly status: ResourceStatus;
  readonly reason?: string;
  /** It has no physical id yet. */
  readonly unborn?: true;
};

/** What happens to a resource is told in the stack's events. */
export const tell = ({ wires }: Desk, stack: Stack, { resource, identity }: Made, said: Said): void => {
  const { clock, seeded } = wires;
  stack.events.push({
    StackId: stack.id,
    StackName: stack.name,
    EventId: `${resource.logicalId}-${seeded.id('stack events')}`,
    LogicalResourceId: resource.logicalId,
    PhysicalResourceId: said.unborn === true ? '' : identity.ref,
    ResourceType: resource.type,
    Timestamp: new Date(clock.now()),
    ResourceStatus: said.status,
    ...(said.reason === undefined ? {} : { ResourceStatusReason: said.reason }),
    ResourceProperties: JSON.stringify(resource.properties),
  });
};

/** The same, and the resource is the stack's from now on. */
export const keep = (desk: Desk, stack: Stack, made: Made, said: Said): void => {
  tell(desk, stack, made, said);
  stack.resources.set(made.resource.logicalId, {
    made,
    status: said.status,
    at: desk.wires.clock.now(),
    ...(said.reason === undefined ? {} : { reason: said.reason }),
  });
};
