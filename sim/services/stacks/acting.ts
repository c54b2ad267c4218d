import { type Principal, Refusal } from '../../types.ts';
import { parameterArn } from './rights/subjects.ts';
import type { Desk, Stack } from './stack.ts';

/** As whom CloudFormation works on a stack: the role that it was given, now or before, or else whoever asks. */
export const actFor = (desk: Desk, roleArn: string | undefined, who: Principal): Principal => {
  if (roleArn === undefined) return who;
  if (desk.canAssume?.(roleArn, 'cloudformation.amazonaws.com') === false)
    throw new Refusal('ValidationError', `Role ${roleArn} is invalid or cannot be assumed`);
  const name = roleArn.split('/').at(-1) ?? roleArn;
  return { kind: 'person', name: 'AWSCloudFormation', as: { kind: 'role', name } };
};

export const takeUp = (desk: Desk, stack: Stack, { roleArn, who }: Begun): void => {
  stack.acting = actFor(desk, roleArn ?? stack.deployed.roleArn, who);
};

type Begun = { readonly roleArn?: string | undefined; readonly who: Principal };

/** Parameters of Systems Manager, as far as whoever CloudFormation acts as may read them. */
export const readingAs = ({ parameter, wires }: Desk, who: Principal): Pick<Desk, 'parameter'> => ({
  parameter: (name) => {
    const need = { action: 'ssm:GetParameters', resource: parameterArn(wires.account, name) };
    if (wires.iam.judge(who, need).allowed) return parameter(name);
    throw new Refusal('ValidationError', "AccessDenied. User doesn't have permission to call ssm:GetParameters");
  },
});
