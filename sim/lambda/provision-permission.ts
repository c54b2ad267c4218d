import type { Account, Provisioner, Wires } from '../types.ts';
import type { Declarations, DeclaredFunction } from './declared.ts';
import { toFunctionArn } from './names.ts';
import { type Properties, propertiesOf } from './properties.ts';
import { permit } from './statements.ts';

export const permissionProvisioner = (wires: Wires, declarations: Declarations): Provisioner => ({
  type: 'AWS::Lambda::Permission',
  properties: ['Action', 'FunctionName', 'Principal', 'SourceAccount', 'SourceArn'],
  replacing: ['Action', 'FunctionName', 'Principal', 'SourceAccount', 'SourceArn'],
  identify: (name) => ({ ref: name, attributes: { Id: name } }),
  create: (resource, { ref: id }) => {
    const properties = propertiesOf(resource);
    permit(declarations, {
      id,
      functionArn: existing(wires.account, declarations, properties).arn,
      action: matching(properties, 'Action', ACTION),
      principal: properties.text('Principal'),
      sourceArn: properties.maybeText('SourceArn'),
      sourceAccount: properties.maybeText('SourceAccount'),
    });
  },
  // Whatever changes a permission makes another one in its place.
  update: () => {},
  remove: (resource, { ref: id }) => {
    const arn = toFunctionArn(wires.account, propertiesOf(resource).text('FunctionName'));
    const left = declarations.permissions.get(arn)?.filter(({ Sid }) => Sid !== id) ?? [];
    if (left.length > 0) declarations.permissions.set(arn, left);
    else declarations.permissions.delete(arn);
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
