import type { Parameter, Tag } from '@aws-sdk/client-cloudformation';
import { type Need, type Principal, Refusal } from '../../types.ts';
import { actFor, readingAs } from './acting.ts';
import { checkCapabilities } from './capabilities.ts';
import { parameterValues } from './parameters.ts';
import type { Deployed, Desk, Stack } from './stack.ts';
import { type Source, sentTemplate } from './text.ts';

/** What CreateStack, UpdateStack and CreateChangeSet have in common. */
export type Request = Source & {
  readonly StackName?: string | undefined;
  readonly Parameters?: readonly Parameter[] | undefined;
  readonly Capabilities?: readonly string[] | undefined;
  readonly Tags?: readonly Tag[] | undefined;
  readonly RoleARN?: string | undefined;
  readonly NotificationARNs?: readonly string[] | undefined;
};

/** `stack`: the one that is there already. */
type Around = { readonly stack?: Stack | undefined; readonly who: Principal };

/** What the stack is to be; refuses what cannot be deployed. */
export const deployedBy = (desk: Desk, request: Request, { stack, who }: Around): Deployed => {
  const { StackName: name = '', Parameters: given = [], Capabilities: capabilities = [] } = request;
  const roleArn = request.RoleARN ?? stack?.deployed.roleArn;
  const acting = actFor(desk, roleArn, who);
  if ((request.NotificationARNs ?? []).length > 0)
    throw new Error('the small AWS sends the events of stacks to no topics: NotificationARNs');
  const sent = sentTemplate(desk, name, request, stack);
  const before = stack?.deployed.parameters ?? [];
  const deployed: Deployed = {
    template: sent.template,
    text: sent.text,
    parameters: parameterValues(readingAs(desk, acting), sent.template, { given, before }),
    capabilities,
    // Without tags, a stack keeps those that it has.
    tags: request.Tags ?? stack?.deployed.tags ?? [],
    ...(roleArn === undefined ? {} : { roleArn }),
  };
  checkCapabilities(sent.template, capabilities);
  if (stack !== undefined) checkTypes(stack, deployed);
  return deployed;
};

const checkTypes = ({ resources }: Stack, { template }: Deployed): void => {
  const others = [...resources.values()].filter(({ made: { resource } }) => {
    const type = template.resources[resource.logicalId]?.type;
    return type !== undefined && type !== resource.type;
  });
  if (others.length === 0) return;
  const names = others.map(({ made }) => made.resource.logicalId).join(', ');
  throw new Refusal(
    'ValidationError',
    `Update of resource type is not permitted. The new template modifies resource type of the following resources: [${names}]`,
  );
};

/** Whoever has CloudFormation use a role must be allowed to pass it on. */
export const passing = ({ RoleARN: role }: Pick<Request, 'RoleARN'>): readonly Need[] =>
  role === undefined
    ? []
    : [
        {
          action: 'iam:PassRole',
          resource: role,
          context: { 'iam:PassedToService': 'cloudformation.amazonaws.com' },
        },
      ];

const CHANGEABLE = ['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE', 'CREATE_FAILED', 'UPDATE_FAILED'];

export const checkChangeable = ({ id, status }: Stack): void => {
  if (CHANGEABLE.includes(status)) return;
  throw new Refusal('ValidationError', `Stack:${id} is in ${status} state and can not be updated.`);
};
