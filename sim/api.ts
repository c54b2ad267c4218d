/** What an API is made of: its operations, and how they answer. */

import type { Need, PolicyDocument, Principal } from './iam/types.ts';

/** An error that a service answers. `code` is AWS's own; `status` the HTTP status. */
export class Refusal extends Error {
  readonly code: string;
  readonly status: number;
  /** Further members of the error's shape, such as `CancellationReasons`. */
  readonly members: Readonly<Record<string, unknown>>;
  constructor(code: string, message: string, status = 400, members: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = status;
    this.members = members;
  }
}

/**
 * An answer that takes virtual time: `begin` runs when the call takes effect, and is told where to give the output. A
 * `Refusal` may be given as well. The first answer counts.
 */
export class Later {
  readonly begin: (answer: (output: unknown) => void) => void;
  constructor(begin: (answer: (output: unknown) => void) => void) {
    this.begin = begin;
  }
}

/**
 * One API operation: input and output as the service's model decodes and encodes them (Dates, numbers, plain objects).
 * `run` may answer a `Later`.
 */
export type Operation = {
  readonly needs: (input: never) => readonly Need[];
  readonly resourcePolicy?: (input: never) => PolicyDocument | undefined;
  readonly run: (input: never, who: Principal) => unknown;
};

export type ApiName =
  | 'application-autoscaling'
  | 'cloudformation'
  | 'cloudwatch'
  | 'dynamodb'
  | 'events'
  | 'iam'
  | 'lambda'
  | 's3'
  | 'sagemaker'
  | 'sagemaker-runtime'
  | 'sns'
  | 'sqs'
  | 'ssm'
  | 'sts';
export type Api = { readonly name: ApiName; readonly operations: Readonly<Record<string, Operation>> };
