import { firstSetting, stackIdOf } from '../../template/lookup.ts';
import { outputsOf } from '../../template/outputs.ts';
import type { Makers, Provisioned } from '../../template/plan.ts';
import type { Template } from '../../template/template.ts';
import { type Part, type Provisioner, Refusal, type Wires } from '../../types.ts';
import { stacksApi } from './api.ts';
import { capabilitiesOf } from './capabilities.ts';
import { firstValues } from './parameters.ts';
import { type Desk, type Stack, stackNamed } from './stack.ts';

/** Finds a stack by its name or its id; refuses. */
export type StackNamed = (nameOrId: string | undefined) => Stack;

export type StackBook = {
  /** Tells CloudFormation what was made of the template. A template without resources makes no stack. */
  readonly deployed: (template: Template, provisioned: Provisioned) => void;
};

/** What CloudFormation asks of the account beyond what every part may. */
export type Around = {
  /** All that a template may hold. */
  readonly provisioners: () => readonly Provisioner[];
  readonly parameter: Desk['parameter'];
  readonly canAssume?: Desk['canAssume'];
};

/** CloudFormation: the stack that the world begins with, and those that clients make, change and delete. */
export const makeStacks = (wires: Wires, around: Around): Part & StackBook => {
  const stacks = new Map<string, Stack>();
  const { parameter, canAssume } = around;
  const desk: Desk = { wires, stacks, parameter, canAssume, makers: () => byType(around.provisioners()) };
  const named: StackNamed = (given = '') => {
    const found = stackNamed(desk, given);
    if (found === undefined) throw new Refusal('ValidationError', `Stack with id ${given} does not exist`);
    return found;
  };
  return {
    provisioners: [],
    api: stacksApi(desk, named),
    deployed: (template, provisioned) => {
      const identities = new Map([...provisioned].map(([logicalId, { identity }]) => [logicalId, identity]));
      const outputs = outputsOf(template, firstSetting(template, wires.account), identities);
      if (Object.keys(template.resources).length === 0) return;
      const stack = firstStack(wires, template, { provisioned, outputs });
      stacks.set(stack.id, stack);
    },
  };
};

const byType = (provisioners: readonly Provisioner[]): Makers =>
  new Map(provisioners.map((provisioner) => [provisioner.type, provisioner]));

type Given = Pick<Stack, 'outputs'> & { readonly provisioned: Provisioned };

const firstStack = ({ account, clock }: Wires, template: Template, { provisioned, outputs }: Given): Stack => {
  const now = clock.now();
  const resources = [...provisioned].map(
    ([logicalId, made]) => [logicalId, { made, status: 'CREATE_COMPLETE' as const, at: now }] as const,
  );
  return {
    id: stackIdOf(account, template.stackName),
    name: template.stackName,
    created: now,
    deployed: {
      template,
      text: JSON.stringify(template.body),
      parameters: firstValues(template),
      // Whoever deployed it must have said so.
      capabilities: capabilitiesOf(template).types.length === 0 ? [] : ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM'],
      tags: [],
    },
    status: 'CREATE_COMPLETE',
    isProtected: false,
    resources: new Map(resources),
    outputs,
    events: [],
    changeSets: [],
  };
};
