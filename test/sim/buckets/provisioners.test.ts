import { createHash } from 'node:crypto';
import {
  GetBucketEncryptionCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { bucketAccount } from './account.ts';

const NAME = 'cdk-assets';
const KMS = {
  ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }],
};
const PROPERTIES = {
  BucketName: NAME,
  AccessControl: 'Private',
  BucketEncryption: KMS,
  PublicAccessBlockConfiguration: { BlockPublicAcls: true },
  VersioningConfiguration: { Status: 'Enabled' },
};

test('a template makes a bucket as it says', async () => {
  const { s3, make } = await bucketAccount();
  const { identity } = make('AWS::S3::Bucket', 'Staging', PROPERTIES);
  expect(identity).toMatchObject({
    ref: NAME,
    attributes: { Arn: `arn:aws:s3:::${NAME}`, RegionalDomainName: `${NAME}.s3.eu-west-1.amazonaws.com` },
  });
  const { ServerSideEncryptionConfiguration: found } = await s3.send(new GetBucketEncryptionCommand({ Bucket: NAME }));
  expect(found?.Rules?.[0]?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm).toBe('aws:kms');
  expect((await s3.send(new GetBucketVersioningCommand({ Bucket: NAME }))).Status).toBe('Enabled');
  const stored = await s3.send(new PutObjectCommand({ Bucket: NAME, Key: 'k', Body: 'b' }));
  expect(stored.ServerSideEncryption).toBe('aws:kms');
  // What is stored under a key is not what was sent, and so is its MD5.
  expect(stored.ETag).not.toBe(`"${createHash('md5').update('b').digest('hex')}"`);
});

test('a bucket that a template gives no name is called by its logical id, in small letters', async () => {
  const { make } = await bucketAccount();
  expect(make('AWS::S3::Bucket', 'Staging', {}).identity.ref).toBe('staging');
});

test.each([
  [{ BucketName: 'Upper' }, 'The specified bucket is not valid.'],
  [{ AccessControl: 'PublicRead' }, 'AccessControl PublicRead is not supported'],
  [{ VersioningConfiguration: { Status: 'Off' } }, 'Status Off is not supported'],
  [{ BucketEncryption: { ServerSideEncryptionConfiguration: [] } }, 'BucketEncryption must have one rule'],
])('a template makes no bucket with %j', async (properties, why) => {
  const { make } = await bucketAccount();
  expect(() => make('AWS::S3::Bucket', 'Staging', properties)).toThrow(why);
});

test('a bucket stops keeping versions when its template no longer says so, and never had none', async () => {
  const { s3, make } = await bucketAccount();
  const { provisioner, resource, identity } = make('AWS::S3::Bucket', 'Staging', PROPERTIES);
  provisioner.update({ ...resource, properties: { BucketName: NAME } }, identity, resource);
  expect((await s3.send(new GetBucketVersioningCommand({ Bucket: NAME }))).Status).toBe('Suspended');
});

test('a bucket with something in it is not removed', async () => {
  const { s3, make, buckets } = await bucketAccount();
  const { provisioner, resource, identity } = make('AWS::S3::Bucket', 'Staging', { BucketName: NAME });
  await s3.send(new PutObjectCommand({ Bucket: NAME, Key: 'k', Body: 'b' }));
  expect(() => provisioner.remove(resource, identity)).toThrow('not empty');
  expect(buckets.hasBucket(NAME)).toBe(true);
});

test('a bucket that somebody took away already is removed without a word', async () => {
  const { make, buckets } = await bucketAccount();
  const { provisioner, resource, identity } = make('AWS::S3::Bucket', 'Staging', { BucketName: NAME });
  provisioner.remove(resource, identity);
  provisioner.remove(resource, identity);
  expect(buckets.hasBucket(NAME)).toBe(false);
});

test('the policy of a bucket comes and goes with its resource', async () => {
  const { s3, make } = await bucketAccount();
  make('AWS::S3::Bucket', 'Staging', { BucketName: NAME });
  const statement = { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: `arn:aws:s3:::${NAME}/*` };
  const PolicyDocument = { Version: '2012-10-17', Statement: [statement] };
  const { provisioner, resource, identity } = make('AWS::S3::BucketPolicy', 'Policy', { Bucket: NAME, PolicyDocument });
  const policy = async () => (await s3.send(new GetBucketPolicyCommand({ Bucket: NAME }))).Policy ?? '';
  expect(JSON.parse(await policy())).toEqual(PolicyDocument);
  provisioner.remove(resource, identity);
  await expect(policy()).rejects.toThrow('The bucket policy does not exist');
});
