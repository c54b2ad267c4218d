import type { Provisioner, Wires } from '../types.ts';
import { DEFAULT_INVOKE_CONFIG, type Declarations } from './declared.ts';
import { type Properties, propertiesOf } from './properties.ts';
import { existing } from './provision-permission.ts';

const DEFAULTS = DEFAULT_INVOKE_CONFIG;

export const eventInvokeConfigProvisioner = (wires: Wires, declarations: Declarations): Provisioner => ({
  type: 'AWS::Lambda::EventInvokeConfig',
  properties: ['DestinationConfig', 'FunctionName', 'MaximumEventAgeInSeconds', 'MaximumRetryAttempts', 'Qualifier'],
  identify: (logicalId) => ({ ref: logicalId, attributes: {} }),
  create: (resource) => {
    const properties = propertiesOf(resource);
    if (properties.text('Qualifier') !== '$LATEST') properties.refuse('Qualifier', 'only $LATEST exists here');
    const age = { from: 60, to: 21_600, otherwise: DEFAULTS.maxAgeMs / 1000 };
    declarations.invokeConfigs.set(existing(wires.account, declarations, properties), {
      retries: properties.integer('MaximumRetryAttempts', { from: 0, to: 2, otherwise: DEFAULTS.retries }),
      maxAgeMs: properties.integer('MaximumEventAgeInSeconds', age) * 1000,
      onFailure: onFailureOf(properties),
    });
  },
});

const onFailureOf = (properties: Properties): string | undefined => {
  const destinations = properties.section('DestinationConfig', ['OnFailure', 'OnSuccess']);
  if (destinations?.section('OnSuccess', ['Destination']) !== undefined)
    destinations.refuse('OnSuccess', 'it is not built here');
  const queue = destinations?.section('OnFailure', ['Destination'])?.text('Destination');
  if (queue !== undefined && !/^arn:[^:]+:sqs:/.test(queue)) {
    destinations?.refuse('OnFailure', 'only queues are built here as destinations');
  }
  return queue;
};
