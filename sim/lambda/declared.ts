import type { Instant, Principal, Statement } from '../types.ts';

/** A function as the template, or a change since, declares it. */
export type DeclaredFunction = {
  readonly logicalId: string;
  /** In the journal: the logical id without the hash that CDK appends. */
  readonly displayName: string;
  readonly name: string;
  readonly arn: string;
  readonly role: Extract<Principal, { kind: 'role' }>;
  /** Directory of the bundle, and the parts of `index.handler`. */
  readonly directory: string;
  /** What it was unpacked from; undefined for an asset that lies beside the template. */
  readonly archive?: { readonly size: number; readonly sha256: string };
  readonly file: string;
  readonly handler: string;
  /** MiB */
  readonly memoryMb: number;
  readonly timeoutMs: number;
  readonly variables: Readonly<Record<string, string>>;
  /** Name of the group that its output goes to. */
  readonly logGroup: string;
  /** Queue or topic that gets the events that were given up. */
  readonly deadLetterArn: string | undefined;
  /** What only the functions' descriptions tell. */
  readonly facts: Facts;
};

export type Facts = {
  readonly handler: string;
  readonly description: string;
  readonly architecture: string;
  readonly tracing: string;
  readonly modified: Instant;
  readonly tags: Readonly<Record<string, string>>;
};

/** What happens to asynchronous events of a function. What is undefined was not said. */
export type InvokeConfig = {
  /** 0..2 */
  readonly retries?: number;
  /** 60 000..21 600 000 */
  readonly maxAgeMs?: number;
  /** ARN of a queue, a topic, a function or an event bus. */
  readonly onFailure?: string;
  readonly onSuccess?: string;
  readonly modified: Instant;
};

/** AWS's defaults: two retries within six hours. */
export const DEFAULT_RETRIES = 2;
export const DEFAULT_MAX_AGE_MS = 6 * 3_600_000;

/** Everything that is said about functions. By ARN. */
export type Declarations = {
  readonly functions: Map<string, DeclaredFunction>;
  readonly permissions: Map<string, readonly Statement[]>;
  readonly invokeConfigs: Map<string, InvokeConfig>;
  /** Invocations that may run at once; a function that is not here may have as many as come. */
  readonly reserved: Map<string, number>;
  /** Changes with everything that changes a function or its policy. */
  readonly revisions: Map<string, string>;
  /** Functions that are being changed. */
  readonly updating: Set<string>;
};

export const noDeclarations = (): Declarations => ({
  functions: new Map(),
  permissions: new Map(),
  invokeConfigs: new Map(),
  reserved: new Map(),
  revisions: new Map(),
  updating: new Set(),
});

/** CDK appends eight hexadecimal digits to a construct's path. */
export const displayNameOf = (logicalId: string): string => logicalId.replace(/[0-9A-F]{8}$/, '') || logicalId;
