import { isDeepStrictEqual } from 'node:util';
import type { Identity, Provisioner, Resource } from '../types.ts';
import { resolve } from './intrinsics.ts';
import { lookupIn, type Setting, UNKNOWN } from './lookup.ts';
import { record, type Template, TemplateError, type TemplateResource } from './template.ts';
import { attempt, type Wanted, wantedIn } from './wanted.ts';

/** A resource that was made, and what must be known of it to change it or to take it away. */
export type Made = {
  readonly resource: Resource;
  readonly identity: Identity;
  /** What it is called if the template gives it no name. */
  readonly name: string;
  /** Names that it refers to, of which some are resources. */
  readonly needs: readonly string[];
  readonly stays: NonNullable<TemplateResource['stays']>;
  readonly metadata?: unknown;
};

/** What was made, by logical id. */
export type Provisioned = ReadonlyMap<string, Made>;

export type Step = {
  readonly action: 'add' | 'modify' | 'replace' | 'keep';
  readonly maker: Provisioner;
  readonly after: Made;
  readonly before?: Made;
  /** Names of the properties that are other ones now. */
  readonly changed: readonly string[];
  /** Whether something besides properties is: metadata, or what happens to it in the end. */
  readonly isRelabelled: boolean;
};

/** How an account comes from what is there to what a template wants, each resource after all that it refers to. */
export type Plan = { readonly steps: readonly Step[]; readonly gone: readonly Made[] };

export type Makers = ReadonlyMap<string, Provisioner>;

export type Order = {
  readonly template: Template;
  readonly setting: Setting;
  readonly makers: Makers;
  readonly before: Provisioned;
  /** What a new resource is called if the template gives it no name. */
  readonly nameOf: (logicalId: string) => string;
  readonly early?: true;
};

/** Throws with every problem of the template. */
export const planOf = (order: Order): Plan => {
  const { template, setting, makers, before } = order;
  const identities = new Map<string, Identity>();
  const lookup = lookupIn(template, setting, identities);
  const problems: string[] = [];
  const wanted = wantedIn(template, lookup, makers, problems);
  const steps: Step[] = [];
  for (const [logicalId, one] of wanted) {
    const maker = makers.get(one.resource.type);
    const where = `resource ${logicalId} (${one.resource.type})`;
    const properties = attempt(where, problems, () => resolve(one.resource.properties, lookup));
    const step =
      maker && attempt(logicalId, problems, () => stepTo(order, { one, maker, properties: record(properties) }));
    identities.set(logicalId, step?.after.identity ?? UNKNOWN);
    if (step !== undefined) steps.push(step);
  }
  if (problems.length > 0) throw new TemplateError(template.file, problems);
  return { steps, gone: [...before.values()].filter(({ resource }) => !wanted.has(resource.logicalId)) };
};

type Aim = { readonly one: Wanted; readonly maker: Provisioner; readonly properties: Resource['properties'] };

const stepTo = (order: Order, aim: Aim): Step => {
  const { maker, one, properties } = aim;
  const before = order.before.get(one.logicalId);
  if (before === undefined) {
    const after = madeOf(order, aim, order.nameOf(one.logicalId));
    return { action: 'add', maker, after, changed: Object.keys(properties), isRelabelled: false };
  }
  const changed = changedBetween(before.resource.properties, properties);
  const replaces = changed.some((property) => maker.replacing.includes(property));
  const after = madeOf(order, aim, replaces ? order.nameOf(one.logicalId) : before.name);
  const isRelabelled =
    !isDeepStrictEqual(before.metadata, after.metadata) || !isDeepStrictEqual(before.stays, after.stays);
  const action = replaces ? 'replace' : changed.length > 0 || isRelabelled ? 'modify' : 'keep';
  return { action, maker, before, after, changed, isRelabelled };
};

const madeOf = ({ early }: Order, { one, maker, properties }: Aim, name: string): Made => ({
  resource: {
    logicalId: one.logicalId,
    type: one.resource.type,
    properties,
    ...(early === undefined ? {} : { early }),
  },
  identity: maker.identify(name, properties),
  name,
  needs: one.needs,
  stays: one.resource.stays ?? { onDelete: false, onReplace: false },
  ...('metadata' in one.resource ? { metadata: one.resource.metadata } : {}),
});

const changedBetween = (before: Resource['properties'], after: Resource['properties']): readonly string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => !isDeepStrictEqual(before[name], after[name]),
  );
