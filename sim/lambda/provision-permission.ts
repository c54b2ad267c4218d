import type { Account, PolicyDocument, Provisioner, Statement, Wires } from '../types.ts';
import type { Declarations } from './declared.ts';
import { propertiesOf } from './properties.ts';

export const permissionProvisioner = (wires: Wires, declarations: Declarations): Provisioner => ({
  type: 'AWS::Lambda::Permission',
  properties: ['Action', 'FunctionName', 'Principal', 'SourceAccount', 'SourceArn'],
  identify: (logicalId) => ({ ref: logicalId, attributes: { Id: logicalId } }),
  create: (resource) => {
    const properties = propertiesOf(resource);
    const arn = toFunctionArn(wires.account, properties.text('FunctionName'));
    const statement: Statement = {
      Sid: resource.logicalId,
      Effect: 'Allow',
      Principal: { Service: properties.text('Principal') },
      Action: properties.text('Action'),
      Resource: arn,
      ...conditionOf(properties.maybeText('SourceArn'), properties.maybeText('SourceAccount')),
    };
    declarations.permissions.set(arn, [...(declarations.permissions.get(arn) ?? []), statement]);
  },
});

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
