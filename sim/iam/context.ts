import type { Need, Principal, Wires } from '../types.ts';
import { type Asker, isSession } from './principals.ts';

/** Values of the request's condition keys, by lower-cased key: IAM compares the names of keys regardless of case. */
export type Context = ReadonlyMap<string, readonly string[]>;

/** Keys that a request may carry. A policy that asks for another one would silently never apply, so it is refused. */
export const KEYS = [
  'aws:CurrentTime',
  'aws:EpochTime',
  'aws:MultiFactorAuthPresent',
  'aws:PrincipalAccount',
  'aws:PrincipalArn',
  'aws:PrincipalIsAWSService',
  'aws:PrincipalServiceName',
  'aws:PrincipalType',
  'aws:RequestedRegion',
  'aws:ResourceAccount',
  'aws:SecureTransport',
  'aws:SourceAccount',
  'aws:SourceArn',
  'aws:SourceIp',
  'aws:SourceOwner',
  'aws:username',
  'aws:ViaAWSService',
  'application-autoscaling:scalable-dimension',
  'application-autoscaling:service-namespace',
  'cloudwatch:namespace',
  'dynamodb:LeadingKeys',
  'iam:PassedToService',
  'iam:PolicyARN',
  'kms:ViaService',
  's3:ResourceAccount',
  'sns:Endpoint',
  'sns:Protocol',
  'sts:ExternalId',
  'sts:RoleSessionName',
] as const;

/** The one address that anybody here calls from. */
const LOOPBACK = '127.0.0.1';

type Values = Readonly<Record<string, string | readonly string[]>>;

/** What is known of a request: of the moment, of who asks, and what the request itself carries. */
export const contextOf = ({ account, clock }: Pick<Wires, 'account' | 'clock'>, asker: Asker, need: Need): Context => {
  const now = clock.now();
  const values: Values = {
    'aws:CurrentTime': new Date(now).toISOString(),
    'aws:EpochTime': String(Math.floor(now / 1000)),
    'aws:RequestedRegion': account.region,
    'aws:ResourceAccount': account.id,
    'aws:SecureTransport': 'true',
    'aws:ViaAWSService': 'false',
    ...(need.action.startsWith('s3:') ? { 's3:ResourceAccount': account.id } : {}),
    ...ofPrincipal(asker),
    ...need.context,
  };
  return new Map(Object.entries(values).map(([key, value]) => [key.toLowerCase(), [value].flat()]));
};

const ofPrincipal = ({ who, accountId, arn }: Asker): Values => {
  if (who.kind === 'service') return ofService(who, accountId);
  return {
    'aws:PrincipalAccount': accountId,
    'aws:PrincipalArn': arn,
    'aws:PrincipalIsAWSService': 'false',
    'aws:PrincipalType': isSession(who) ? 'AssumedRole' : 'User',
    'aws:SourceIp': LOOPBACK,
    'aws:SourceOwner': accountId,
    // A session's credentials are temporary; those of a user are not.
    ...(who.kind === 'role' || isSession(who)
      ? { 'aws:MultiFactorAuthPresent': 'false' }
      : { 'aws:username': who.name }),
  };
};

/** The account that owns the resource on whose behalf the service calls: its ARN names it, unless the ARN has none. */
const ofService = (who: Extract<Principal, { kind: 'service' }>, accountId: string): Values => {
  const owner = who.sourceArn.split(':')[4] || accountId;
  return {
    'aws:PrincipalIsAWSService': 'true',
    'aws:PrincipalServiceName': who.service,
    'aws:SourceAccount': owner,
    'aws:SourceArn': who.sourceArn,
    'aws:SourceOwner': owner,
  };
};
