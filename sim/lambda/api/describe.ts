import type {
  FunctionConfiguration,
  GetFunctionConfigurationRequest,
  GetFunctionRequest,
  GetFunctionResponse,
  ListFunctionsRequest,
  ListFunctionsResponse,
} from '@aws-sdk/client-lambda';
import type { Api } from '../../types.ts';
import { codeOf } from '../code.ts';
import type { DeclaredFunction } from '../declared.ts';
import { calledArn, calledIn, functionCalled, LATEST } from '../names.ts';
import { invalidParameter, only } from '../refusals.ts';
import { type Desk, onFunction } from './desk.ts';

export const describeOperations = (desk: Desk): Api['operations'] => ({
  GetFunction: onFunction(desk, 'GetFunction', (input: GetFunctionRequest) => getFunction(desk, input)),
  GetFunctionConfiguration: onFunction(
    desk,
    'GetFunctionConfiguration',
    ({ FunctionName = '', Qualifier }: GetFunctionConfigurationRequest) => {
      const called = calledIn(desk.wires.account, FunctionName, Qualifier);
      return configurationOf(desk, functionCalled(desk.declarations, called), calledArn(called));
    },
  ),
  ListFunctions: {
    needs: () => [{ action: 'lambda:ListFunctions', resource: '*' }],
    run: (input: ListFunctionsRequest) => listFunctions(desk, input),
  },
});

const getFunction = (desk: Desk, { FunctionName = '', Qualifier }: GetFunctionRequest): GetFunctionResponse => {
  const { wires, declarations } = desk;
  const called = calledIn(wires.account, FunctionName, Qualifier);
  const declared = functionCalled(declarations, called);
  const reserved = declarations.reserved.get(declared.arn);
  const { region, id } = wires.account;
  return {
    Configuration: configurationOf(desk, declared, calledArn(called)),
    Code: {
      RepositoryType: 'S3',
      Location: `https://awslambda-${region}-tasks.s3.${region}.amazonaws.com/snapshots/${id}/${declared.name}`,
    },
    ...(Object.keys(declared.facts.tags).length === 0 ? {} : { Tags: { ...declared.facts.tags } }),
    ...(reserved === undefined ? {} : { Concurrency: { ReservedConcurrentExecutions: reserved } }),
  };
};

/** `arn` as the caller knows the function: with a qualifier only if they gave one. */
export const configurationOf = (
  { declarations }: Desk,
  declared: DeclaredFunction,
  arn: string = declared.arn,
): FunctionConfiguration => {
  const { facts, variables, deadLetterArn } = declared;
  return {
    FunctionName: declared.name,
    FunctionArn: arn,
    Runtime: 'nodejs24.x',
    Role: declared.role.arn,
    Handler: facts.handler,
    ...codeOf(declared),
    Description: facts.description,
    Timeout: declared.timeoutMs / 1000,
    MemorySize: declared.memoryMb,
    LastModified: new Date(facts.modified).toISOString().replace('Z', '+0000'),
    Version: LATEST,
    ...(deadLetterArn === undefined ? {} : { DeadLetterConfig: { TargetArn: deadLetterArn } }),
    ...(Object.keys(variables).length === 0 ? {} : { Environment: { Variables: { ...variables } } }),
    TracingConfig: { Mode: facts.tracing as 'Active' },
    RevisionId: declarations.revisions.get(declared.arn),
    State: 'Active',
    ...(declarations.updating.has(declared.arn)
      ? {
          LastUpdateStatus: 'InProgress' as const,
          LastUpdateStatusReason: 'The function is being created.',
        }
      : { LastUpdateStatus: 'Successful' as const }),
    PackageType: 'Zip',
    Architectures: [facts.architecture as 'arm64'],
    EphemeralStorage: { Size: 512 },
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    LoggingConfig: { LogFormat: 'Text', LogGroup: declared.logGroup },
  };
};

/** Functions of one page at most. */
const PAGE = 50;

const listFunctions = (desk: Desk, input: ListFunctionsRequest): ListFunctionsResponse => {
  only(input, 'ListFunctions', ['FunctionVersion', 'Marker', 'MaxItems']);
  const { MaxItems: most = PAGE, Marker: marker = '0', FunctionVersion: version } = input;
  const from = Number(marker);
  if (!Number.isInteger(from)) throw invalidParameter(`The Marker ${marker} is not valid.`);
  const all = [...desk.declarations.functions.values()].sort(({ name: a }, { name: b }) => (a < b ? -1 : 1));
  const page = all.slice(from, from + Math.min(most, PAGE));
  const next = from + page.length;
  return {
    Functions: page.map((declared) =>
      configurationOf(desk, declared, version === 'ALL' ? `${declared.arn}:${LATEST}` : declared.arn),
    ),
    ...(next < all.length ? { NextMarker: String(next) } : {}),
  };
};
