import type { PolicyDocument, Statement } from '../types.ts';
import { Refusal } from '../types.ts';
import type { Declarations } from './declared.ts';
import { conflict, invalidParameter } from './refusals.ts';

/** One permission, as AddPermission and `AWS::Lambda::Permission` ask for it. */
export type Permission = {
  readonly id: string;
  readonly functionArn: string;
  readonly action: string;
  readonly principal: string;
  readonly sourceArn?: string | undefined;
  readonly sourceAccount?: string | undefined;
};

/** Bytes of one function's policy. */
const LARGEST = 20_480;

/** Adds a statement to the function's policy, and answers it. */
export const permit = (declarations: Declarations, permission: Permission): Statement => {
  const { id, functionArn, action, principal, sourceArn, sourceAccount } = permission;
  const statements = declarations.permissions.get(functionArn) ?? [];
  if (statements.some(({ Sid }) => Sid === id))
    throw conflict(
      `The statement id (${id}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
    );
  const statement: Statement = {
    Sid: id,
    Effect: 'Allow',
    Principal: principalOf(functionArn, principal),
    Action: action,
    Resource: functionArn,
    ...conditionOf(sourceArn, sourceAccount),
  };
  const policy = policyWith([...statements, statement]);
  const size = Buffer.byteLength(JSON.stringify(policy));
  if (size > LARGEST)
    throw new Refusal(
      'PolicyLengthExceededException',
      `The final policy size (${size}) is bigger than the limit (${LARGEST}).`,
      400,
      { Type: 'User' },
    );
  declarations.permissions.set(functionArn, policy.Statement);
  return statement;
};

/** A service by its name, an account by its number, a user or a role by its ARN, or everybody. */
const principalOf = (functionArn: string, principal: string): NonNullable<Statement['Principal']> => {
  const partition = functionArn.split(':')[1];
  if (principal === '*') return '*';
  if (/^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/.test(principal)) return { Service: principal };
  if (/^\d{12}$/.test(principal)) return { AWS: `arn:${partition}:iam::${principal}:root` };
  if (/^arn:[^:]+:(iam|sts)::\d{12}:.+$/.test(principal)) return { AWS: principal };
  throw invalidParameter('The provided principal was invalid. Please check the principal and try again.');
};

const conditionOf = (
  sourceArn: string | undefined,
  sourceAccount: string | undefined,
): Pick<Statement, 'Condition'> => {
  const condition = {
    ...(sourceAccount === undefined ? {} : { StringEquals: { 'AWS:SourceAccount': sourceAccount } }),
    ...(sourceArn === undefined ? {} : { ArnLike: { 'AWS:SourceArn': sourceArn } }),
  };
  return Object.keys(condition).length === 0 ? {} : { Condition: condition };
};

export const policyOf = ({ permissions }: Declarations, functionArn: string): PolicyDocument =>
  policyWith(permissions.get(functionArn) ?? []);

const policyWith = (statements: readonly Statement[]): PolicyDocument & { readonly Id: string } => ({
  Version: '2012-10-17',
  Id: 'default',
  Statement: statements,
});
