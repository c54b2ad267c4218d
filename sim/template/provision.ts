import type { Account, Provisioner } from '../types.ts';
import { firstSetting } from './lookup.ts';
import { type Plan, type Provisioned, planOf } from './plan.ts';
import { type Template, TemplateError } from './template.ts';
import { attempt } from './wanted.ts';

/** Makes the template's resources real, at once: they were there before the world began to run. */
export const provision = (template: Template, provisioners: readonly Provisioner[], account: Account): Provisioned => {
  const plan = planOf({
    template,
    setting: firstSetting(template, account),
    makers: new Map(provisioners.map((provisioner) => [provisioner.type, provisioner])),
    before: new Map(),
    nameOf: (logicalId) => logicalId,
    early: true,
  });
  return carriedOut(plan, template);
};

/** Throws with every problem, after all was tried. */
const carriedOut = ({ steps }: Plan, { file }: Template): Provisioned => {
  const problems: string[] = [];
  for (const { maker, after } of steps) {
    const { resource, identity } = after;
    attempt(`resource ${resource.logicalId} (${resource.type})`, problems, () => maker.create(resource, identity));
  }
  if (problems.length > 0) throw new TemplateError(file, problems);
  return new Map(steps.map(({ after }) => [after.resource.logicalId, after]));
};
