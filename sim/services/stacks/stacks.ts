import { stackIdOf } from '../../template/lookup.ts';
import { type Output, outputsOf } from '../../template/outputs.ts';
import type { Provisioned } from '../../template/provision.ts';
import type { Template } from '../../template/template.ts';
import { type Instant, type Part, Refusal, type Wires } from '../../types.ts';
import { stacksApi } from './api.ts';

export type Stack = {
  readonly id: string;
  readonly name: string;
  readonly template: Template;
  readonly created: Instant;
  readonly provisioned: Provisioned;
  readonly outputs: readonly Output[];
};

/** Finds a stack by its name or its id. */
export type StackNamed = (nameOrId: string | undefined) => Stack;

export type StackBook = {
  /** Tells CloudFormation what was made of the template. A template without resources makes no stack. */
  readonly deployed: (template: Template, provisioned: Provisioned) => void;
};

/** CloudFormation, as far as it tells what it has deployed: stacks come with the world, and none is changed. */
export const makeStacks = (wires: Wires): Part & StackBook => {
  const stacks: Stack[] = [];
  const named: StackNamed = (given = '') => {
    const found = stacks.find(({ name, id }) => given === name || given === id);
    if (found === undefined) throw new Refusal('ValidationError', `Stack with id ${given} does not exist`);
    return found;
  };
  return {
    provisioners: [],
    api: stacksApi(wires, stacks, named),
    deployed: (template, provisioned) => {
      const outputs = outputsOf(template, wires.account, provisioned);
      if (Object.keys(template.resources).length === 0) return;
      const id = stackIdOf(template, wires.account);
      stacks.push({ id, name: template.stackName, template, created: wires.clock.now(), provisioned, outputs });
    },
  };
};
