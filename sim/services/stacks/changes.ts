import type { Change, ResourceAttribute, ResourceChange, ResourceChangeDetail } from '@aws-sdk/client-cloudformation';
import type { Made, Plan, Step } from '../../template/plan.ts';

/** One change, as a change set shows it: with the values of properties, or without. */
export type Shown = (withValues: boolean) => Change;

export const changesOf = ({ steps, gone }: Plan): readonly Shown[] => [
  ...steps.flatMap((step) => (step.action === 'keep' ? [] : [shownStep(step)])),
  ...gone.map(removal),
];

const shownStep =
  (step: Step): Shown =>
  (withValues) => ({
    Type: 'Resource',
    ResourceChange: step.before === undefined ? added(step, withValues) : modified(step, step.before, withValues),
  });

const added = ({ after: { resource } }: Step, withValues: boolean): ResourceChange => ({
  Action: 'Add',
  LogicalResourceId: resource.logicalId,
  ResourceType: resource.type,
  Scope: [],
  Details: [],
  ...(withValues ? { AfterContext: contextOf(resource.properties) } : {}),
});

const modified = (step: Step, before: Made, withValues: boolean): ResourceChange => {
  const { action, after, changed } = step;
  const replaces = action === 'replace';
  return {
    ...(replaces ? { PolicyAction: before.stays.onReplace ? 'ReplaceAndRetain' : 'ReplaceAndDelete' } : {}),
    Action: 'Modify',
    LogicalResourceId: after.resource.logicalId,
    PhysicalResourceId: before.identity.ref,
    ResourceType: after.resource.type,
    Replacement: replaces ? 'True' : 'False',
    Scope: scopeOf(step, before),
    Details: [
      ...changed.map((name) => detailOf(step, before, { name, withValues })),
      ...scopeOf(step, before)
        .filter((attribute) => attribute !== 'Properties')
        .map((Attribute): ResourceChangeDetail => ({ Target: { Attribute, RequiresRecreation: 'Never' }, ...DIRECT })),
    ],
    ...(withValues
      ? { BeforeContext: contextOf(before.resource.properties), AfterContext: contextOf(after.resource.properties) }
      : {}),
  };
};

const DIRECT = { Evaluation: 'Static', ChangeSource: 'DirectModification' } as const;

const scopeOf = ({ changed, after }: Step, before: Made): ResourceAttribute[] => [
  ...(changed.length > 0 ? (['Properties'] as const) : []),
  ...(JSON.stringify(before.metadata) === JSON.stringify(after.metadata) ? [] : (['Metadata'] as const)),
  ...(before.stays.onDelete === after.stays.onDelete ? [] : (['DeletionPolicy'] as const)),
  ...(before.stays.onReplace === after.stays.onReplace ? [] : (['UpdateReplacePolicy'] as const)),
];

type Asked = { readonly name: string; readonly withValues: boolean };

const detailOf = ({ maker, after }: Step, before: Made, { name, withValues }: Asked): ResourceChangeDetail => {
  const [old, now] = [before.resource.properties[name], after.resource.properties[name]];
  return {
    Target: {
      Attribute: 'Properties',
      Name: name,
      RequiresRecreation: maker.replacing.includes(name) ? 'Always' : 'Never',
      ...(withValues
        ? {
            Path: `/Properties/${name}`,
            ...(old === undefined ? {} : { BeforeValue: textOf(old) }),
            ...(now === undefined ? {} : { AfterValue: textOf(now) }),
            AttributeChangeType: old === undefined ? 'Add' : now === undefined ? 'Remove' : 'Modify',
          }
        : {}),
    },
    ...DIRECT,
  };
};

const removal =
  ({ resource, identity, stays }: Made): Shown =>
  (withValues) => ({
    Type: 'Resource',
    ResourceChange: {
      PolicyAction: stays.onDelete ? 'Retain' : 'Delete',
      Action: 'Remove',
      LogicalResourceId: resource.logicalId,
      PhysicalResourceId: identity.ref,
      ResourceType: resource.type,
      Scope: [],
      Details: [],
      ...(withValues ? { BeforeContext: contextOf(resource.properties) } : {}),
    },
  });

const contextOf = (properties: Made['resource']['properties']): string => JSON.stringify({ Properties: properties });
const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
