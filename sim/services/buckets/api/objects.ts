import type { GetObjectRequest, HeadObjectOutput, PutObjectOutput } from '@aws-sdk/client-s3';
import { type Api, type Principal, Refusal } from '../../../types.ts';
import type { Bucket, StoredObject, Version } from '../bucket.ts';
import { ALGORITHMS, checksumMember } from '../checksums.ts';
import { encryptionMembers } from '../encryption.ts';
import { CONTENT_MEMBERS, type Put, putObject } from '../put.ts';
import { accessDenied, noSuchKey, noSuchVersion } from '../refusals.ts';
import { NO_VERSION, newest, versionOf } from '../versions.ts';
import { type Desk, onBucket } from './desk.ts';

const PUT_MEMBERS = [
  ...CONTENT_MEMBERS,
  ...ALGORITHMS.map(checksumMember),
  'Body',
  'ChecksumAlgorithm',
  'ContentLength',
  'ContentMD5',
  'Key',
  'Metadata',
  'SSEKMSKeyId',
  'ServerSideEncryption',
];

export const objectOperations = (desk: Desk): Api['operations'] => ({
  PutObject: onBucket(
    desk,
    { action: 'PutObject', name: 'PutObject', members: PUT_MEMBERS },
    (bucket, input: Put): PutObjectOutput => {
      const { id, object } = putObject(desk.wires, bucket, input);
      return {
        ETag: object.etag,
        ...checksumIn(object),
        ...encryptionMembers(object.encryption),
        ...(id === NO_VERSION ? {} : { VersionId: id }),
      };
    },
  ),
  GetObject: onObject(desk, 'GetObject', (found, input) => ({
    ...described(found, input),
    Body: found.object.body,
  })),
  HeadObject: onObject(desk, 'HeadObject', described),
});

type Found = Version & { readonly object: StoredObject; readonly bucket: Bucket };
type Reading = Pick<GetObjectRequest, 'Bucket' | 'ChecksumMode' | 'Key' | 'VersionId'>;

/** To read a version of one's choice is another right. */
function onObject(desk: Desk, name: 'GetObject' | 'HeadObject', tell: (found: Found, input: Reading) => unknown) {
  const members = ['ChecksumMode', 'Key', 'VersionId'];
  const plain = onBucket(desk, { action: 'GetObject', name, members }, (bucket, input: Reading, who) =>
    tell(found(desk, { bucket, input, who, method: name === 'GetObject' ? 'GET' : 'HEAD' }), input),
  );
  const versioned = onBucket(desk, { action: 'GetObjectVersion', name, members }, () => undefined);
  return {
    ...plain,
    needs: (input: Reading) => (input.VersionId === undefined ? plain : versioned).needs(input as never),
  };
}

type Wanted = {
  readonly bucket: Bucket;
  readonly input: Reading;
  readonly who: Principal;
  readonly method: string;
};

const found = (desk: Desk, { bucket, input: { Key: key = '', VersionId: id }, who, method }: Wanted): Found => {
  const version = id === undefined ? newest(bucket, key) : versionOf(bucket, key, id);
  if (version?.object !== undefined) return { ...version, object: version.object, bucket };
  if (id === undefined) throw mayList(desk, bucket, who) ? noSuchKey(key) : accessDenied();
  if (version === undefined) throw noSuchVersion(key, id);
  const why = 'The specified method is not allowed against this resource.';
  throw new Refusal('MethodNotAllowed', why, 405, { Method: method, ResourceType: 'DeleteMarker' });
};

/** Who may not list a bucket is not told which keys it lacks. */
const mayList = ({ wires }: Desk, { arn, policy }: Bucket, who: Principal): boolean =>
  wires.iam.judge(who, { action: 's3:ListBucket', resource: arn }, policy?.document).allowed;

function described({ id, modified, object, bucket }: Found, { ChecksumMode: mode }: Reading): HeadObjectOutput {
  return {
    AcceptRanges: 'bytes',
    LastModified: new Date(modified),
    ContentLength: object.body.byteLength,
    ETag: object.etag,
    ...object.content,
    ...encryptionMembers(object.encryption),
    ...(mode === 'ENABLED' ? checksumIn(object) : {}),
    ...(bucket.versioning === undefined ? {} : { VersionId: id }),
    ...(Object.keys(object.metadata).length === 0 ? {} : { Metadata: { ...object.metadata } }),
  };
}

const checksumIn = ({ checksum: { algorithm, value } }: StoredObject) => ({
  [checksumMember(algorithm)]: value,
  ChecksumType: 'FULL_OBJECT' as const,
});
