/** A template as it was read: nothing resolved yet. */
export type Template = {
  /** Where it came from, for messages. */
  readonly file: string;
  readonly stackName: string;
  readonly resources: Readonly<Record<string, TemplateResource>>;
  readonly parameters: Readonly<Record<string, TemplateParameter>>;
  readonly conditions: Readonly<Record<string, unknown>>;
  readonly mappings: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  /** All of it, as it was written. */
  readonly body: Json;
  /** Directory that holds the unpacked asset of a `Code.S3Key`; throws when there is none. */
  readonly assetDirectory: (s3Key: string) => string;
};

export type TemplateResource = {
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly dependsOn: readonly string[];
  readonly condition?: string;
  /** Whether it stays when it leaves the stack, and when another one takes its place. Default: neither. */
  readonly stays?: { readonly onDelete: boolean; readonly onReplace: boolean };
  readonly metadata?: unknown;
};

/** `said`: all that the template says of it. */
export type TemplateParameter = { readonly type: string; readonly default?: unknown; readonly said: Json };

/** A template that cannot be played: `problems` are sentences, each naming its place. */
export class TemplateError extends Error {
  readonly problems: readonly string[];
  constructor(file: string, problems: readonly string[]) {
    super(`${file} cannot be played:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'TemplateError';
    this.problems = problems;
  }
}

export type Json = Readonly<Record<string, unknown>>;

export const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An object's members; none for anything else. */
export const record = (value: unknown): Json => (isRecord(value) ? value : {});
