import type { FunctionConfiguration, UpdateFunctionCodeRequest } from '@aws-sdk/client-lambda';
import type { Api } from '../../types.ts';
import { entryOf } from '../code.ts';
import type { Code, CodeStore } from '../code-store.ts';
import type { DeclaredFunction } from '../declared.ts';
import { calledIn, functionCalled } from '../names.ts';
import { invalidParameter, only } from '../refusals.ts';
import { beginUpdate, checkUpdatable } from './configure.ts';
import { configurationOf } from './describe.ts';
import { type Desk, onFunction } from './desk.ts';

const MEMBERS = ['DryRun', 'FunctionName', 'Publish', 'RevisionId', 'S3Bucket', 'S3Key', 'ZipFile'];

export const codeOperations = (desk: Desk): Api['operations'] => ({
  UpdateFunctionCode: onFunction(desk, 'UpdateFunctionCode', (input: UpdateFunctionCodeRequest) => update(desk, input)),
});

const update = (desk: Desk, input: UpdateFunctionCodeRequest): FunctionConfiguration => {
  only(input, 'UpdateFunctionCode', MEMBERS);
  if (input.Publish === true) throw new Error('the small AWS publishes no versions');
  const called = calledIn(desk.wires.account, input.FunctionName ?? '');
  const declared = functionCalled(desk.declarations, { ...called, qualifier: undefined });
  checkUpdatable(desk, declared, input.RevisionId);
  const changed = withCode(declared, codeIn(desk.code, input), desk.wires.clock.now());
  if (input.DryRun !== true) beginUpdate(desk, declared, changed);
  return configurationOf(desk, changed);
};

const codeIn = (code: CodeStore, { ZipFile: zip, S3Bucket: bucket, S3Key: key }: UpdateFunctionCodeRequest): Code => {
  const isElsewhere = bucket !== undefined || key !== undefined;
  if (zip !== undefined && isElsewhere)
    throw invalidParameter('Please do not provide other FunctionCode parameters when providing a ZipFile.');
  if (zip !== undefined) return code.inArchive(zip);
  if (bucket !== undefined && key !== undefined) return code.inBucket(bucket, key);
  throw invalidParameter('Please provide a source for function code.');
};

const withCode = (declared: DeclaredFunction, code: Code, now: number): DeclaredFunction => {
  const { archive: _, ...rest } = declared;
  const { handler, file, looked } = entryOf(code, declared.facts.handler);
  if (file === undefined) throw new Error(`the small AWS runs no function without its handler: there is no ${looked}`);
  return { ...rest, ...code, file, handler, facts: { ...declared.facts, modified: now } };
};
