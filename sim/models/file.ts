/** The models as they lie on disk: botocore's own format, less what is never read. */
export type ModelFile = {
  readonly metadata: Metadata;
  readonly operations: Readonly<Record<string, RawOperation>>;
  readonly shapes: Readonly<Record<string, RawShape>>;
};

export type Metadata = {
  readonly apiVersion: string;
  /** Present when the service once spoke Query, and still names the error codes of that time. */
  readonly awsQueryCompatible?: object;
  readonly endpointPrefix: string;
  readonly jsonVersion?: string;
  readonly protocols: readonly string[];
  readonly serviceId: string;
  readonly signingName?: string;
  readonly targetPrefix?: string;
  readonly xmlNamespace?: string;
};

export type RawOperation = {
  readonly http: { readonly method: string; readonly requestUri: string; readonly responseCode?: number };
  readonly input?: { readonly shape: string };
  readonly output?: { readonly shape: string; readonly resultWrapper?: string };
  readonly errors?: readonly { readonly shape: string }[];
};

export type ScalarKind = 'string' | 'integer' | 'long' | 'float' | 'double' | 'boolean' | 'timestamp' | 'blob';
export type TimestampFormat = 'iso8601' | 'rfc822' | 'unixTimestamp';

export type RawMember = {
  readonly shape: string;
  readonly location?: 'uri' | 'querystring' | 'header' | 'headers' | 'statusCode';
  readonly locationName?: string;
  /** Not botocore's: the name in the Query protocol where the model has only that of JSON. */
  readonly queryName?: string;
  readonly flattened?: boolean;
  readonly timestampFormat?: TimestampFormat;
  readonly jsonvalue?: boolean;
  readonly idempotencyToken?: boolean;
  readonly streaming?: boolean;
};

export type RawShape = {
  readonly type: ScalarKind | 'structure' | 'list' | 'map';
  readonly required?: readonly string[];
  readonly members?: Readonly<Record<string, RawMember>>;
  readonly member?: RawMember;
  readonly key?: RawMember;
  readonly value?: RawMember;
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly sensitive?: boolean;
  readonly payload?: string;
  readonly flattened?: boolean;
  readonly timestampFormat?: TimestampFormat;
  readonly streaming?: boolean;
  readonly union?: boolean;
  readonly exception?: boolean;
  readonly synthetic?: boolean;
  readonly fault?: boolean;
  readonly document?: boolean;
  readonly eventstream?: boolean;
  readonly error?: { readonly code?: string; readonly httpStatusCode?: number; readonly senderFault?: boolean };
};
