import type { Account, Identity } from '../types.ts';
import { conditionOf } from './conditions.ts';
import { type Lookup, NO_VALUE } from './intrinsics.ts';
import { record, type Template } from './template.ts';

/** Stands for a resource that is already among the problems, so that those who refer to it add none of their own. */
export const UNKNOWN: Identity = { ref: 'unknown', attributes: {} };

/** What the template's expressions see: its parameters, the account's pseudo parameters, the resources named so far. */
export const lookupIn = (template: Template, account: Account, identities: ReadonlyMap<string, Identity>): Lookup => {
  const pseudo = pseudoParameters(template, account);
  const lookup: Lookup = {
    ref: (name) => {
      if (Object.hasOwn(pseudo, name)) return pseudo[name];
      const parameter = template.parameters[name];
      if (parameter !== undefined && parameter.default !== undefined) return parameter.default;
      if (parameter !== undefined) throw new Error(`parameter ${name} has no default, and nobody gives it a value`);
      return (identities.get(name) ?? missing(name)).ref;
    },
    attribute: (logicalId, attribute) => {
      const identity = identities.get(logicalId) ?? missing(logicalId);
      if (identity === UNKNOWN) return 'unknown';
      const value = identity.attributes[attribute];
      if (value !== undefined) return value;
      const known = Object.keys(identity.attributes).join(', ') || 'none';
      throw new Error(`${logicalId} has no attribute ${attribute} (known: ${known})`);
    },
    condition: (name) => conditionOf(template.conditions, lookup)(name),
    mapping: (map, first, second) => {
      const row = record(record(template.mappings[map])[first]);
      if (Object.hasOwn(row, second)) return row[second];
      throw new Error(`Fn::FindInMap: there is no ${map}.${first}.${second}`);
    },
  };
  return lookup;
};

const STACK_UUID = '00000000-0000-4000-8000-000000000000';

/** The ARN by which CloudFormation knows the stack. */
export const stackIdOf = ({ stackName }: Template, { id, region, partition }: Account): string =>
  `arn:${partition}:cloudformation:${region}:${id}:stack/${stackName}/${STACK_UUID}`;

const pseudoParameters = (template: Template, { id, region, partition }: Account): Record<string, unknown> => ({
  'AWS::AccountId': id,
  'AWS::Region': region,
  'AWS::Partition': partition,
  'AWS::URLSuffix': partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com',
  'AWS::StackName': template.stackName,
  'AWS::StackId': stackIdOf(template, { id, region, partition }),
  'AWS::NotificationARNs': [],
  'AWS::NoValue': NO_VALUE,
});

const missing = (logicalId: string): never => {
  throw new Error(`there is no resource or parameter ${logicalId}`);
};
