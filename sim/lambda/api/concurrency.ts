import type {
  DeleteFunctionConcurrencyRequest,
  GetFunctionConcurrencyRequest,
  GetFunctionConcurrencyResponse,
  PutFunctionConcurrencyRequest,
} from '@aws-sdk/client-lambda';
import type { Api } from '../../types.ts';
import { reserve } from '../concurrency.ts';
import type { DeclaredFunction } from '../declared.ts';
import { calledIn, LATEST } from '../names.ts';
import { invalidParameter, notFound } from '../refusals.ts';
import { type Desk, onFunction } from './desk.ts';

export const concurrencyOperations = (desk: Desk): Api['operations'] => ({
  PutFunctionConcurrency: onFunction(
    desk,
    'PutFunctionConcurrency',
    ({ FunctionName, ReservedConcurrentExecutions: wanted = 0 }: PutFunctionConcurrencyRequest) => {
      reserve(desk.declarations, unqualified(desk, FunctionName, LATEST).arn, wanted);
      return { ReservedConcurrentExecutions: wanted };
    },
  ),
  GetFunctionConcurrency: onFunction(
    desk,
    'GetFunctionConcurrency',
    ({ FunctionName }: GetFunctionConcurrencyRequest): GetFunctionConcurrencyResponse => {
      const reserved = desk.declarations.reserved.get(unqualified(desk, FunctionName).arn);
      return reserved === undefined ? {} : { ReservedConcurrentExecutions: reserved };
    },
  ),
  DeleteFunctionConcurrency: onFunction(
    desk,
    'DeleteFunctionConcurrency',
    ({ FunctionName }: DeleteFunctionConcurrencyRequest) => {
      desk.declarations.reserved.delete(unqualified(desk, FunctionName).arn);
      return {};
    },
  ),
});

/** Concurrency is reserved for functions as a whole. `missed`: by which version one that is not there is missed. */
const unqualified = ({ wires, declarations }: Desk, name = '', missed?: string): DeclaredFunction => {
  const { arn, qualifier } = calledIn(wires.account, name);
  if (qualifier !== undefined)
    throw invalidParameter(
      'This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please specify either a function name or an unqualified function ARN.',
    );
  const found = declarations.functions.get(arn);
  if (found === undefined) throw notFound(`Function not found: ${missed === undefined ? arn : `${arn}:${missed}`}`);
  return found;
};
