import type { Lookup } from './intrinsics.ts';
import type { Makers } from './plan.ts';
import { inOrder, referencesIn } from './references.ts';
import { type Template, TemplateError, type TemplateResource } from './template.ts';

/** A resource that a template wants. */
export type Wanted = {
  readonly logicalId: string;
  readonly resource: TemplateResource;
  readonly needs: readonly string[];
};

const IGNORED = ['AWS::CDK::Metadata'];

/** The resources whose condition holds, each after all that it refers to. What is not known here is a problem. */
export const wantedIn = (
  template: Template,
  lookup: Lookup,
  makers: Makers,
  problems: string[],
): ReadonlyMap<string, Wanted> => {
  const wanted = new Map(
    Object.entries(template.resources)
      .filter(
        ([, { type, condition }]) =>
          !IGNORED.includes(type) && (condition === undefined || lookup.condition(condition)),
      )
      .map(([logicalId, resource]): [string, Wanted] => [logicalId, { logicalId, resource, needs: needsOf(resource) }]),
  );
  for (const one of wanted.values()) problems.push(...unknownIn(one, makers), ...danglingIn(one, template));
  return new Map(ordered(template, wanted).flatMap((logicalId) => entryOf(wanted, logicalId)));
};

const needsOf = ({ dependsOn, properties }: TemplateResource): readonly string[] => [
  ...dependsOn,
  ...referencesIn(properties),
];

const entryOf = (wanted: ReadonlyMap<string, Wanted>, logicalId: string): [string, Wanted][] => {
  const one = wanted.get(logicalId);
  return one === undefined ? [] : [[logicalId, one]];
};

const ordered = (template: Template, wanted: ReadonlyMap<string, Wanted>): readonly string[] => {
  try {
    return inOrder([...wanted.keys()], (logicalId) => wanted.get(logicalId)?.needs ?? []);
  } catch (cause) {
    throw new TemplateError(template.file, [cause instanceof Error ? cause.message : String(cause)]);
  }
};

const unknownIn = ({ logicalId, resource: { type, properties } }: Wanted, makers: Makers): string[] => {
  const maker = makers.get(type);
  if (maker === undefined)
    return [`resource ${logicalId}: type ${type} is unknown (known: ${[...makers.keys()].join(', ')})`];
  return Object.keys(properties)
    .filter((property) => !maker.properties.includes(property))
    .map(
      (property) =>
        `resource ${logicalId} (${type}): property ${property} is unknown (known: ${maker.properties.join(', ')})`,
    );
};

const danglingIn = ({ logicalId, resource: { type, dependsOn } }: Wanted, { resources }: Template): string[] =>
  dependsOn
    .filter((need) => !Object.hasOwn(resources, need))
    .map((need) => `resource ${logicalId} (${type}): DependsOn names ${need}, which does not exist`);

export const attempt = <T>(where: string, problems: string[], work: () => T): T | undefined => {
  try {
    return work();
  } catch (cause) {
    problems.push(`${where}: ${cause instanceof Error ? cause.message : String(cause)}`);
    return undefined;
  }
};
