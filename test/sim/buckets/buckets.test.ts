import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketPolicyCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketEncryptionCommand,
  GetBucketLocationCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { bucketAccount, refusalOf, START } from './account.ts';

const Bucket = 'assets';
const HERE = { LocationConstraint: 'eu-west-1' } as const;
const create = (name: string) => new CreateBucketCommand({ Bucket: name, CreateBucketConfiguration: HERE });

describe('a bucket', () => {
  test('is there once it is made, in this Region, encrypted, and without versions', async () => {
    const { s3 } = await bucketAccount();
    expect(await s3.send(create(Bucket))).toMatchObject({ BucketArn: 'arn:aws:s3:::assets' });
    expect(await s3.send(new HeadBucketCommand({ Bucket }))).toMatchObject({ BucketRegion: 'eu-west-1' });
    expect((await s3.send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint).toBe('eu-west-1');
    expect((await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBeUndefined();
    const { ServerSideEncryptionConfiguration: encryption } = await s3.send(new GetBucketEncryptionCommand({ Bucket }));
    expect(encryption?.Rules?.[0]?.ApplyServerSideEncryptionByDefault).toEqual({ SSEAlgorithm: 'AES256' });
  });

  test('is made once', async () => {
    const { s3 } = await bucketAccount();
    await s3.send(create(Bucket));
    expect((await refusalOf(s3.send(create(Bucket)))).slice(0, 2)).toEqual(['BucketAlreadyOwnedByYou', 409]);
  });

  test.each(['Upper', 'a_b', 'a..b', '-ab', '10.0.0.1', 'x'.repeat(64), 'ab'])('is not called %s', async (name) => {
    const { s3 } = await bucketAccount();
    expect((await refusalOf(s3.send(create(name)))).slice(0, 2)).toEqual(['InvalidBucketName', 400]);
  });

  test.each([
    ['eu-central-1', 'IllegalLocationConstraintException'],
    ['atlantis-1', 'InvalidLocationConstraint'],
  ])('is not made in %s', async (region, code) => {
    const { s3 } = await bucketAccount();
    const elsewhere = { LocationConstraint: region as 'eu-central-1' };
    const wrong = s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: elsewhere }));
    expect((await refusalOf(wrong)).slice(0, 2)).toEqual([code, 400]);
  });

  test('is asked for in its Region', async () => {
    const { client } = await bucketAccount();
    expect(await refusalOf(client({ region: 'us-east-1' }).send(new ListBucketsCommand({})))).toEqual([
      'AuthorizationHeaderMalformed',
      400,
      "The authorization header is malformed; the region 'us-east-1' is wrong; expecting 'eu-west-1'",
    ]);
  });

  test('that is not there is not found', async () => {
    const { s3 } = await bucketAccount();
    expect((await refusalOf(s3.send(new GetBucketLocationCommand({ Bucket }))))[0]).toBe('NoSuchBucket');
    expect((await refusalOf(s3.send(new HeadBucketCommand({ Bucket })))).slice(0, 2)).toEqual(['NotFound', 404]);
  });

  test('is told of to the owner that was expected only', async () => {
    const { s3 } = await bucketAccount();
    await s3.send(create(Bucket));
    const expecting = (ExpectedBucketOwner: string) =>
      s3.send(new GetBucketLocationCommand({ Bucket, ExpectedBucketOwner }));
    expect((await expecting('111122223333')).LocationConstraint).toBe('eu-west-1');
    expect(await refusalOf(expecting('444455556666'))).toEqual(['AccessDenied', 403, 'Access Denied']);
  });

  test('is deleted only when no version is left in it', async () => {
    const { s3 } = await bucketAccount();
    await s3.send(create(Bucket));
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
    const { VersionId: first } = await s3.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'b' }));
    const { VersionId: marker } = await s3.send(new DeleteObjectCommand({ Bucket, Key: 'k' }));
    expect(await refusalOf(s3.send(new DeleteBucketCommand({ Bucket })))).toEqual([
      'BucketNotEmpty',
      409,
      'The bucket you tried to delete is not empty. You must delete all versions in the bucket.',
    ]);
    for (const VersionId of [first, marker]) await s3.send(new DeleteObjectCommand({ Bucket, Key: 'k', VersionId }));
    await s3.send(new DeleteBucketCommand({ Bucket }));
    expect((await s3.send(new ListBucketsCommand({}))).Buckets).toEqual([]);
  });

  test('is listed by its name, in pages', async () => {
    const { s3 } = await bucketAccount();
    for (const name of ['ccc', 'aaa', 'bbb']) await s3.send(create(name));
    const first = await s3.send(new ListBucketsCommand({ MaxBuckets: 2 }));
    expect(first.Buckets?.map(({ Name, CreationDate }) => [Name, CreationDate])).toEqual([
      ['aaa', new Date(START)],
      ['bbb', new Date(START)],
    ]);
    const rest = await s3.send(new ListBucketsCommand({ MaxBuckets: 2, ContinuationToken: first.ContinuationToken }));
    expect([rest.Buckets?.map(({ Name }) => Name), rest.ContinuationToken]).toEqual([['ccc'], undefined]);
  });
});

