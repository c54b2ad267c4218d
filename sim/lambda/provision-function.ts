import type { Instant, Provisioner, Resource, Wires } from '../types.ts';
import { entryOf } from './code.ts';
import type { CodeStore } from './code-store.ts';
import { reserve } from './concurrency.ts';
import { checkDeadLetters } from './dead-letters.ts';
import { type Declarations, type DeclaredFunction, displayNameOf } from './declared.ts';
import { factsOf } from './facts.ts';
import { forget } from './forget.ts';
import { toFunctionArn } from './names.ts';
import type { Pool } from './pool.ts';
import { type Properties, propertiesOf } from './properties.ts';
import { conflict, notFound } from './refusals.ts';
import { variablesProblem } from './variables.ts';

export type FunctionSources = {
  readonly code: Pick<CodeStore, 'inBucket'>;
  /** Whether the role's trust policy lets the service assume it; absent: not asked. */
  readonly canAssume?: ((roleArn: string, service: string) => boolean) | undefined;
  readonly pool: Pick<Pool, 'retire'>;
};

/** The one runtime whose Node is the one that runs the simulation. */
const RUNTIME = 'nodejs24.x';

export const functionProvisioner = (
  wires: Wires,
  declarations: Declarations,
  sources: FunctionSources,
): Provisioner => {
  const put = (resource: Resource, named: Named): void => {
    const declared = declare(resource, named, sources);
    checkDeadLetters(wires, declared);
    const reserved = reservedOf(resource, propertiesOf(resource));
    // First, for it may be refused.
    if (reserved === undefined) declarations.reserved.delete(named.arn);
    else reserve(declarations, named.arn, reserved);
    declarations.functions.set(named.arn, declared);
    declarations.revisions.set(named.arn, wires.seeded.id(`revision/${named.name}`));
  };
  return {
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
    replacing: ['FunctionName'],
    identify: (otherwise, properties) => {
      const given = properties['FunctionName'];
      const name = typeof given === 'string' ? given : otherwise;
      return { ref: name, attributes: { Arn: toFunctionArn(wires.account, name) } };
    },
    create: (resource, { ref }) => {
      const arn = toFunctionArn(wires.account, ref);
      if (declarations.functions.has(arn)) throw conflict(`Function already exist: ${ref}`);
      put(resource, { name: ref, arn, now: wires.clock.now() });
    },
    update: (resource, { ref }) => {
      const arn = toFunctionArn(wires.account, ref);
      if (!declarations.functions.has(arn)) throw notFound(`Function not found: ${arn}`);
      put(resource, { name: ref, arn, now: wires.clock.now() });
      sources.pool.retire(arn);
    },
    remove: (_, { ref }) => forget(declarations, sources.pool, toFunctionArn(wires.account, ref)),
  };
};

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
    ...bundleOf(properties, sources.code),
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

const bundleOf = (properties: Properties, store: FunctionSources['code']): Bundle => {
  const place = properties.section('Code', ['S3Bucket', 'S3Key']);
  if (place === undefined) return properties.refuse('Code', 'it must be given');
  const code = store.inBucket(place.text('S3Bucket'), place.text('S3Key'));
  const { handler, file, looked } = entryOf(code, properties.text('Handler'));
  if (handler === '') return properties.refuse('Handler', 'it must be FILE.EXPORT');
  if (file === undefined) return properties.refuse('Handler', `there is no ${looked}`);
  return { ...code, file, handler };
};
type Bundle = Pick<DeclaredFunction, 'directory' | 'archive' | 'file' | 'handler'>;

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
