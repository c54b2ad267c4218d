import type { Principal, Statement } from '../types.ts';

/** A function as the template declares it, and what other resources said about it since. */
export type DeclaredFunction = {
  readonly logicalId: string;
  /** In the journal: the logical id without the hash that CDK appends. */
  readonly displayName: string;
  readonly name: string;
  readonly arn: string;
  readonly role: Extract<Principal, { kind: 'role' }>;
  /** Directory of the bundle, and the parts of `index.handler`. */
  readonly directory: string;
  readonly file: string;
  readonly handler: string;
  readonly memoryMb: number;
  readonly timeoutMs: number;
  readonly variables: Readonly<Record<string, string>>;
  /** Name of the group that its output goes to. */
  readonly logGroup: string;
  /** Invocations that may run at once; undefined: as many as come. */
  readonly reserved: number | undefined;
};

/** What happens to asynchronous events of a function. */
export type InvokeConfig = {
  /** 0..2 */
  readonly retries: number;
  /** 60 000..21 600 000 */
  readonly maxAgeMs: number;
  /** ARN of a queue. */
  readonly onFailure: string | undefined;
};

/** AWS's defaults: two retries within six hours, and nobody hears of what failed. */
export const DEFAULT_INVOKE_CONFIG: InvokeConfig = { retries: 2, maxAgeMs: 6 * 3_600_000, onFailure: undefined };

/** Everything that the template says about functions. */
export type Declarations = {
  readonly functions: Map<string, DeclaredFunction>;
  readonly permissions: Map<string, Statement[]>;
  readonly invokeConfigs: Map<string, InvokeConfig>;
};

export const noDeclarations = (): Declarations => ({
  functions: new Map(),
  permissions: new Map(),
  invokeConfigs: new Map(),
});

/** CDK appends eight hexadecimal digits to a construct's path. */
export const displayNameOf = (logicalId: string): string => logicalId.replace(/[0-9A-F]{8}$/, '') || logicalId;
