import type { Account, Identity } from '../types.ts';
import { conditionOf } from './conditions.ts';
import { type Lookup, NO_VALUE } from './intrinsics.ts';
import { refValue } from './parameters.ts';
import { record, type Template } from './template.ts';

/** Stands for a resource that is already among the problems, so that those who refer to it add none of their own. */
export const UNKNOWN: Identity = { ref: 'unknown', attributes: {} };

/** Where a template is deployed, and with which values for its parameters; one without a value has its default. */
export type Setting = {
  readonly account: Account;
  readonly stackName: string;
  readonly stackId: string;
  readonly parameters: Readonly<Record<string, unknown>>;
};

/** What the template's expressions see: its parameters, the account's pseudo parameters, the resources named so far. */
export const lookupIn = (template: Template, setting: Setting, identities: ReadonlyMap<string, Identity>): Lookup => {
  const pseudo = pseudoParameters(setting);
  const lookup: Lookup = {
    ref: (name) => {
      if (Object.hasOwn(pseudo, name)) return pseudo[name];
      if (Object.hasOwn(setting.parameters, name)) return setting.parameters[name];
      const parameter = template.parameters[name];
      if (parameter !== undefined && parameter.default !== undefined) return refValue(parameter, parameter.default);
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

/** The ARN by which CloudFormation knows a stack. */
export const stackIdOf = ({ id, region, partition }: Account, stackName: string, uuid = STACK_UUID): string =>
  `arn:${partition}:cloudformation:${region}:${id}:stack/${stackName}/${uuid}`;

/** Where a template is that the world began with. */
export const firstSetting = ({ stackName }: Template, account: Account): Setting => ({
  account,
  stackName,
  stackId: stackIdOf(account, stackName),
  parameters: {},
});

const pseudoParameters = ({ account, stackName, stackId }: Setting): Record<string, unknown> => ({
  'AWS::AccountId': account.id,
  'AWS::Region': account.region,
  'AWS::Partition': account.partition,
  'AWS::URLSuffix': account.partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com',
  'AWS::StackName': stackName,
  'AWS::StackId': stackId,
  'AWS::NotificationARNs': [],
  'AWS::NoValue': NO_VALUE,
});

const missing = (logicalId: string): never => {
  throw new Error(`there is no resource or parameter ${logicalId}`);
};
