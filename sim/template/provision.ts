import type { Account, Identity, Provisioner, Resource } from '../types.ts';
import { type Lookup, resolve } from './intrinsics.ts';
import { lookupIn, UNKNOWN } from './lookup.ts';
import { inOrder, referencesIn } from './references.ts';
import { record, type Template, TemplateError, type TemplateResource } from './template.ts';

/** What was made, by logical id. */
export type Provisioned = ReadonlyMap<string, { readonly resource: Resource; readonly identity: Identity }>;

const IGNORED = ['AWS::CDK::Metadata'];

/** Makes the template's resources real, each after all it refers to. Throws with every problem before any is made. */
export const provision = (template: Template, provisioners: readonly Provisioner[], account: Account): Provisioned => {
  const identities = new Map<string, Identity>();
  const lookup = lookupIn(template, account, identities);
  const makers = new Map(provisioners.map((provisioner) => [provisioner.type, provisioner]));
  const wanted = wantedResources(template, lookup);
  const problems = [...wanted].flatMap(([logicalId, resource]) => [
    ...unknownIn(logicalId, resource, makers),
    ...danglingIn(logicalId, resource, template),
  ]);

  const plans: Plan[] = [];
  for (const logicalId of order(template, wanted)) {
    const { type, properties: raw } = wanted.get(logicalId) ?? NOTHING;
    const maker = makers.get(type);
    const properties = attempt(`resource ${logicalId} (${type})`, problems, () => resolve(raw, lookup));
    const identity = maker && attempt(logicalId, problems, () => maker.identify(logicalId, record(properties)));
    identities.set(logicalId, identity ?? UNKNOWN);
    if (maker && identity)
      plans.push({ resource: { logicalId, type, properties: record(properties) }, identity, maker });
  }
  if (problems.length > 0) throw new TemplateError(template.file, problems);

  for (const { resource, identity, maker } of plans) {
    attempt(`resource ${resource.logicalId} (${resource.type})`, problems, () => maker.create(resource, identity));
  }
  if (problems.length > 0) throw new TemplateError(template.file, problems);
  return new Map(plans.map((plan) => [plan.resource.logicalId, plan]));
};

type Plan = { readonly resource: Resource; readonly identity: Identity; readonly maker: Provisioner };
type Wanted = ReadonlyMap<string, TemplateResource>;

const NOTHING: TemplateResource = { type: '', properties: {}, dependsOn: [] };

const attempt = <T>(where: string, problems: string[], work: () => T): T | undefined => {
  try {
    return work();
  } catch (cause) {
    problems.push(`${where}: ${cause instanceof Error ? cause.message : String(cause)}`);
    return undefined;
  }
};

const wantedResources = (template: Template, lookup: Lookup): Wanted =>
  new Map(
    Object.entries(template.resources).filter(
      ([, { type, condition }]) => !IGNORED.includes(type) && (condition === undefined || lookup.condition(condition)),
    ),
  );

const order = (template: Template, wanted: Wanted): string[] => {
  const needs = (logicalId: string): string[] => {
    const resource = wanted.get(logicalId);
    return resource === undefined ? [] : [...resource.dependsOn, ...referencesIn(resource.properties)];
  };
  try {
    return inOrder([...wanted.keys()], needs);
  } catch (cause) {
    throw new TemplateError(template.file, [cause instanceof Error ? cause.message : String(cause)]);
  }
};

const unknownIn = (
  logicalId: string,
  { type, properties }: TemplateResource,
  makers: ReadonlyMap<string, Provisioner>,
): string[] => {
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

const danglingIn = (logicalId: string, { type, dependsOn }: TemplateResource, { resources }: Template): string[] =>
  dependsOn
    .filter((need) => !Object.hasOwn(resources, need))
    .map((need) => `resource ${logicalId} (${type}): DependsOn names ${need}, which does not exist`);
