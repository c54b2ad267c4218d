import type { Account, Provisioner, Wires } from '../types.ts';
import type { Declarations, DeclaredFunction } from './declared.ts';
import { toFunctionArn } from './names.ts';
import { type Properties, propertiesOf } from './properties.ts';
import { permit } from './statements.ts';

export const permissionProvisioner = (wires: Wires, declarations: Declarations): Provisioner => ({
  type: 'AWS::Lambda::Permission',
  properties: ['Action', 'FunctionName', 'Principal', 'SourceAccount', 'SourceArn'],
  identify: (logicalId) => ({ ref: logicalId, attributes: { Id: logicalId } }),
  create: (resource) => {
    const properties = propertiesOf(resource);
    permit(declarations, {
      id: resource.logicalId,
      functionArn: existing(wires.account, declarations, properties).arn,
      action: matching(properties, 'Action', ACTION),
      principal: properties.text('Principal'),
      sourceArn: properties.maybeText('SourceArn'),
      sourceAccount: properties.maybeText('SourceAccount'),
    });
  },
});

const ACTION = { pattern: /^(\*|lambda:(\*|[a-zA-Z]+))$/, what: 'it must be an action of Lambda' };

const matching = (properties: Properties, name: string, { pattern, what }: typeof ACTION): string => {
  const value = properties.text(name);
  return pattern.test(value) ? value : properties.refuse(name, what);
};

/** The function that a resource is about, which must be there by then. */
export const existing = (account: Account, { functions }: Declarations, properties: Properties): DeclaredFunction =>
  functions.get(toFunctionArn(account, properties.text('FunctionName'))) ??
  properties.refuse('FunctionName', 'there is no such function');
