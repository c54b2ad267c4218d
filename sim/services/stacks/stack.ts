import type { ResourceStatus, StackEvent, StackStatus, Tag } from '@aws-sdk/client-cloudformation';
import type { Setting } from '../../template/lookup.ts';
import type { Output } from '../../template/outputs.ts';
import type { Made, Makers } from '../../template/plan.ts';
import type { Template } from '../../template/template.ts';
import type { Instant, Principal, Wires } from '../../types.ts';
import type { ChangeSet } from './change-set.ts';

/** What a stack is told to be. */
export type Deployed = {
  readonly template: Template;
  /** As it was sent. */
  readonly text: string;
  readonly parameters: readonly ParameterValue[];
  readonly capabilities: readonly string[];
  readonly tags: readonly Tag[];
  readonly roleArn?: string;
};

/** `text`: as it was given, or is by default; `value`: what `Ref` gives. */
export type ParameterValue = { readonly name: string; readonly text: string; readonly value: unknown };

export type StackResource = {
  readonly made: Made;
  readonly status: ResourceStatus;
  readonly reason?: string;
  readonly at: Instant;
};

export type Stack = {
  readonly id: string;
  readonly name: string;
  readonly created: Instant;
  deployed: Deployed;
  status: StackStatus;
  reason?: string;
  updated?: Instant;
  deleted?: Instant;
  isProtected: boolean;
  /** As whom CloudFormation works on it, until somebody else asks. */
  acting?: Principal;
  /** By logical id. */
  readonly resources: Map<string, StackResource>;
  outputs: readonly Output[];
  /** Oldest first. */
  readonly events: StackEvent[];
  changeSets: ChangeSet[];
};

/** What the operations on stacks work with. */
export type Desk = {
  readonly wires: Wires;
  /** By their id; those that were deleted, too. */
  readonly stacks: Map<string, Stack>;
  readonly makers: () => Makers;
  /** The newest value of a parameter of Systems Manager. */
  readonly parameter: (name: string) => string | undefined;
  /** Whether the role's trust policy lets the service assume it; absent: not asked. */
  readonly canAssume?: ((roleArn: string, service: string) => boolean) | undefined;
};

/** Finds a stack by its name or its id. One that was deleted has lost its name, and is still known by its id. */
export const stackNamed = ({ stacks }: Pick<Desk, 'stacks'>, nameOrId: string | undefined): Stack | undefined =>
  stacks.get(nameOrId ?? '') ??
  [...stacks.values()].find(({ name, status }) => nameOrId === name && status !== 'DELETE_COMPLETE');

export const settingOf = ({ wires }: Desk, { name, id }: Stack, { parameters }: Deployed): Setting => ({
  account: wires.account,
  stackName: name,
  stackId: id,
  parameters: Object.fromEntries(parameters.map((one) => [one.name, one.value])),
});

/** What is there of a stack, as plans see it. */
export const madeBy = ({ resources }: Stack): ReadonlyMap<string, Made> =>
  new Map(
    [...resources]
      .filter(([, { status }]) => status !== 'CREATE_FAILED')
      .map(([logicalId, { made }]) => [logicalId, made]),
  );