describe('the policy of a bucket', () => {
  const limited = { kind: 'role', arn: 'arn:aws:iam::111122223333:role/r', roleId: 'r', functionName: 'F' } as const;
  const statement = (over: object) => ({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: limited.arn }, Resource: `arn:aws:s3:::${Bucket}/*`, ...over }],
  });

  const withRole = async () => {
    const account = await bucketAccount(limited);
    const trust = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
    account.make('AWS::IAM::Role', 'R', { RoleName: 'r', AssumeRolePolicyDocument: { Statement: [trust] } });
    await account.s3.send(create(Bucket));
    await account.s3.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'b' }));
    const credentials = { accessKeyId: 'AKIALIMITED', secretAccessKey: 'secret' };
    const allow = (document: object) =>
      account.s3.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify(document) }));
    return { ...account, allow, role: account.client({ credentials }) };
  };

  test('lets a role in that has no right of its own, to that and no more', async () => {
    const { allow, role } = await withRole();
    const read = () => role.send(new GetObjectCommand({ Bucket, Key: 'k' }));
    expect((await refusalOf(read())).slice(0, 2)).toEqual(['AccessDenied', 403]);
    await allow(statement({ Action: 's3:GetObject' }));
    expect(await (await read()).Body?.transformToString()).toBe('b');
    const written = role.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'c' }));
    expect((await refusalOf(written))[2]).toContain('is not authorized to perform: s3:PutObject');
  });

  test('does not tell who may not list which objects there are not', async () => {
    const { allow, role } = await withRole();
    const read = () => role.send(new GetObjectCommand({ Bucket, Key: 'none' }));
    await allow(statement({ Action: 's3:GetObject' }));
    expect((await refusalOf(read())).slice(0, 2)).toEqual(['AccessDenied', 403]);
    await allow(statement({ Action: ['s3:GetObject', 's3:ListBucket'], Resource: ['arn:aws:s3:::*'] }));
    expect((await refusalOf(read()))[0]).toBe('NoSuchKey');
  });

  test('that lets somebody read lets them read no version of their choice', async () => {
    const { s3, allow, role } = await withRole();
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
    const { VersionId } = await s3.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'c' }));
    await allow(statement({ Action: 's3:GetObject' }));
    const read = (input: object) => role.send(new GetObjectCommand({ Bucket, Key: 'k', ...input }));
    expect((await read({})).ContentLength).toBe(1);
    expect((await refusalOf(read({ VersionId })))[2]).toContain('s3:GetObjectVersion');
  });

  test('is asked of each object that is deleted with others', async () => {
    const { allow, role } = await withRole();
    await allow(statement({ Action: 's3:DeleteObject', Resource: `arn:aws:s3:::${Bucket}/mine` }));
    const Delete = { Objects: [{ Key: 'k' }, { Key: 'mine' }] };
    const { Deleted, Errors } = await role.send(new DeleteObjectsCommand({ Bucket, Delete }));
    expect(Deleted).toEqual([{ Key: 'mine' }]);
    expect(Errors).toMatchObject([{ Key: 'k', Code: 'AccessDenied' }]);
  });

  test('stops also an administrator, by a Deny', async () => {
    const { s3, allow } = await withRole();
    await allow(statement({ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: `arn:aws:s3:::${Bucket}` }));
    expect((await refusalOf(s3.send(new ListObjectsV2Command({ Bucket })))).slice(0, 2)).toEqual(['AccessDenied', 403]);
    expect((await s3.send(new GetObjectCommand({ Bucket, Key: 'k' }))).ContentLength).toBe(1);
  });

  test('is told as it was put, and gone when it is deleted', async () => {
    const { s3, allow } = await withRole();
    const document = statement({ Action: 's3:GetObject' });
    await allow(document);
    expect(JSON.parse((await s3.send(new GetBucketPolicyCommand({ Bucket }))).Policy ?? '')).toEqual(document);
    await s3.send(new DeleteBucketPolicyCommand({ Bucket }));
    expect(await refusalOf(s3.send(new GetBucketPolicyCommand({ Bucket })))).toEqual([
      'NoSuchBucketPolicy',
      404,
      'The bucket policy does not exist',
    ]);
  });

  test.each([
    ['', "Policies must be valid JSON and the first byte must be '{'"],
    ['{', "Policies must be valid JSON and the first byte must be '{'"],
    ['{}', 'Missing required field Statement'],
    ['{"Statement":[{"Effect":"Allow"}]}', 'a resource policy must name a Principal'],
  ])('is not %s', async (Policy, text) => {
    const { s3 } = await withRole();
    const [code, status, said] = await refusalOf(s3.send(new PutBucketPolicyCommand({ Bucket, Policy })));
    expect([code, status]).toEqual(['MalformedPolicy', 400]);
    expect(said).toContain(text);
  });
});
