import type { Account, Instant, PolicyDocument } from '../../types.ts';
import type { Checksum } from './checksums.ts';

export type Encryption = {
  readonly algorithm: 'AES256' | 'aws:kms' | 'aws:kms:dsse';
  readonly keyId?: string;
};

/** What a key stands for since then: an object, or that there is none any more. */
export type Version = {
  readonly key: string;
  /** `null` where the bucket keeps no versions. */
  readonly id: string;
  readonly modified: Instant;
  readonly object?: StoredObject;
};

export type StoredObject = {
  readonly body: Uint8Array;
  readonly etag: string;
  readonly checksum: Checksum;
  readonly encryption: Encryption;
  readonly metadata: Readonly<Record<string, string>>;
  /** What its answers say of it: `ContentType` and its kin, as the API names them. */
  readonly content: Readonly<Record<string, string>>;
};

export type Bucket = {
  readonly name: string;
  readonly arn: string;
  readonly created: Instant;
  /** Undefined: it never kept any. */
  versioning: 'Enabled' | 'Suspended' | undefined;
  encryption: Encryption;
  policy?: { readonly text: string; readonly document: PolicyDocument } | undefined;
  /** By key, the newest first. A key without versions is not here. */
  readonly versions: Map<string, readonly Version[]>;
};

/** By their name. */
export type Buckets = Map<string, Bucket>;

/** What S3 does by itself since 2023. */
export const DEFAULT_ENCRYPTION: Encryption = { algorithm: 'AES256' };

export const bucketArn = ({ partition }: Account, name: string): string => `arn:${partition}:s3:::${name}`;

export const emptyBucket = (account: Account, name: string, created: Instant): Bucket => ({
  name,
  arn: bucketArn(account, name),
  created,
  versioning: undefined,
  encryption: DEFAULT_ENCRYPTION,
  versions: new Map(),
});

/** As S3 orders keys: by their octets. */
export const byKey = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
