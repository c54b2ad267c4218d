import { type Account, type Actor, type Instant, type PolicyDocument, Refusal } from '../types.ts';
import { type AwsPolicy, awsPolicies } from './aws-policies.ts';
import { checkPolicy, checkSizes } from './check-policy.ts';
import { arnOf, uniqueId } from './ids.ts';

/** A policy as it was written, and as it is read. */
export type Written = { readonly text: string; readonly document: PolicyDocument };

export type Tags = readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[];

/** A user or a role. */
export type Entity = {
  readonly kind: Actor['kind'];
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  readonly id: string;
  readonly created: Instant;
  readonly tags: Tags;
  /** Inline policies by name. */
  readonly inline: Map<string, Written>;
  /** ARNs of managed policies. */
  readonly attached: Set<string>;
};
export type Role = Entity & { description: string | undefined; maxSessionSeconds: number; trust: Written };

/** A managed policy of the account. */
export type ManagedPolicy = {
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  readonly id: string;
  readonly created: Instant;
  readonly tags: Tags;
  readonly description: string | undefined;
  /** The only version that is kept: `v1`, and one more for each change. */
  version: number;
  changed: Instant;
  written: Written;
};

/** All that IAM knows. Users and roles by name, managed policies by ARN. */
export type Book = {
  readonly account: Account;
  readonly users: Map<string, Entity>;
  readonly roles: Map<string, Role>;
  readonly policies: Map<string, ManagedPolicy>;
  /** Those of AWS's own, by ARN. */
  readonly aws: ReadonlyMap<string, AwsPolicy>;
};

export const emptyBook = (account: Account): Book => ({
  account,
  users: new Map(),
  roles: new Map(),
  policies: new Map(),
  aws: new Map(awsPolicies(account).map((policy) => [policy.arn, policy])),
});

export type NewEntity = {
  readonly name: string;
  readonly path?: string | undefined;
  readonly tags?: Tags | undefined;
  readonly now: Instant;
};

export const newEntity = ({ account }: Book, kind: Actor['kind'], { name, path = '/', tags = [], now }: NewEntity) => ({
  kind,
  name,
  path,
  arn: arnOf(account, kind, { name, path }),
  id: uniqueId(kind === 'role' ? 'AROA' : 'AIDA', name),
  created: now,
  tags,
  inline: new Map<string, Written>(),
  attached: new Set<string>(),
});

export const entityOf = (book: Book, { kind, name }: Actor): Entity | undefined =>
  kind === 'user' ? book.users.get(name) : book.roles.get(name);

export const writtenFrom = (document: PolicyDocument): Written => ({ text: JSON.stringify(document), document });

/** Throws when the policy is malformed, or when it makes the entity's policies too large together. */
export const putInline = (entity: Entity, name: string, written: Written): void => {
  checkPolicy(written.document, 'identity');
  const all = new Map(entity.inline).set(name, written);
  checkSizes(
    entity,
    [...all.values()].map(({ document }) => document),
  );
  entity.inline.set(name, written);
};

/** Managed policies that one user or role may have. */
const MOST_ATTACHED = 10;

export const attach = (book: Book, entity: Entity, arn: string): void => {
  if (managedPolicy(book, arn) === undefined) throw missing(book, arn);
  if (!entity.attached.has(arn) && entity.attached.size === MOST_ATTACHED) {
    const quota = entity.kind === 'role' ? 'PoliciesPerRole' : 'PoliciesPerUser';
    throw new Refusal('LimitExceeded', `Cannot exceed quota for ${quota}: ${MOST_ATTACHED}`);
  }
  entity.attached.add(arn);
};

/** AWS has more policies of its own than are known here. */
const missing = ({ aws }: Book, arn: string): Error => {
  if (!arn.includes(':iam::aws:'))
    return new Refusal('NoSuchEntity', `Policy ${arn} does not exist or is not attachable.`);
  return new Error(`managed policy ${arn} is unknown (known: ${[...aws.keys()].join(', ')})`);
};

export const managedPolicy = ({ aws, policies }: Book, arn: string): ManagedPolicy | AwsPolicy | undefined =>
  policies.get(arn) ?? aws.get(arn);

export const attachedTo = (book: Book, arn: string): readonly Entity[] =>
  [...book.users.values(), ...book.roles.values()].filter(({ attached }) => attached.has(arn));

/** A policy that is in force, and where it comes from. */
export type InForce = {
  readonly id: string;
  readonly type: 'aws-managed' | 'user-managed' | 'user' | 'role' | 'none';
  readonly document: PolicyDocument;
};

/** All that says what the entity may do. */
export const inForce = (book: Book, entity: Entity): readonly InForce[] => [
  ...[...entity.inline].map(([name, { document }]) => ({
    id: `${entity.kind}_${entity.name}_${name}`,
    type: entity.kind,
    document,
  })),
  ...[...entity.attached].flatMap((arn) => {
    const policy = managedPolicy(book, arn);
    const type = book.policies.has(arn) ? 'user-managed' : 'aws-managed';
    return policy === undefined ? [] : [{ id: policy.name, type, document: policy.written.document } as const];
  }),
];
