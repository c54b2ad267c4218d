import { type Actor, type Named, type PolicyDocument, Refusal, type Statement } from '../types.ts';
import { conditionProblems } from './conditions.ts';
import { listed } from './policy.ts';
import { unknownVariables } from './variables.ts';

/** Where a policy stands: on a role or a user, as a role's trust, or on a resource of that service. */
export type PolicyPlace = 'identity' | 'trust' | 'ecr' | 's3' | 'sns' | 'sqs';

/** Throws, as PutRolePolicy and its kin do, when the document is malformed or asks for what is not known here. */
export const checkPolicy = (document: PolicyDocument, place: PolicyPlace): void => {
  const statements = listed(document.Statement);
  const problems = [
    ...unknownKeys(document, ['Version', 'Id', 'Statement'], 'policy'),
    ...versionProblems(document),
    ...(statements.length === 0 ? ['it has no statement'] : []),
    ...statements.flatMap((statement) => statementProblems(statement, place)),
  ];
  if (problems.length > 0) throw new Error(`malformed policy document: ${problems.join('; ')}`);
};

/** Characters of all the inline policies of one role or user, without white space. */
const LARGEST = { role: 10_240, user: 2_048 };

export const checkSizes = ({ kind, name }: Actor, policies: readonly PolicyDocument[]): void => {
  const size = policies.reduce((sum, document) => sum + JSON.stringify(document).length, 0);
  if (size > LARGEST[kind])
    throw new Refusal('LimitExceeded', `Maximum policy size of ${LARGEST[kind]} bytes exceeded for ${kind} ${name}`);
};

const STATEMENT_KEYS = [
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
];

/** Policies that stand on the one thing that they speak of. */
const WITHOUT_RESOURCE: readonly PolicyPlace[] = ['trust', 'ecr'];

const unknownKeys = (value: object, known: readonly string[], what: string): string[] =>
  Object.keys(value)
    .filter((key) => !known.includes(key))
    .map((key) => `${what} key ${key} is not supported`);

const versionProblems = ({ Version }: PolicyDocument): string[] =>
  Version === undefined || ['2012-10-17', '2008-10-17'].includes(Version)
    ? []
    : [`Version ${JSON.stringify(Version)} is unknown`];

const statementProblems = (statement: Statement, place: PolicyPlace): string[] => {
  const { Effect, Sid } = statement;
  return [
    ...unknownKeys(statement, STATEMENT_KEYS, 'statement'),
    ...(Effect === 'Allow' || Effect === 'Deny' ? [] : [`Effect is ${JSON.stringify(Effect)}, not Allow or Deny`]),
    ...(Sid === undefined || typeof Sid === 'string' ? [] : [`Sid ${JSON.stringify(Sid)} is not a string`]),
    ...principalProblems(statement, place),
    ...actionProblems(statement, place),
    ...(WITHOUT_RESOURCE.includes(place) ? noResourceProblems(statement, place) : resourceProblems(statement)),
    ...conditionProblems(statement.Condition),
  ];
};

const principalProblems = (statement: Statement, place: PolicyPlace): string[] => {
  const { Principal: named, NotPrincipal: spared, Effect } = statement;
  if (place === 'identity')
    return named === undefined && spared === undefined ? [] : ['an identity policy must not name a Principal'];
  if (place === 'trust' && spared !== undefined) return ['a trust policy must not name a NotPrincipal'];
  if (spared !== undefined && Effect !== 'Deny') return ['NotPrincipal is for Deny only'];
  if (named !== undefined && spared !== undefined) return ['a statement names Principal or NotPrincipal, not both'];
  return namedProblems(spared ?? named);
};

const namedProblems = (named: Named | undefined): string[] => {
  if (named === undefined) return ['a resource policy must name a Principal'];
  if (typeof named !== 'object')
    return named === '*' ? [] : [`Principal ${JSON.stringify(named)} is neither * nor an object`];
  if (Object.keys(named).length === 0) return ['a Principal must name somebody'];
  return [...unknownKeys(named, ['AWS', 'Service'], 'Principal'), ...Object.entries(named).flatMap(namesProblems)];
};

const PRINCIPALS: Readonly<Record<string, RegExp>> = {
  AWS: /^(\*|\d{12}|arn:[^:]+:(iam|sts)::\d{12}:.+)$/,
  Service: /^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/,
};

const namesProblems = ([kind, names]: [string, string | readonly string[]]): string[] =>
  listed(names)
    .filter((name) => typeof name !== 'string' || PRINCIPALS[kind]?.test(name) === false)
    .map((name) => `Principal ${kind} ${JSON.stringify(name)} is invalid`);

/** A resource's policy speaks of its own service only; SNS calls anything else out of service scope. */
const SCOPES: Readonly<Record<PolicyPlace, RegExp>> = {
  identity: /^(\*|[a-z0-9-]+:[\w*?]+)$/i,
  trust: /^sts:[\w*?]+$/i,
  ecr: /^(\*|ecr:[\w*?]+)$/i,
  s3: /^(\*|s3:[\w*?]+)$/i,
  sns: /^(\*|sns:[\w*?]+)$/i,
  sqs: /^(\*|sqs:[\w*?]+)$/i,
};

const actionProblems = ({ Action, NotAction }: Statement, place: PolicyPlace): string[] => {
  if ((Action === undefined) === (NotAction === undefined)) return ['a statement needs Action or NotAction'];
  const actions = [...listed(Action), ...listed(NotAction)];
  if (actions.length === 0) return ['a statement needs an action'];
  return actions
    .filter((action) => typeof action !== 'string' || !SCOPES[place].test(action))
    .map((action) => `action ${JSON.stringify(action)} is invalid`);
};

const noResourceProblems = ({ Resource, NotResource }: Statement, place: PolicyPlace): string[] =>
  Resource === undefined && NotResource === undefined ? [] : [`a ${place} policy must not name a Resource`];

const resourceProblems = ({ Resource, NotResource }: Statement): string[] => {
  if ((Resource === undefined) === (NotResource === undefined)) return ['a statement needs Resource or NotResource'];
  const resources = [...listed(Resource), ...listed(NotResource)];
  return resources.length === 0 ? ['a statement needs a resource'] : resources.flatMap(oneResourceProblems);
};

const oneResourceProblems = (resource: string): readonly string[] => {
  if (typeof resource !== 'string') return [`resource ${JSON.stringify(resource)} is not a string`];
  if (resource !== '*' && !resource.startsWith('arn:')) return [`resource ${resource} must be in ARN format or "*"`];
  const [, , vendor = '', region = '', account = ''] = resource.split(':');
  if (/[*?]/.test(vendor))
    return [`resource ${resource}: the vendor must be fully qualified and cannot contain regexes`];
  if ([vendor, region, account].some((part) => part.includes('$')))
    return [`resource ${resource}: a policy variable can only stand in its last part`];
  return unknownVariables(resource);
};
