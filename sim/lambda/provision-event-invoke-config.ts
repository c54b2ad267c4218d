import type { Provisioner, Resource, Wires } from '../types.ts';
import { DEFAULT_MAX_AGE_MS, DEFAULT_RETRIES, type Declarations } from './declared.ts';
import { checkDestination, type Outlet } from './destinations.ts';
import { toFunctionArn } from './names.ts';
import { type Properties, propertiesOf } from './properties.ts';
import { existing } from './provision-permission.ts';

export const eventInvokeConfigProvisioner = (wires: Wires, declarations: Declarations): Provisioner => ({
  type: 'AWS::Lambda::EventInvokeConfig',
  properties: ['DestinationConfig', 'FunctionName', 'MaximumEventAgeInSeconds', 'MaximumRetryAttempts', 'Qualifier'],
  replacing: ['FunctionName', 'Qualifier'],
  identify: (name) => ({ ref: name, attributes: {} }),
  create: (resource) => put(wires, declarations, resource),
  update: (resource) => put(wires, declarations, resource),
  remove: (resource) =>
    void declarations.invokeConfigs.delete(toFunctionArn(wires.account, propertiesOf(resource).text('FunctionName'))),
});

const put = (wires: Wires, declarations: Declarations, resource: Resource): void => {
  const properties = propertiesOf(resource);
  if (properties.text('Qualifier') !== '$LATEST') properties.refuse('Qualifier', 'only $LATEST exists here');
  const declared = existing(wires.account, declarations, properties);
  const age = { from: 60, to: 21_600, otherwise: DEFAULT_MAX_AGE_MS / 1000 };
  const config = {
    retries: properties.integer('MaximumRetryAttempts', { from: 0, to: 2, otherwise: DEFAULT_RETRIES }),
    maxAgeMs: properties.integer('MaximumEventAgeInSeconds', age) * 1000,
    ...destinationsOf(properties),
  };
  for (const outlet of ['onSuccess', 'onFailure'] as const) {
    const arn = config[outlet];
    if (arn !== undefined) checkDestination(wires, declarations, { declared, outlet, arn });
  }
  declarations.invokeConfigs.set(declared.arn, { ...config, modified: wires.clock.now() });
};

const destinationsOf = (properties: Properties): { readonly [outlet in Outlet]?: string } => {
  const destinations = properties.section('DestinationConfig', ['OnFailure', 'OnSuccess']);
  const [onFailure, onSuccess] = ['OnFailure', 'OnSuccess'].map((name) =>
    destinations?.section(name, ['Destination'])?.text('Destination'),
  );
  return { ...(onFailure === undefined ? {} : { onFailure }), ...(onSuccess === undefined ? {} : { onSuccess }) };
};
