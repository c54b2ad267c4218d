import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Instant, Provisioner, Resource, Wires } from '../types.ts';
import { reserve } from './concurrency.ts';
import { checkDeadLetters } from './dead-letters.ts';
import { type Declarations, type DeclaredFunction, displayNameOf } from './declared.ts';
import { factsOf } from './facts.ts';
import { toFunctionArn } from './names.ts';
import { type Properties, propertiesOf } from './properties.ts';
import { variablesProblem } from './variables.ts';

/** `s3Key` is `Code.S3Key`, as synthesis wrote it: `<hash>.zip`. */
export type AssetDirectory = (s3Key: string) => string;

export type FunctionSources = {
  readonly assetDirectory: AssetDirectory;
  /** Whether the role's trust policy lets the service assume it; absent: not asked. */
  readonly canAssume?: ((roleArn: string, service: string) => boolean) | undefined;
};

/** The one runtime whose Node is the one that runs the simulation. */
const RUNTIME = 'nodejs24.x';

export const functionProvisioner = (
  wires: Wires,
  declarations: Declarations,
  sources: FunctionSources,
): Provisioner => ({
  type: 'AWS::Lambda::Function',
  // TracingConfig, Architectures, Description and Tags change nothing that a bundle could notice here.
  properties: [
    'Architectures',
    'Code',
    'DeadLetterConfig',
    'Description',
    'Environment',
    'FunctionName',
    'Handler',
    'LoggingConfig',
    'MemorySize',
    'ReservedConcurrentExecutions',
    'Role',
    'Runtime',
    'Tags',
    'Timeout',
    'TracingConfig',
  ],
  identify: (logicalId, properties) => {
    const given = properties['FunctionName'];
    const name = typeof given === 'string' ? given : logicalId;
    return { ref: name, attributes: { Arn: toFunctionArn(wires.account, name) } };
  },
  create: (resource, { ref }) => {
    const arn = toFunctionArn(wires.account, ref);
    const declared = declare(resource, { name: ref, arn, now: wires.clock.now() }, sources);
    checkDeadLetters(wires, declared);
    declarations.functions.set(arn, declared);
    declarations.revisions.set(arn, wires.seeded.id(`revision/${ref}`));
    const reserved = reservedOf(resource, propertiesOf(resource));
    if (reserved !== undefined) reserve(declarations, arn, reserved);
  },
});

type Named = Pick<DeclaredFunction, 'name' | 'arn'> & { readonly now: Instant };
const declare = (resource: Resource, { name, arn, now }: Named, sources: FunctionSources): DeclaredFunction => {
  const properties = propertiesOf(resource);
  if (properties.text('Runtime') !== RUNTIME) properties.refuse('Runtime', `only ${RUNTIME} can be run here`);
  const displayName = displayNameOf(resource.logicalId);
  return {
    logicalId: resource.logicalId,
    displayName,
    name,
    arn,
    role: roleOf(properties, displayName, sources),
    ...bundleOf(properties, sources.assetDirectory),
    memoryMb: properties.integer('MemorySize', { from: 128, to: 10_240, otherwise: 128 }),
    timeoutMs: properties.integer('Timeout', { from: 1, to: 900, otherwise: 3 }) * 1000,
    variables: variablesOf(properties),
    logGroup: logGroupOf(properties) ?? `/aws/lambda/${name}`,
    deadLetterArn: properties.section('DeadLetterConfig', ['TargetArn'])?.text('TargetArn'),
    facts: factsOf(resource, properties, now),
  };
};

const roleOf = (
  properties: Properties,
  functionName: string,
  { canAssume }: FunctionSources,
): DeclaredFunction['role'] => {
  const arn = properties.text('Role');
  if (canAssume?.(arn, 'lambda.amazonaws.com') === false) {
    properties.refuse(
      'Role',
      'the role cannot be assumed by Lambda: its trust policy does not name lambda.amazonaws.com',
    );
  }
  return { kind: 'role', arn, roleId: arn.split('/').at(-1) ?? arn, functionName };
};

const bundleOf = (properties: Properties, directoryOf: AssetDirectory): Bundle => {
  const code = properties.section('Code', ['S3Bucket', 'S3Key']);
  const [module = '', handler = ''] = properties.text('Handler').split('.');
  if (handler === '') return properties.refuse('Handler', 'it must be FILE.EXPORT');
  if (code === undefined) return properties.refuse('Code', 'it must be given');
  code.text('S3Bucket');
  const directory = directoryOf(code.text('S3Key'));
  const file = [`${module}.mjs`, `${module}.js`].map((name) => join(directory, name)).find((path) => existsSync(path));
  if (file === undefined)
    return properties.refuse('Handler', `there is no ${module}.mjs or ${module}.js in ${directory}`);
  return { directory, file, handler };
};
type Bundle = Pick<DeclaredFunction, 'directory' | 'file' | 'handler'>;

const variablesOf = (properties: Properties): DeclaredFunction['variables'] => {
  const section = properties.section('Environment', ['Variables']);
  const variables = section?.texts('Variables') ?? {};
  const problem = variablesProblem(variables);
  return problem === undefined ? variables : properties.refuse('Environment', problem);
};

const logGroupOf = (properties: Properties): string | undefined => {
  const logging = properties.section('LoggingConfig', ['LogFormat', 'LogGroup']);
  if ((logging?.maybeText('LogFormat') ?? 'Text') !== 'Text')
    properties.refuse('LoggingConfig', 'only Text is built here');
  return logging?.maybeText('LogGroup');
};

const reservedOf = (resource: Resource, properties: Properties): number | undefined =>
  resource.properties['ReservedConcurrentExecutions'] === undefined
    ? undefined
    : properties.integer('ReservedConcurrentExecutions', { from: 0, to: 1000, otherwise: 0 });
