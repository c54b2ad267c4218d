import type { Model, OperationModel, Structure } from '../../models/model.ts';
import type { Exchange, Reply } from '../exchange.ts';

export type Asked = { readonly model: Model; readonly operation: OperationModel; readonly exchange: Exchange };
export type Answered = { readonly model: Model; readonly operation: OperationModel; readonly requestId: string };

/** An error on its way out. */
export type Failure = {
  /** Name of the error's shape; of one that the model does not have, AWS's common name. */
  readonly code: string;
  /** What Query clients know it by. */
  readonly queryCode: string;
  readonly message: string;
  readonly status: number;
  /** Its members, the message among them, as the shape names them. */
  readonly members: Readonly<Record<string, unknown>>;
  readonly shape: Structure | undefined;
  readonly requestId: string;
};

/** One of the protocols that AWS's services speak. */
export type Protocol = {
  readonly name: 'json' | 'query' | 'smithy-rpc-v2-cbor' | 'rest-json' | 'rest-xml';
  /**
   * The input as the model names it, with Dates and Buffers; what is of the wrong type stays as it came. Throws a
   * SyntaxError when the body cannot be read at all.
   */
  readonly decode: (asked: Asked) => unknown;
  readonly encode: (answered: Answered, output: Readonly<Record<string, unknown>>) => Reply;
  readonly encodeError: (model: Model, failure: Failure) => Reply;
};
