import type { Account, PolicyDocument, Provisioner, Statement, Wires } from '../types.ts';
import type { Declarations } from './declared.ts';
import { type Properties, propertiesOf } from './properties.ts';

export const permissionProvisioner = (wires: Wires, declarations: Declarations): Provisioner => ({
  type: 'AWS::Lambda::Permission',
  properties: ['Action', 'FunctionName', 'Principal', 'SourceAccount', 'SourceArn'],
  identify: (logicalId) => ({ ref: logicalId, attributes: { Id: logicalId } }),
  create: (resource) => {
    const properties = propertiesOf(resource);
    const arn = existing(wires.account, declarations, properties);
    const statement: Statement = {
      Sid: resource.logicalId,
      Effect: 'Allow',
      Principal: { Service: matching(properties, 'Principal', SERVICE) },
      Action: matching(properties, 'Action', ACTION),
      Resource: arn,
      ...conditionOf(properties.maybeText('SourceArn'), properties.maybeText('SourceAccount')),
    };
    declarations.permissions.set(arn, [...(declarations.permissions.get(arn) ?? []), statement]);
  },
});

const SERVICE = { pattern: /^[a-z0-9.-]+\.amazonaws\.com$/, what: "it must be a service's: nobody else is built here" };
const ACTION = { pattern: /^(\*|lambda:(\*|[a-zA-Z]+))$/, what: 'it must be an action of Lambda' };

const matching = (properties: Properties, name: string, { pattern, what }: typeof SERVICE): string => {
  const value = properties.text(name);
  return pattern.test(value) ? value : properties.refuse(name, what);
};

/** ARN of the function that a resource is about, which must be there by then. */
export const existing = (account: Account, { functions }: Declarations, properties: Properties): string => {
  const arn = toFunctionArn(account, properties.text('FunctionName'));
  return functions.has(arn) ? arn : properties.refuse('FunctionName', 'there is no such function');
};

/** Lambda turns the two source properties into these conditions of the function's policy. */
const conditionOf = (
  sourceArn: string | undefined,
  sourceAccount: string | undefined,
): Pick<Statement, 'Condition'> => {
  const condition = {
    ...(sourceArn === undefined ? {} : { ArnLike: { 'aws:SourceArn': sourceArn } }),
    ...(sourceAccount === undefined ? {} : { StringEquals: { 'aws:SourceAccount': sourceAccount } }),
  };
  return Object.keys(condition).length === 0 ? {} : { Condition: condition };
};

export const policyOf = (declarations: Declarations, arn: string): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: declarations.permissions.get(arn) ?? [],
});

/** Resources name a function by its name or by its ARN. */
export const toFunctionArn = ({ partition, region, id }: Account, nameOrArn: string): string =>
  nameOrArn.startsWith('arn:') ? nameOrArn : `arn:${partition}:lambda:${region}:${id}:function:${nameOrArn}`;
