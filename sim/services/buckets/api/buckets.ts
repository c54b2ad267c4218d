import type {
  CreateBucketOutput,
  CreateBucketRequest,
  DeleteBucketRequest,
  GetBucketEncryptionOutput,
  GetBucketLocationOutput,
  GetBucketVersioningOutput,
  HeadBucketOutput,
  ListBucketsOutput,
  ListBucketsRequest,
  PutBucketVersioningRequest,
} from '@aws-sdk/client-s3';
import { type Api, Refusal } from '../../../types.ts';
import { bucketArn, byKey, emptyBucket } from '../bucket.ts';
import { checkBucketName } from '../names.ts';
import { only } from '../refusals.ts';
import { type Desk, onBucket, ownerOf, placeIn, tokenFor } from './desk.ts';

/** Buckets of one page, where nobody asks for fewer. */
const PAGE = 10_000;

export const bucketOperations = (desk: Desk): Api['operations'] => ({
  CreateBucket: {
    needs: ({ Bucket: name = '' }: CreateBucketRequest) => [
      { action: 's3:CreateBucket', resource: bucketArn(desk.wires.account, name) },
    ],
    run: (input: CreateBucketRequest) => createBucket(desk, input),
  },
  DeleteBucket: onBucket(
    desk,
    { action: 'DeleteBucket', name: 'DeleteBucket', members: [] },
    ({ name, versions, versioning }, _input: DeleteBucketRequest) => {
      if (versions.size > 0) throw notEmpty(name, versioning !== undefined);
      desk.buckets.delete(name);
    },
  ),
  HeadBucket: onBucket(
    desk,
    { action: 'ListBucket', name: 'HeadBucket', members: [] },
    ({ arn }): HeadBucketOutput => ({
      BucketArn: arn,
      BucketRegion: desk.wires.account.region,
      AccessPointAlias: false,
    }),
  ),
  GetBucketLocation: onBucket(
    desk,
    { action: 'GetBucketLocation', name: 'GetBucketLocation', members: [] },
    (): GetBucketLocationOutput => ({ LocationConstraint: desk.wires.account.region as 'eu-west-1' }),
  ),
  GetBucketEncryption: onBucket(
    desk,
    { action: 'GetEncryptionConfiguration', name: 'GetBucketEncryption', members: [] },
    ({ encryption: { algorithm, keyId } }): GetBucketEncryptionOutput => ({
      ServerSideEncryptionConfiguration: {
        Rules: [
          {
            ApplyServerSideEncryptionByDefault: {
              SSEAlgorithm: algorithm,
              ...(keyId === undefined ? {} : { KMSMasterKeyID: keyId }),
            },
            BucketKeyEnabled: false,
          },
        ],
      },
    }),
  ),
  GetBucketVersioning: onBucket(
    desk,
    { action: 'GetBucketVersioning', name: 'GetBucketVersioning', members: [] },
    ({ versioning }): GetBucketVersioningOutput => (versioning === undefined ? {} : { Status: versioning }),
  ),
  PutBucketVersioning: onBucket(
    desk,
    {
      action: 'PutBucketVersioning',
      name: 'PutBucketVersioning',
      members: ['ChecksumAlgorithm', 'ContentMD5', 'VersioningConfiguration'],
    },
    (bucket, { VersioningConfiguration: wanted }: PutBucketVersioningRequest) => {
      if (wanted?.Status === undefined) {
        throw new Refusal('IllegalVersioningConfigurationException', 'The Versioning element must be specified');
      }
      only(wanted, 'PutBucketVersioning', ['Status']);
      bucket.versioning = wanted.Status;
    },
  ),
  ListBuckets: {
    needs: () => [{ action: 's3:ListAllMyBuckets', resource: '*' }],
    run: (input: ListBucketsRequest) => listBuckets(desk, input),
  },
});

const notEmpty = (name: string, hasVersions: boolean): Refusal => {
  const why = hasVersions
    ? 'The bucket you tried to delete is not empty. You must delete all versions in the bucket.'
    : 'The bucket you tried to delete is not empty';
  return new Refusal('BucketNotEmpty', why, 409, { BucketName: name });
};

const createBucket = ({ wires, buckets }: Desk, input: CreateBucketRequest): CreateBucketOutput => {
  only(input, 'CreateBucket', ['Bucket', 'CreateBucketConfiguration']);
  const { Bucket: name = '', CreateBucketConfiguration: wanted = {} } = input;
  only(wanted, 'CreateBucket', ['LocationConstraint']);
  checkBucketName(name);
  const { LocationConstraint: where = 'unspecified' } = wanted;
  if (where !== wires.account.region) {
    const why = `The ${where} location constraint is incompatible for the region specific endpoint this request was sent to.`;
    throw new Refusal('IllegalLocationConstraintException', why);
  }
  if (buckets.has(name)) {
    const why = 'Your previous request to create the named bucket succeeded and you already own it.';
    throw new Refusal('BucketAlreadyOwnedByYou', why, 409, { BucketName: name });
  }
  const bucket = emptyBucket(wires.account, name, wires.clock.now());
  buckets.set(name, bucket);
  return { Location: `http://${name}.s3.amazonaws.com/`, BucketArn: bucket.arn };
};

const listBuckets = ({ wires, buckets }: Desk, input: ListBucketsRequest): ListBucketsOutput => {
  const { Prefix: prefix, MaxBuckets: most = PAGE, ContinuationToken: token, BucketRegion: region } = input;
  const after = placeIn(token) ?? '';
  const here = region === undefined || region === wires.account.region ? [...buckets.values()] : [];
  const all = here
    .filter(({ name }) => name.startsWith(prefix ?? '') && byKey(name, after) > 0)
    .sort((a, b) => byKey(a.name, b.name));
  const page = all.slice(0, most);
  const last = page.at(-1)?.name;
  return {
    Buckets: page.map(({ name, arn, created }) => ({
      Name: name,
      BucketArn: arn,
      BucketRegion: wires.account.region,
      CreationDate: new Date(created),
    })),
    Owner: ownerOf(wires),
    ...(prefix === undefined ? {} : { Prefix: prefix }),
    ...(all.length > page.length && last !== undefined ? { ContinuationToken: tokenFor(last) } : {}),
  };
};
