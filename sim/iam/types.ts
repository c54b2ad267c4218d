/** Who may do what: the words of IAM, as every part of the small AWS uses them. */

/**
 * Who asks. A function's role is judged by its policies and the resource's; a service by the resource's alone; a person
 * is an administrator, who may do anything that no resource's policy denies.
 */
export type Principal =
  | { readonly kind: 'role'; readonly arn: string; readonly roleId: string; readonly functionName: string }
  | { readonly kind: 'service'; readonly service: string; readonly sourceArn: string }
  | { readonly kind: 'person'; readonly name: string };

/** One thing that a call needs to be allowed to do. `resource` is an ARN, or `*` where the action knows no resource. */
export type Need = {
  readonly action: string;
  readonly resource: string;
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
  readonly addRole: (roleId: string, arn: string) => void;
  readonly addPolicy: (roleId: string, name: string, document: PolicyDocument) => void;
  /** Identity policies for roles, `resourcePolicy` for all; Deny wins in either. */
  readonly judge: (who: Principal, need: Need, resourcePolicy?: PolicyDocument) => Decision;
};
