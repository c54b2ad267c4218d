import type {
  DeleteFunctionRequest,
  FunctionConfiguration,
  UpdateFunctionConfigurationRequest,
} from '@aws-sdk/client-lambda';
import type { Api } from '../../types.ts';
import type { DeclaredFunction } from '../declared.ts';
import { forget } from '../forget.ts';
import { calledIn, functionCalled, LATEST } from '../names.ts';
import { conflict, invalidParameter, notFound, only, staleRevision } from '../refusals.ts';
import { variablesProblem } from '../variables.ts';
import { configurationOf } from './describe.ts';
import { type Desk, onFunction } from './desk.ts';

const MEMBERS = ['Description', 'Environment', 'FunctionName', 'MemorySize', 'RevisionId', 'Timeout'];

/** Until a changed configuration is in force; meanwhile the old one is. */
const UPDATE_MS = 2_000;

export const configureOperations = (desk: Desk): Api['operations'] => ({
  UpdateFunctionConfiguration: onFunction(
    desk,
    'UpdateFunctionConfiguration',
    (input: UpdateFunctionConfigurationRequest) => update(desk, input),
  ),
  DeleteFunction: onFunction(desk, 'DeleteFunction', (input: DeleteFunctionRequest) => remove(desk, input)),
});

const update = (desk: Desk, input: UpdateFunctionConfigurationRequest): FunctionConfiguration => {
  only(input, 'UpdateFunctionConfiguration', MEMBERS);
  const { wires, declarations } = desk;
  const called = calledIn(wires.account, input.FunctionName ?? '');
  const declared = functionCalled(declarations, { ...called, qualifier: undefined });
  checkUpdatable(desk, declared, input.RevisionId);
  const changed = changedBy(input, declared, wires.clock.now());
  beginUpdate(desk, declared, changed);
  return configurationOf(desk, changed);
};

export const checkUpdatable = (
  { declarations }: Desk,
  { arn }: DeclaredFunction,
  revisionId: string | undefined,
): void => {
  if (declarations.updating.has(arn))
    throw conflict(`The operation cannot be performed at this time. An update is in progress for resource: ${arn}`);
  if (revisionId !== undefined && revisionId !== declarations.revisions.get(arn)) throw staleRevision();
};

/** Until it is over, the function is as it was. */
export const beginUpdate = (desk: Desk, declared: DeclaredFunction, changed: DeclaredFunction): void => {
  const { wires, declarations } = desk;
  const { arn } = declared;
  declarations.updating.add(arn);
  revise(desk, declared);
  wires.clock.after(UPDATE_MS, `update of ${declared.displayName}`, () => {
    declarations.updating.delete(arn);
    if (declarations.functions.get(arn) !== declared) return;
    declarations.functions.set(arn, changed);
    revise(desk, changed);
    desk.pool.retire(arn);
  });
};

/** What the request does not speak of stays. */
const changedBy = (
  input: UpdateFunctionConfigurationRequest,
  declared: DeclaredFunction,
  now: number,
): DeclaredFunction => {
  const { Timeout: timeout, MemorySize: memory, Description: description } = input;
  const variables = input.Environment === undefined ? declared.variables : { ...input.Environment.Variables };
  const problem = variablesProblem(variables);
  if (problem !== undefined) throw invalidParameter(problem);
  checkRange('timeout', timeout, [1, 900]);
  checkRange('memorySize', memory, [128, 10_240]);
  return {
    ...declared,
    variables,
    timeoutMs: timeout === undefined ? declared.timeoutMs : timeout * 1000,
    memoryMb: memory ?? declared.memoryMb,
    facts: { ...declared.facts, description: description ?? declared.facts.description, modified: now },
  };
};

/** The service's model allows more: it also speaks of functions on instances of one's own. */
const checkRange = (member: string, value: number | undefined, [least, most]: readonly [number, number]): void => {
  if (value === undefined || (value >= least && value <= most)) return;
  throw invalidParameter(
    `'${member}' value failed to satisfy constraint: Member must have value ${value < least ? `greater than or equal to ${least}` : `less than or equal to ${most}`}`,
  );
};

export const revise = ({ wires, declarations }: Desk, { arn, name }: DeclaredFunction): void => {
  declarations.revisions.set(arn, wires.seeded.id(`revision/${name}`));
};

/** What is waiting in the function's queue is lost with it; what runs may end. */
const remove = (desk: Desk, { FunctionName = '', Qualifier }: DeleteFunctionRequest): unknown => {
  const { declarations, pool, wires } = desk;
  const called = calledIn(wires.account, FunctionName, Qualifier);
  if (called.qualifier === LATEST)
    throw invalidParameter('$LATEST version cannot be deleted without deleting the function.');
  if (!declarations.functions.has(called.arn)) throw notFound(`Function not found: ${called.arn}`);
  functionCalled(declarations, called);
  forget(declarations, pool, called.arn);
  return { StatusCode: 204 };
};
