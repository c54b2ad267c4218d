import type {
  AddPermissionRequest,
  AddPermissionResponse,
  GetPolicyRequest,
  GetPolicyResponse,
  RemovePermissionRequest,
} from '@aws-sdk/client-lambda';
import type { Api } from '../../types.ts';
import { calledIn, checkVersion, functionCalled, LATEST } from '../names.ts';
import { invalidParameter, notFound, only, staleRevision } from '../refusals.ts';
import { permit, policyOf } from '../statements.ts';
import { revise } from './configure.ts';
import { type Desk, onFunction } from './desk.ts';

const MEMBERS = ['Action', 'FunctionName', 'Principal', 'Qualifier', 'RevisionId'];

export const permissionOperations = (desk: Desk): Api['operations'] => ({
  AddPermission: onFunction(desk, 'AddPermission', (input: AddPermissionRequest) => add(desk, input)),
  RemovePermission: onFunction(desk, 'RemovePermission', (input: RemovePermissionRequest) => remove(desk, input)),
  GetPolicy: onFunction(desk, 'GetPolicy', (input: GetPolicyRequest) => getPolicy(desk, input)),
});

const add = (desk: Desk, input: AddPermissionRequest): AddPermissionResponse => {
  only(input, 'AddPermission', [...MEMBERS, 'SourceAccount', 'SourceArn', 'StatementId']);
  const called = calledIn(desk.wires.account, input.FunctionName ?? '', input.Qualifier);
  if (called.qualifier === LATEST) throw invalidParameter('We currently do not support adding policies for $LATEST.');
  const declared = functionCalled(desk.declarations, called);
  checkRevision(desk, declared.arn, input);
  const statement = permit(desk.declarations, {
    id: input.StatementId ?? '',
    functionArn: declared.arn,
    action: input.Action ?? '',
    principal: input.Principal ?? '',
    sourceArn: input.SourceArn,
    sourceAccount: input.SourceAccount,
  });
  revise(desk, declared);
  return { Statement: JSON.stringify(statement) };
};

const remove = (desk: Desk, input: RemovePermissionRequest): unknown => {
  const { wires, declarations } = desk;
  const called = calledIn(wires.account, input.FunctionName ?? '', input.Qualifier);
  const declared = declarations.functions.get(called.arn);
  if (declared === undefined) throw notFound(`No policy found for: ${called.arn}`);
  checkVersion(called);
  const statements = declarations.permissions.get(called.arn) ?? [];
  if (statements.length === 0) throw notFound('No policy is associated with the given resource.');
  const left = statements.filter(({ Sid }) => Sid !== input.StatementId);
  if (left.length === statements.length)
    throw notFound(`Statement ${input.StatementId} is not found in resource policy.`);
  checkRevision(desk, called.arn, input);
  declarations.permissions.set(called.arn, left);
  revise(desk, declared);
  return {};
};

const getPolicy = ({ wires, declarations }: Desk, input: GetPolicyRequest): GetPolicyResponse => {
  const { arn, qualifier = LATEST } = calledIn(wires.account, input.FunctionName ?? '', input.Qualifier);
  const policy = policyOf(declarations, arn);
  if (!declarations.functions.has(arn) || qualifier !== LATEST || policy.Statement.length === 0)
    throw notFound('The resource you requested does not exist.');
  return { Policy: JSON.stringify(policy), RevisionId: declarations.revisions.get(arn) };
};

type Revised = { readonly RevisionId?: string | undefined };

const checkRevision = ({ declarations }: Desk, arn: string, { RevisionId: wanted }: Revised): void => {
  if (wanted !== undefined && wanted !== declarations.revisions.get(arn)) throw staleRevision();
};
