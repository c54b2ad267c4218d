/** Who may do what: the words of IAM, as every part of the small AWS uses them. */

/**
 * Who asks. A function's role is judged by its policies and the resource's; a service by the resource's alone; a person
 * by those of the user or the role that they act as. Who acts as nobody is an administrator, and may do anything that
 * no resource's policy denies.
 */
export type Principal =
  | { readonly kind: 'role'; readonly arn: string; readonly roleId: string; readonly functionName: string }
  | { readonly kind: 'service'; readonly service: string; readonly sourceArn: string }
  | Person;
/** `name` is the user's, or that of the session in which the person acts as a role. */
export type Person = { readonly kind: 'person'; readonly name: string; readonly as?: Actor };
export type Actor = { readonly kind: 'user' | 'role'; readonly name: string };

/** One thing that a call needs to be allowed to do. `resource` is an ARN, or `*` where the action knows no resource. */
export type Need = {
  readonly action: string;
  readonly resource: string;
  /** How a refusal calls the resource, where that is not its ARN. */
  readonly shown?: string;
  /** What the request carries beside what every request does, by condition key. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
};

export type PolicyDocument = {
  readonly Version?: string;
  readonly Statement: readonly Statement[];
};
export type Statement = {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: Named;
  readonly NotPrincipal?: Named;
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
};
export type Named = '*' | Readonly<Record<string, string | readonly string[]>>;

/** `missing`: the resource is not there, so that nobody could be allowed. */
export type Decision =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly why: string; readonly missing?: true };

export type Iam = {
  /** Identity policies for roles and users, `resourcePolicy` for all; Deny wins in either. */
  readonly judge: (who: Principal, need: Need, resourcePolicy?: PolicyDocument) => Decision;
  /** As whom a service writes them down: the ARN of the user, or of the session of the role. */
  readonly arnOf: (who: Principal) => string;
};
