import type { AssumeRoleRequest, AssumeRoleResponse } from '@aws-sdk/client-sts';
import type { Role } from '../../iam/book.ts';
import type { Roles } from '../../iam/iam.ts';
import { isSession, sessionArnOf } from '../../iam/principals.ts';
import { HOUR } from '../../iam/roles.ts';
import { type Need, type Principal, Refusal, type Wires } from '../../types.ts';

/** What would narrow the session, or mark it. */
const UNKNOWN = [
  'Policy',
  'PolicyArns',
  'ProvidedContexts',
  'SerialNumber',
  'SourceIdentity',
  'Tags',
  'TokenCode',
  'TransitiveTagKeys',
];

/** Temporary credentials of a role, for whomever it trusts. */
export const assumeRole = (
  wires: Wires,
  { mayAssume, keys }: Pick<Roles, 'mayAssume' | 'keys'>,
  who: Principal,
  input: AssumeRoleRequest,
): AssumeRoleResponse => {
  checkKnown(input);
  const { RoleArn: arn = '', RoleSessionName: session = '', DurationSeconds: seconds = HOUR } = input;
  if (!/^arn:[^:]+:[^:]+:[^:]*:[^:]*:.+$/.test(arn)) throw invalid(`${arn} is invalid`);
  const assumed = mayAssume(who, needOf(input));
  if (!assumed.allowed) throw denied(wires, who, { arn, why: assumed.why });
  const { role } = assumed;
  checkDuration(role, who, seconds);
  const opened = keys.open({ kind: 'person', name: session, as: { kind: 'role', name: role.name } }, seconds);
  return {
    Credentials: {
      AccessKeyId: opened.accessKeyId,
      SecretAccessKey: opened.secret,
      SessionToken: opened.token,
      Expiration: new Date(opened.expires),
    },
    AssumedRoleUser: {
      AssumedRoleId: `${role.id}:${session}`,
      Arn: sessionArnOf(wires.account, role.name, session),
    },
  };
};

const checkKnown = (input: AssumeRoleRequest): void => {
  for (const [member, value] of Object.entries(input)) {
    const isEmpty = Array.isArray(value) && value.length === 0;
    if (UNKNOWN.includes(member) && !isEmpty) throw new Error(`the small AWS knows no ${member} of STS's AssumeRole`);
  }
};

const needOf = ({
  RoleArn: resource = '',
  RoleSessionName: session = '',
  ExternalId: id,
}: AssumeRoleRequest): Need => ({
  action: 'sts:AssumeRole',
  resource,
  context: { 'sts:RoleSessionName': session, ...(id === undefined ? {} : { 'sts:ExternalId': id }) },
});

const checkDuration = ({ maxSessionSeconds }: Role, who: Principal, seconds: number): void => {
  if (isSession(who) && seconds > HOUR)
    throw invalid('The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining');
  if (seconds > maxSessionSeconds)
    throw invalid('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
};

const invalid = (message: string): Refusal => new Refusal('ValidationError', message);

const denied = (
  wires: Wires,
  who: Principal,
  { arn, why }: { readonly arn: string; readonly why: string },
): Refusal => {
  const from = who.kind === 'role' ? who.functionName : `person ${who.kind === 'person' ? who.name : who.service}`;
  wires.journal.write('missing-hop', { hop: 'grant', from, to: `sts:AssumeRole on ${arn}`, why });
  return new Refusal('AccessDenied', why, 403);
};
