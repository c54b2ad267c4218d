import type { Need, Operation, PolicyDocument, Principal, Wires } from '../../../types.ts';
import { type Bucket, type Buckets, bucketArn } from '../bucket.ts';
import { accessDenied, invalidArgument, noSuchBucket, only } from '../refusals.ts';

/** What the operations of S3 share. */
export type Desk = { readonly wires: Wires; readonly buckets: Buckets };

type OfBucket = {
  readonly Bucket?: string | undefined;
  readonly Key?: string | undefined;
  readonly ExpectedBucketOwner?: string | undefined;
};

/** An operation on a bucket, or on an object in it; the bucket's own policy may allow it as well. */
export const onBucket = <Input extends OfBucket>(
  { wires, buckets }: Desk,
  { action, name, members }: { readonly action: string; readonly name: string; readonly members: readonly string[] },
  run: (bucket: Bucket, input: Input, who: Principal) => unknown,
): Operation => ({
  needs: ({ Bucket: bucket = '', Key: key }: OfBucket): readonly Need[] => [
    { action: `s3:${action}`, resource: bucketArn(wires.account, key === undefined ? bucket : `${bucket}/${key}`) },
  ],
  resourcePolicy: ({ Bucket: bucket = '' }: OfBucket): PolicyDocument | undefined =>
    buckets.get(bucket)?.policy?.document,
  run: (input: Input, who): unknown => {
    only(input, name, ['Bucket', 'ExpectedBucketOwner', ...members]);
    return run(bucketOf({ wires, buckets }, input), input, who);
  },
});

const bucketOf = ({ wires, buckets }: Desk, { Bucket: name = '', ExpectedBucketOwner: owner }: OfBucket): Bucket => {
  const bucket = buckets.get(name);
  if (bucket === undefined) throw noSuchBucket(name);
  if (owner !== undefined && owner !== wires.account.id) throw accessDenied();
  return bucket;
};

/** A continuation token, or nothing: where the next page begins. */
export const tokenFor = (place: string): string => Buffer.from(place).toString('base64url');
export const placeIn = (token: string | undefined): string | undefined => {
  if (token === undefined || token === '') return undefined;
  const place = Buffer.from(token, 'base64url').toString();
  if (tokenFor(place) === token) return place;
  throw invalidArgument('The continuation token provided is incorrect', 'continuation-token');
};

/** Of whoever asks the account is all that S3 tells: an id of 64 hexadecimal digits. */
export const ownerOf = ({ account }: Wires) => ({ ID: account.id.padStart(64, '0') });
